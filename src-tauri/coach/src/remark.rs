//! What is worth saying of an arc beyond its numbers. Strong words are kept for what costs an answer: no ownership, no
//! change, hardly anything but the failure, next to nothing on what was learnt and changed. Good answers differ too much
//! for more.

use crate::Part;
use crate::report::{ArcReport, Remark, Severity};

/// More of the time on the failure than this is too much.
const TOO_MUCH_FAILURE: f64 = 0.60;
/// More than this is worth a word.
const MUCH_FAILURE: f64 = 0.45;
/// Less of the time on learning and change than this is too little.
const TOO_LITTLE_AFTER: f64 = 0.20;

/// The remarks on the arc of a failure answer, the strong ones first.
pub(crate) fn remarks(arc: &ArcReport) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut say = |severity, part, what: &str| remarks.push(Remark { severity, part, what: what.to_owned() });
    for &part in &arc.missing {
        match part {
            Part::Ownership => say(
                Severity::Warn,
                part,
                "Nothing says what you decided, assumed or left out: as told, it happened to you.",
            ),
            Part::Change => {
                say(
                    Severity::Warn,
                    part,
                    "Nothing is different since: a lesson without a change is a slogan.",
                );
            }
            Part::Action => say(Severity::Note, part, "What did you do once you knew?"),
            Part::Learning => say(Severity::Note, part, "What did it show you that you had not seen before?"),
            Part::Failure | Part::Other => {}
        }
    }
    if arc.failure_share > TOO_MUCH_FAILURE {
        say(
            Severity::Warn,
            Part::Failure,
            "More than 60 % of the time goes to what went wrong: the rest of you has no room.",
        );
    } else if arc.failure_share >= MUCH_FAILURE {
        say(Severity::Note, Part::Failure, "Could the failure itself be told in fewer words?");
    }
    if arc.learning_change_share < TOO_LITTLE_AFTER {
        say(
            Severity::Warn,
            Part::Change,
            "What you learned and changed takes less than 20 % of the time, and it is what is listened for.",
        );
    }
    remarks.sort_by_key(|remark| remark.severity == Severity::Note);
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(missing: &[Part], failure: f64, after: f64) -> Vec<(Severity, Part)> {
        let arc = ArcReport {
            missing: missing.to_vec(),
            failure_share: failure,
            learning_change_share: after,
            ..ArcReport::default()
        };
        remarks(&arc).into_iter().map(|remark| (remark.severity, remark.part)).collect()
    }

    #[test]
    fn strong_words_are_for_what_costs_an_answer_and_nothing_else() {
        use Part::{Action, Change, Failure, Learning, Ownership};
        use Severity::{Note, Warn};
        assert_eq!(said(&[], 0.25, 0.52), []);
        assert_eq!(said(&[Action, Learning], 0.44, 0.30), [(Note, Action), (Note, Learning)]);
        assert_eq!(said(&[Ownership, Action], 0.25, 0.5), [(Warn, Ownership), (Note, Action)]);
        assert_eq!(said(&[Change], 0.5, 0.25), [(Warn, Change), (Note, Failure)]);
        assert_eq!(said(&[], 0.60, 0.20), [(Note, Failure)]);
        assert_eq!(said(&[], 0.61, 0.19), [(Warn, Failure), (Warn, Change)]);
    }
}
