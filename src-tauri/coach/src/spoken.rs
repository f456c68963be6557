//! What was said, clause by clause, each with the part it tells: what everything that is judged from the words looks at.

use std::ops::Range;

use crate::label::Labels;
use crate::report::Quote;
use crate::text::plain;
use crate::{Part, Words, clause, when};

/// A clause; its range counts the words that were not struck.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Clause {
    pub(crate) words: Range<usize>,
    pub(crate) part: Part,
}

/// The words that count, and the clauses they make.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spoken<'a> {
    words: &'a Words,
    /// Which of the words each is.
    said: Vec<usize>,
    /// As they are compared.
    pub(crate) texts: Vec<String>,
    pub(crate) parts: Vec<Part>,
    pub(crate) clauses: Vec<Clause>,
}

impl<'a> Spoken<'a> {
    pub(crate) fn of(words: &'a Words, labels: &Labels) -> Self {
        let mut part_of = vec![Part::Other; words.len()];
        for stretch in &labels.stretches {
            part_of[stretch.from..stretch.to].fill(stretch.part);
        }
        Self::new(words, &part_of)
    }

    /// With the part that each word tells.
    pub(crate) fn new(words: &'a Words, part_of: &[Part]) -> Self {
        let said: Vec<usize> = (0..words.len()).filter(|&at| !words[at].struck).collect();
        let texts: Vec<String> = said.iter().map(|&at| plain(&words[at].text)).collect();
        let parts: Vec<Part> = said.iter().map(|&at| part_of[at]).collect();
        // "Ever since", "two hundred and ten", "and not": what belongs together is not cut.
        let holds_together = |at: usize| {
            let next = texts.get(at + 1).map_or("", String::as_str);
            match texts[at].as_str() {
                "since" => texts[at - 1] == "ever",
                "and" => next == "not" || when::number(next).is_some(),
                _ => false,
            }
        };
        let ends_before = |at: usize| {
            !holds_together(at) && clause::begins(&texts, at)
                || clause::ends_between(&words[said[at - 1]], &words[said[at]])
        };
        let mut clauses: Vec<Clause> = Vec::new();
        for (at, &part) in parts.iter().enumerate() {
            match clauses.last_mut() {
                Some(last)
                    if last.part == part
                        && !(last.words.len() >= clause::SHORTEST_WORDS && ends_before(at)) =>
                {
                    last.words.end = at + 1;
                }
                _ => clauses.push(Clause { words: at..at + 1, part }),
            }
        }
        Self { words, said, texts, parts, clauses }
    }

    /// The clauses of one part.
    pub(crate) fn of_part(&self, part: Part) -> impl Iterator<Item = &Clause> {
        self.clauses.iter().filter(move |clause| clause.part == part)
    }

    /// What these words are, to be compared.
    pub(crate) fn text(&self, words: &Range<usize>) -> &[String] {
        &self.texts[words.clone()]
    }

    /// What is said there, and when; the range is not to be empty.
    pub(crate) fn quote(&self, words: &Range<usize>) -> Quote {
        self.words.quoted(self.said[words.start]..self.said[words.end - 1] + 1)
    }
}

/// Whether one of the phrases is said, word by word. A phrase is words with a space between.
pub(crate) fn says(texts: &[String], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| place(texts, phrase).is_some())
}

/// Where a phrase is said first.
pub(crate) fn place(texts: &[String], phrase: &str) -> Option<Range<usize>> {
    (0..texts.len()).find_map(|at| {
        let mut end = at;
        for word in phrase.split(' ') {
            if texts.get(end)? != word {
                return None;
            }
            end += 1;
        }
        Some(at..end)
    })
}

/// A story told for a test: the parts and their words.
#[cfg(test)]
pub(crate) fn told(story: &[(Part, &str)]) -> (Words, Vec<Part>) {
    let text: Vec<&str> = story.iter().map(|(_, text)| *text).collect();
    let words = crate::text::words(&text.join(" ")).expect("plain words");
    let parts = story.iter().flat_map(|(part, text)| text.split_whitespace().map(|_| *part)).collect();
    (words, parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Stretch;
    use crate::report::By;
    use crate::{Parts, text};

    #[test]
    fn clauses_end_where_parts_do_and_leave_out_what_was_struck() {
        let mut words =
            text::words("we lost it um and i never asked because i was sure").expect("plain").into_vec();
        words[3].struck = true;
        let words = Words::new(words).expect("in order");
        let stretch = |part, from, to| Stretch { part, from, to, certainty: 1.0, by: By::Coach };
        let labels = Labels {
            stretches: vec![stretch(Part::Failure, 0, 4), stretch(Part::Ownership, 4, 12)],
            failure_named: None,
            told: Parts::default(),
        };
        let spoken = Spoken::of(&words, &labels);
        let quotes: Vec<String> =
            spoken.clauses.iter().map(|clause| spoken.quote(&clause.words).quote).collect();
        assert_eq!(quotes, ["we lost it", "and i never asked", "because i was sure"]);
        assert_eq!(spoken.of_part(Part::Ownership).count(), 2);
    }

    #[test]
    fn phrases_are_whole_words() {
        let texts: Vec<String> = "it was translated late".split(' ').map(str::to_owned).collect();
        assert!(says(&texts, &["was translated"]));
        assert!(!says(&texts, &["lated", "translate"]));
        assert_eq!(place(&texts, "translated late"), Some(2..4));
    }
}
