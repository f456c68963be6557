//! Numbers as a report prints them. Rounding once, here, keeps reports equal byte for byte across machines.

/// Seconds, decibels and rates: three decimals.
pub(crate) fn thousandths(value: f64) -> f64 {
    // Adding zero turns -0.0 into 0.0, which would print as "-0.0".
    (value * 1e3).round() / 1e3 + 0.0
}

/// Fractions of a whole: four decimals, a hundredth of a per cent.
pub(crate) fn share(value: f64) -> f64 {
    (value * 1e4).round() / 1e4 + 0.0
}

/// Whether two times are the same once printed.
#[cfg(test)]
pub(crate) fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-3
}
