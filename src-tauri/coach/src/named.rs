//! Whether a clause names what went wrong, rather than sets the scene for it.

/// Phrases that name it.
const EVENTS: [&str; 12] = [
    "went wrong",
    "broke",
    "failed",
    "missed",
    "lost",
    "crashed",
    "went down",
    "cost us",
    "late",
    "wrong",
    "forgot",
    "mistake",
];

/// Whether one clause names the failure.
pub(crate) fn names_failure(plain: &[String]) -> bool {
    let clause = format!(" {} ", plain.join(" "));
    EVENTS.iter().any(|event| clause.contains(&format!(" {event} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_counts_only_as_whole_words() {
        let names = |text: &str| names_failure(&text.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert!(names("and it was late"));
        assert!(!names("translated it"));
    }
}
