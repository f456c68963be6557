//! The questions that come next: for the weakest part first, then for the surest trap, the missing rung, a step of the
//! repair that was not heard. What was asked in recent takes of the story is not asked again while there is another.

mod bank;

use bank::BANK;

use crate::Part;
use crate::report::{
    Answered, ArcReport, Finding, Headline, Kind, Learning, Quote, Repair, Report, Rung, Severity,
};
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

impl Step {
    fn of(self, repair: &Repair) -> Option<&Quote> {
        match self {
            Step::Realised => repair.realised.as_ref(),
            Step::Contained => repair.contained.as_ref(),
            Step::Told => repair.told.as_ref(),
            Step::Fixed => repair.fixed.as_ref(),
            Step::Prevented => repair.prevented.as_ref(),
        }
    }
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
    // When it was noticed is said in more ways than can be heard: asked last.
    let steps = [Step::Told, Step::Fixed, Step::Contained, Step::Prevented, Step::Realised];
    about.extend(steps.into_iter().filter(|step| step.of(repair).is_none()).map(About::Repair));
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

/// Longer than this, an answer to a follow-up is another story.
const LONG_S: f64 = 60.0;
/// Shorter than this, it is hardly one.
const SHORT_S: f64 = 5.0;

/// The report of an answer to a follow-up question: what was asked is looked for, and nothing is held against a plan, because
/// nobody tells the whole again.
pub(crate) fn answered(question: &str, mut report: Report) -> Report {
    let given = answers(question, &report);
    let spans = &report.arc.spans;
    let seconds = spans.last().map_or(0.0, |last| last.end) - spans.first().map_or(0.0, |first| first.start);
    let heard = match given {
        Some(true) => "You answered what was asked",
        Some(false) => "What was asked is not answered in it",
        None => "Answered",
    };
    let length = match seconds {
        seconds if seconds < SHORT_S => "; that is short, give the one fact they asked for",
        seconds if seconds > LONG_S => "; that is long for a follow-up, answer the question and stop",
        _ => "",
    };
    let what = format!("{heard}, in {seconds:.0} s{length}.");
    let seconds = crate::number::thousandths(seconds);
    report.answered = Some(Answered { question: question.to_owned(), given, seconds, what });
    for part in Part::ALL {
        let time = &mut report.arc.parts[part];
        (time.target, time.band, time.verdict, time.off_by_seconds) = (None, None, None, None);
    }
    report.arc.missing.clear();
    report.arc.remarks.clear();
    report.arc.weakest = None;
    // A trap of the whole story is none of an answer to one question.
    report.findings.clear();
    report.rubric.clear();
    report.headline = Headline::default();
    report.follow_ups.clear();
    report
}

/// Whether an answer gives what a question asks for: the part is told, the rung reached, the step of the repair heard, the
/// trap gone. Nothing, for a question that is not of the bank.
#[must_use]
pub fn answers(question: &str, answer: &Report) -> Option<bool> {
    let (about, _) = BANK.iter().find(|(_, questions)| questions.contains(&question))?;
    Some(match *about {
        About::Part(part) => answer.arc.spans.iter().any(|span| span.part == part),
        About::Rung(wanted) => answer.learning.rung.is_some_and(|rung| rung >= wanted),
        About::Repair(step) => step.of(&answer.repair).is_some(),
        About::Trap(trap) => !answer
            .findings
            .iter()
            .any(|finding| finding.id == trap.id() && finding.severity == Severity::Warn),
    })
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

    #[test]
    fn an_answer_is_held_to_what_was_asked() {
        let report = |said: &str| {
            let take = crate::Take::of_text("t", crate::text::words(said).expect("plain words"));
            crate::judge(&take, &crate::Setting::default())
        };
        let about = |wanted: About| {
            BANK.iter()
                .find(|(about, _)| *about == wanted)
                .and_then(|(_, questions)| questions.first())
                .expect("one")
        };
        let owned = report(
            "i assumed the file was the same as the month before and i never opened it because i was tired",
        );
        let evaded =
            report("the bank was closed and the vendor had changed the format and nobody in the office knew");
        let own = about(About::Part(Part::Ownership));
        assert_eq!((answers(own, &owned), answers(own, &evaded)), (Some(true), Some(false)));
        let proof = about(About::Rung(Rung::Evidence));
        let proven =
            report("since then a second person opens every file and in two years it has not happened once");
        assert_eq!((answers(proof, &proven), answers(proof, &owned)), (Some(true), Some(false)));
        assert_eq!(answers("How are you?", &owned), None);
    }

    #[test]
    fn a_follow_up_is_measured_by_its_question_and_by_no_plan() {
        let question = "How do you know that it held?";
        let said =
            "i assumed the file was the same as the month before and i never opened it because i was tired";
        let take = crate::Take::of_text("t", crate::text::words(said).expect("plain words"));
        let report = |question: &str| {
            let setting =
                crate::Setting { follow_up: Some(question.to_owned()), ..crate::Setting::default() };
            crate::judge(&take, &setting)
        };
        let own = BANK.iter().find(|(about, _)| *about == About::Part(Part::Ownership)).expect("a bank").1[0];
        let given = report(own);
        let answered = given.answered.expect("it was asked");
        assert_eq!((answered.question.as_str(), answered.given), (own, Some(true)));
        assert!(answered.what.starts_with("You answered what was asked, in 8 s"), "{}", answered.what);
        assert!(given.arc.missing.is_empty() && given.arc.weakest.is_none() && given.findings.is_empty());
        assert!(Part::ALL.into_iter().all(|part| given.arc.parts[part].verdict.is_none()));
        assert!(given.rubric.is_empty() && given.headline.fix.is_none());
        assert_eq!(report(question).answered.expect("it was asked").given, None);
    }
}
