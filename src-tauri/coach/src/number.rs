//! Numbers as a report prints them. Rounding here, and only here, keeps reports equal byte for byte across machines.
//! The booth rounds what it hears in the same way.

/// Seconds, decibels and rates: three decimals.
#[must_use]
pub fn thousandths(value: f64) -> f64 {
    // Adding zero turns -0.0 into 0.0, which would print as "-0.0".
    (value * 1e3).round() / 1e3 + 0.0
}

/// What nobody reads more closely: levels, lengths of gaps.
#[must_use]
pub fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}

/// Fractions of a whole: four decimals, a hundredth of a per cent.
#[must_use]
pub fn share(value: f64) -> f64 {
    (value * 1e4).round() / 1e4 + 0.0
}

/// Whether two times are the same once printed.
#[cfg(test)]
pub(crate) fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-3
}
