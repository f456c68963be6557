//! The learning ladder: slogan, rule, artefact, evidence. A lesson stands on the highest rung that a clause reaches.

use crate::Part;
use crate::report::{Learning, Rung};
use crate::spoken::{Clause, Spoken, says};

/// What lasts and can be shown: things, steps and times that come again.
const ARTEFACTS: [&str; 76] = [
    "checklist",
    "list",
    "sheet",
    "template",
    "form",
    "board",
    "whiteboard",
    "sticker",
    "label",
    "log",
    "book",
    "notebook",
    "calendar",
    "reminder",
    "alarm",
    "script",
    "test",
    "tests",
    "hook",
    "gate",
    "review",
    "reviews",
    "meeting",
    "stand up",
    "document",
    "page",
    "runbook",
    "playbook",
    "policy",
    "rule",
    "rules",
    "dashboard",
    "chart",
    "spreadsheet",
    "column",
    "box",
    "card",
    "cards",
    "poster",
    "sign",
    "signature",
    "sign off",
    "second pair",
    "second person",
    "two people",
    "every",
    "each",
    "always",
    "weekly",
    "daily",
    "monthly",
    "once a",
    "twice a",
    "mondays",
    "tuesdays",
    "wednesdays",
    "thursdays",
    "fridays",
    "on monday",
    "on friday",
    "nothing leaves",
    "nobody",
    "before any",
    "before i",
    "before we",
    "one page",
    "first thing",
    "step",
    "process",
    "procedure",
    "habit",
    "timer",
    "slot",
    "line in",
    "written",
    "write down",
];

/// What says that it held: that it did not happen again, what it caught, how long it has been so, what others say of it.
const EVIDENCE: [&str; 72] = [
    "of the last",
    "of our last",
    "of my last",
    "wrote to say",
    "came back to",
    "down by",
    "up by",
    "nobody has",
    "nothing has",
    "stopped two",
    "stopped three",
    "found two",
    "found three",
    "turned down",
    "not once",
    "not one",
    "not a single",
    "hasn't happened",
    "has not happened",
    "never happened again",
    "not happened since",
    "haven't had",
    "have not had",
    "haven't lost",
    "haven't missed",
    "have not missed",
    "haven't sent",
    "no more",
    "none since",
    "zero",
    "it caught",
    "has caught",
    "they caught",
    "we caught",
    "caught two",
    "caught three",
    "caught one",
    "went from",
    "has gone from",
    "came down",
    "dropped",
    "fell",
    "fell from",
    "down to",
    "up to",
    "went down",
    "went up",
    "halved",
    "doubled",
    "months now",
    "years now",
    "months later",
    "a year later",
    "years later",
    "in two years",
    "in three years",
    "in the year",
    "in a year",
    "two years on",
    "a year on",
    "so far",
    "asked me to",
    "asked for",
    "copied it",
    "uses it",
    "use it",
    "they still",
    "still use",
    "still there",
    "ever since",
    "audit",
    "in a row",
];
/// Numbers say it too, where something is counted over time.
const COUNTED: [&str; 30] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fourteen",
    "fifteen", "sixteen", "eighteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
    "ninety", "hundred", "thousand", "percent", "per", "once", "twice", "half",
];
const OVER_TIME: [&str; 22] = [
    "since",
    "months",
    "years",
    "winters",
    "summers",
    "seasons",
    "quarters",
    "releases",
    "launches",
    "projects",
    "audits",
    "jobs",
    "times",
    "weeks",
    "year",
    "cases",
    "shifts",
    "orders",
    "deliveries",
    "flights",
    "customers",
    "cent",
];

/// What makes a lesson a rule: that it says when, or what must be.
const RULES: [&str; 24] = [
    "before",
    "if",
    "when",
    "unless",
    "until",
    "never",
    "always",
    "must",
    "have to",
    "has to",
    "need to",
    "needs to",
    "first",
    "instead of",
    "rather than",
    "don't",
    "is not",
    "isn't",
    "are not",
    "not the same",
    "only",
    "until you",
    "whenever",
    "as soon as",
];

/// How far the lesson went.
pub(crate) fn learning(spoken: &Spoken<'_>) -> Learning {
    let mut best: Option<(Rung, &Clause)> = None;
    for clause in &spoken.clauses {
        let Some(rung) = rung(clause.part, spoken.text(&clause.words)) else { continue };
        // Of several on one rung, what counts proves most, and the longest says most.
        let worth = |clause: &Clause| (counts(spoken.text(&clause.words)), clause.words.len());
        let higher = best.is_none_or(|(reached, before)| {
            rung > reached || rung == reached && worth(clause) > worth(before)
        });
        if higher {
            best = Some((rung, clause));
        }
    }
    let rung = best.map_or(Rung::None, |(rung, _)| rung);
    let missing_rung = match rung {
        Rung::None => Some(Rung::Slogan),
        Rung::Slogan => Some(Rung::Rule),
        Rung::Rule => Some(Rung::Artefact),
        Rung::Artefact => Some(Rung::Evidence),
        Rung::Evidence => None,
    };
    Learning { rung: Some(rung), quote: best.map(|(_, clause)| spoken.quote(&clause.words)), missing_rung }
}

fn rung(part: Part, texts: &[String]) -> Option<Rung> {
    match part {
        Part::Change => Some(if is_proof(texts) {
            Rung::Evidence
        } else if lasts(texts) {
            Rung::Artefact
        } else {
            Rung::Rule
        }),
        Part::Learning => Some(if says(texts, &RULES) { Rung::Rule } else { Rung::Slogan }),
        _ => None,
    }
}

/// Whether a clause about a change says that it held.
pub(crate) fn is_proof(texts: &[String]) -> bool {
    counts(texts) || says(texts, &EVIDENCE)
}

fn counts(texts: &[String]) -> bool {
    says(texts, &COUNTED) && says(texts, &OVER_TIME)
}

/// Whether a clause about a change names something that lasts.
pub(crate) fn lasts(texts: &[String]) -> bool {
    says(texts, &ARTEFACTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoken::told;

    fn reached(story: &[(Part, &str)]) -> (Rung, Option<String>, Option<Rung>) {
        let (words, parts) = told(story);
        let learning = learning(&Spoken::new(&words, &parts));
        (learning.rung.expect("judged"), learning.quote.map(|quote| quote.quote), learning.missing_rung)
    }

    #[test]
    fn a_lesson_stands_on_the_highest_rung_it_reaches() {
        use Part::{Change, Failure, Learning};
        for (story, rung, quote, next) in [
            (&[(Failure, "we lost it")][..], Rung::None, None, Some(Rung::Slogan)),
            (
                &[(Learning, "communication matters a lot")],
                Rung::Slogan,
                Some("communication matters a lot"),
                Some(Rung::Rule),
            ),
            (
                &[(Learning, "ask before you promise")],
                Rung::Rule,
                Some("ask before you promise"),
                Some(Rung::Artefact),
            ),
            (
                &[(Learning, "ask before you promise"), (Change, "there is a checklist by the door")],
                Rung::Artefact,
                Some("there is a checklist by the door"),
                Some(Rung::Evidence),
            ),
            (
                &[(Change, "there is a checklist by the door and it caught two wrong boxes in may")],
                Rung::Evidence,
                Some("and it caught two wrong boxes in may"),
                None,
            ),
            (
                &[(Change, "i speak with the driver myself")],
                Rung::Rule,
                Some("i speak with the driver myself"),
                Some(Rung::Artefact),
            ),
        ] {
            assert_eq!(reached(story), (rung, quote.map(str::to_owned), next), "{story:?}");
        }
    }

    #[test]
    fn proof_of_something_else_is_none() {
        let (rung, ..) = reached(&[
            (Part::Failure, "it has not happened again since and we caught two in three years"),
            (Part::Learning, "speed is nice"),
        ]);
        assert_eq!(rung, Rung::Slogan);
    }
}
