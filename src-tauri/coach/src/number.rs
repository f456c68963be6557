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
/// How many words a word is spoken with: "120" is "one hundred twenty".
#[must_use]
pub(crate) fn spoken_words(word: &str) -> usize {
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let decimals =
        word.split_once('.').map_or(0, |(_, after)| after.chars().filter(char::is_ascii_digit).count());
    let Ok(number) = digits[..digits.len() - decimals].parse::<u64>() else { return 1 };
    let is_year =
        digits.len() == 4 && decimals == 0 && (1_100..=2_099).contains(&number) && !word.contains(',');
    let whole =
        if is_year { by_hundreds(number / 100) + by_hundreds(number % 100) } else { by_thousands(number) };
    whole + if decimals > 0 { decimals + 1 } else { 0 }
}

fn by_thousands(number: u64) -> usize {
    if number < 1_000 {
        return by_hundreds(number).max(1);
    }
    let rest = number % 1_000;
    let below = if rest == 0 { 0 } else { by_hundreds(rest) };
    by_thousands(number / 1_000) + 1 + below
}

/// Words of a number under a thousand; none for zero.
fn by_hundreds(number: u64) -> usize {
    let hundreds = if number >= 100 { 2 } else { 0 };
    hundreds
        + match number % 100 {
            0 => 0,
            rest if rest <= 20 || rest.is_multiple_of(10) => 1,
            _ => 2,
        }
}

#[cfg(test)]
pub(crate) fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-3
}
