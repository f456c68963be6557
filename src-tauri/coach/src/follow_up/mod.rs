//! The questions that come next: for the weakest part first, then for the surest trap, the missing rung, a step of the
//! repair that was not heard. What was asked in recent takes of the story is not asked again while there is another.

mod bank;

use bank::BANK;

use crate::Part;
use crate::report::{ArcReport, Finding, Kind, Learning, Quote, Repair, Rung};
use crate::trap::Trap;

/// What a question is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Part(Part),
    Trap(Trap),
    Rung(Rung),
    Repair(Step),
}

/// A step of the repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Realised,
    Contained,
    Told,
    Fixed,
    Prevented,
}

/// How many are asked at most.
const MOST: usize = 3;

/// The questions for an answer; `asked` are those of recent takes.
pub(crate) fn follow_ups(
    kind: Kind,
    arc: &ArcReport,
    learning: &Learning,
    repair: &Repair,
    findings: &[Finding],
    asked: &[String],
) -> Vec<String> {
    let mut about: Vec<About> = arc.weakest.map(About::Part).into_iter().collect();
    about.extend(findings.iter().filter_map(|finding| Trap::of(&finding.id)).map(About::Trap));
    if kind == Kind::NotFailureAnswer {
        // There is no cause, repair or lesson to ask about yet.
        about.extend([About::Part(Part::Failure); MOST]);
    }
    // The lowest rung is asked about as the part it is.
    about.extend(learning.missing_rung.filter(|rung| *rung > Rung::Slogan).map(About::Rung));
    let steps: [(&Option<Quote>, Step); 5] = [
        (&repair.told, Step::Told),
        (&repair.realised, Step::Realised),
        (&repair.contained, Step::Contained),
        (&repair.fixed, Step::Fixed),
        (&repair.prevented, Step::Prevented),
    ];
    about.extend(steps.into_iter().filter(|(heard, _)| heard.is_none()).map(|(_, step)| About::Repair(step)));
    about.extend([Part::Change, Part::Ownership].map(About::Part));
    let mut chosen: Vec<String> = Vec::new();
    for about in about {
        let Some((_, questions)) = BANK.iter().find(|(of, _)| *of == about) else { continue };
        let new = |question: &&&str| !chosen.iter().any(|chosen| chosen == **question);
        let question = questions
            .iter()
            .filter(new)
            .find(|question| !asked.iter().any(|asked| asked == **question))
            .or_else(|| questions.iter().find(new));
        chosen.extend(question.map(|question| (*question).to_owned()));
        if chosen.len() == MOST {
            break;
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn there_is_a_question_for_everything_and_none_twice() {
        let all: Vec<&str> = BANK.iter().flat_map(|(_, questions)| questions.iter().copied()).collect();
        assert!(all.len() >= 60, "{}", all.len());
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
        assert!(all.iter().all(|question| question.ends_with('?') || question.ends_with('.')));
        let mut about: Vec<About> = Part::STORY.map(About::Part).to_vec();
        about.extend(Trap::ALL.map(About::Trap));
        about.extend([Rung::Rule, Rung::Artefact, Rung::Evidence].map(About::Rung));
        about.extend(
            [Step::Realised, Step::Contained, Step::Told, Step::Fixed, Step::Prevented].map(About::Repair),
        );
        for about in about {
            let questions = BANK.iter().find(|(of, _)| *of == about).map(|(_, questions)| questions.len());
            assert!(questions.is_some_and(|questions| questions >= 2), "{about:?}: {questions:?}");
        }
    }

    #[test]
    fn the_weakest_part_is_asked_about_first_and_nothing_again_soon() {
        let arc = ArcReport { weakest: Some(Part::Ownership), ..ArcReport::default() };
        let ask = |asked: &[String]| {
            follow_ups(Kind::FailureAnswer, &arc, &Learning::default(), &Repair::default(), &[], asked)
        };
        let mut asked: Vec<String> = Vec::new();
        for _ in 0..4 {
            let questions = ask(&asked);
            assert_eq!(questions.len(), MOST);
            let first =
                BANK.iter().find(|(about, _)| *about == About::Part(Part::Ownership)).expect("a bank");
            assert!(first.1.contains(&questions[0].as_str()), "{questions:?}");
            assert!(questions.iter().all(|question| !asked.contains(question)), "{questions:?}");
            asked.extend(questions);
        }
        // Everything has been asked: rather again than nothing.
        let all: Vec<String> = BANK.iter().flat_map(|(_, of)| of.iter().map(|of| (*of).to_owned())).collect();
        assert_eq!(ask(&all).len(), MOST);
    }
}
