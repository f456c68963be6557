//! The headline: one fix, from the arc. A quoted strength comes with the findings.

use crate::Part;
use crate::report::{ArcReport, Fix, Headline, Kind, Verdict};

/// Picks the one thing to change in the next take.
pub(crate) fn headline(kind: Kind, arc: &ArcReport) -> Headline {
    let what = match (kind, arc.weakest) {
        (Kind::NotFailureAnswer, _) => Some(
            "This is no failure story yet: name one thing that went wrong through a decision of yours."
                .to_owned(),
        ),
        (Kind::FailureAnswer, Some(part)) => Some(fix_for(part, arc)),
        (Kind::FailureAnswer, None) => None,
    };
    Headline { strength: None, fix: what.map(|what| Fix { what, quote: None }) }
}

fn fix_for(weakest: Part, arc: &ArcReport) -> String {
    let missing = arc.missing.contains(&weakest);
    // Time spent on the failure is the first thing to win back, once every part is there.
    if !missing
        && arc.parts.failure.verdict == Some(Verdict::Over)
        && let Some(seconds) = arc.parts.failure.off_by_seconds
    {
        return format!(
            "{seconds:.0} s too long on the failure: move on sooner, to what you did and what you changed."
        );
    }
    let share = (arc.parts[weakest].share * 100.0).round();
    match (weakest, missing) {
        (Part::Failure, true) => "Say in one plain sentence what went wrong and who felt it.".to_owned(),
        (Part::Ownership, true) => {
            "Say in one sentence what you decided, assumed or left out that caused it.".to_owned()
        }
        (Part::Action, true) => {
            "Say what you did once you knew: whom you told, and what you put right.".to_owned()
        }
        (Part::Learning, true) => "Name the gap it showed you, in your own words.".to_owned(),
        (Part::Change, true) => {
            "Say what you do differently since, and how you know that it stuck.".to_owned()
        }
        (Part::Failure, false) => {
            "Be plainer about what went wrong: what broke, when, and who felt it.".to_owned()
        }
        (Part::Ownership, false) => {
            format!("Own it more clearly: your decision as the cause took {share:.0} % of the time.")
        }
        (Part::Action, false) => format!("Say more of the repair: it took {share:.0} % of the time."),
        (Part::Learning, false) => format!("Sharpen the lesson: it took {share:.0} % of the time."),
        (Part::Change | Part::Other, _) => {
            format!("Make the change concrete: a habit, a rule, a number. It took {share:.0} % of the time.")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Setting, Take, judge, text};

    fn fix(story: &str) -> String {
        let words = text::words(story).expect("usable");
        judge(&Take::of_text("t", words), &Setting::default()).headline.fix.expect("a fix").what
    }

    #[test]
    fn a_story_without_a_cause_is_asked_for_one() {
        let fix = fix("last year our launch went wrong and customers complained and we lost the contract \
             i called them that afternoon and we fixed it right away \
             i learned that tests matter since then every time we use a checklist");
        assert!(fix.contains("caused it"), "{fix}");
    }

    #[test]
    fn small_talk_is_told_that_it_is_no_failure_story() {
        assert!(fix("lovely weather we are having and the coffee here is good").contains("no failure story"));
    }
}
