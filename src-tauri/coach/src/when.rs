//! How long ago it was, when the speaker says so.

use std::ops::Range;

use crate::Part;

/// So many years are long ago.
const LONG_YEARS: f64 = 7.0;

/// A time that was said, and the words that say it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ago {
    pub(crate) years: f64,
    pub(crate) said: Range<usize>,
}

/// The first time in the words that is said as one that has passed: "three years ago", "last spring". What has changed
/// since, and when it was learnt, is not when it was.
pub(crate) fn ago(texts: &[String], parts: &[Part]) -> Option<Ago> {
    agos(texts, parts).next()
}

fn agos<'a>(texts: &'a [String], parts: &'a [Part]) -> impl Iterator<Item = Ago> + 'a {
    let of_the_event = |at: &usize| matches!(parts[*at], Part::Failure | Part::Ownership | Part::Other);
    (0..texts.len()).filter(of_the_event).filter_map(|at| ago_at(texts, at))
}

/// Words that say that it was long ago, or in school days.
pub(crate) fn long_ago(texts: &[String], parts: &[Part]) -> Option<Range<usize>> {
    let by_years = agos(texts, parts).find(|ago| ago.years >= LONG_YEARS).map(|ago| ago.said);
    by_years.or_else(|| as_a_child(texts))
}

/// Units of time and how many years each is.
const UNITS: [(&str, f64); 8] = [
    ("years", 1.0),
    ("year", 1.0),
    ("months", 1.0 / 12.0),
    ("month", 1.0 / 12.0),
    ("weeks", 1.0 / 52.0),
    ("week", 1.0 / 52.0),
    ("decades", 10.0),
    ("decade", 10.0),
];
const LAST: [(&str, f64); 8] = [
    ("year", 1.0),
    ("month", 1.0 / 12.0),
    ("week", 1.0 / 52.0),
    ("spring", 0.7),
    ("summer", 0.7),
    ("autumn", 0.7),
    ("winter", 0.7),
    ("quarter", 0.25),
];

fn ago_at(texts: &[String], at: usize) -> Option<Ago> {
    let word = texts[at].as_str();
    let next = |by: usize| texts.get(at + by).map_or("", String::as_str);
    if word == "last" {
        let (_, years) = LAST.iter().find(|(unit, _)| *unit == next(1))?;
        return Some(Ago { years: *years, said: at..at + 2 });
    }
    let (_, unit) = UNITS.iter().find(|(unit, _)| *unit == word)?;
    let after = (1..=2).find(|by| matches!(next(*by), "ago" | "back"))?;
    let (count, words) = count_before(&texts[..at])?;
    Some(Ago { years: count * unit, said: at - words..at + after + 1 })
}

/// The number that ends here, and how many words say it; of "ten or fifteen" the larger.
fn count_before(texts: &[String]) -> Option<(f64, usize)> {
    const FARTHEST: usize = 4;
    let mut words = 0;
    let mut count: Option<f64> = None;
    for word in texts.iter().rev().take(FARTHEST) {
        let value = match word.as_str() {
            "a" | "an" if count.is_none() => 1.0,
            "couple" => 2.0,
            "few" => 3.0,
            "several" => 4.0,
            "many" => 10.0,
            "half" => 0.5,
            "of" | "or" | "and" | "good" | "about" | "to" | "a" => {
                words += 1;
                continue;
            }
            word => match number(word) {
                Some(value) => value,
                None => break,
            },
        };
        words += 1;
        // "twenty five" is both together.
        count = Some(match count {
            Some(before) if value >= 20.0 && before < 10.0 => value + before,
            Some(before) => before.max(value),
            None => value,
        });
    }
    Some((count?, words))
}

/// A number that is said in one word, or written in figures.
pub(crate) fn number(word: &str) -> Option<f64> {
    const SAID: [(&str, f64); 27] = [
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("eleven", 11.0),
        ("twelve", 12.0),
        ("thirteen", 13.0),
        ("fourteen", 14.0),
        ("fifteen", 15.0),
        ("sixteen", 16.0),
        ("seventeen", 17.0),
        ("eighteen", 18.0),
        ("nineteen", 19.0),
        ("twenty", 20.0),
        ("thirty", 30.0),
        ("forty", 40.0),
        ("fifty", 50.0),
        ("sixty", 60.0),
        ("seventy", 70.0),
        ("eighty", 80.0),
        ("ninety", 90.0),
    ];
    let said = SAID.iter().find(|(said, _)| *said == word).map(|(_, value)| *value);
    said.or_else(|| word.parse().ok())
}

/// "when i was fifteen", "in high school".
fn as_a_child(texts: &[String]) -> Option<Range<usize>> {
    const OF_AGE: f64 = 20.0;
    const SCHOOL: [&[&str]; 6] = [
        &["in", "high", "school"],
        &["at", "high", "school"],
        &["at", "secondary", "school"],
        &["in", "sixth", "form"],
        &["when", "i", "was", "at", "school"],
        &["when", "i", "was", "in", "school"],
    ];
    let at_school = SCHOOL.iter().find_map(|words| {
        let at = texts.windows(words.len()).position(|window| window == *words)?;
        Some(at..at + words.len())
    });
    let young = texts.windows(4).position(|window| {
        window[..3] == ["when", "i", "was"]
            && number(&window[3]).is_some_and(|age| (5.0..OF_AGE).contains(&age))
    });
    at_school.or(young.map(|at| at..at + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    fn years(text: &str) -> Option<f64> {
        let texts = texts(text);
        ago(&texts, &vec![Part::Failure; texts.len()]).map(|ago| ago.years)
    }

    #[test]
    fn a_time_that_has_passed_is_read_in_years() {
        for (text, wanted) in [
            ("this was three years ago in the spring", 3.0),
            ("about a year ago", 1.0),
            ("a couple of years back", 2.0),
            ("twenty five years ago", 25.0),
            ("ten or fifteen years ago", 15.0),
            ("two decades ago", 20.0),
            ("six months ago", 0.5),
            ("last year we moved", 1.0),
            ("a few years ago now", 3.0),
        ] {
            let years = years(text);
            assert!(years.is_some_and(|years| (years - wanted).abs() < 1e-9), "{text}: {years:?}");
        }
        for text in ["it took three years", "the last box", "back then", "a client of fifteen years", ""] {
            assert_eq!(years(text), None, "{text}");
        }
    }

    #[test]
    fn school_days_are_long_ago_and_three_years_are_not() {
        let long_ago = |text: &str, part| {
            let texts = texts(text);
            long_ago(&texts, &vec![part; texts.len()])
        };
        assert_eq!(long_ago("well nineteen years ago now", Part::Failure), Some(1..4));
        assert_eq!(long_ago("well nineteen years ago now", Part::Change), None);
        assert_eq!(long_ago("it was when i was fifteen", Part::Failure), Some(2..6));
        assert!(long_ago("in high school i ran the shop", Part::Failure).is_some());
        assert_eq!(long_ago("three years ago at a school i teach in", Part::Failure), None);
        assert_eq!(long_ago("when i was thirty two", Part::Failure), None);
    }
}
