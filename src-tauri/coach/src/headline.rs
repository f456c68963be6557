//! The headline: one strength, quoted, and one fix: the weakest part, the costliest trap, or the time that is furthest off.

use crate::Part;
use crate::report::{
    ArcReport, Finding, Fix, Headline, Kind, Learning, Ownership, Quote, Repair, Rung, Severity, Strength,
};
use crate::trap::Trap;

/// Seconds outside a band that are worth a word; less is within what a labeller can tell.
const WORTH_SAYING_S: f64 = 3.0;

/// A lesson told in less time than this can be sharper.
const SHORT_LESSON_S: f64 = 5.0;

/// What the headline is picked from.
pub(crate) struct Told<'a> {
    pub(crate) kind: Kind,
    pub(crate) arc: &'a ArcReport,
    pub(crate) ownership: &'a Ownership,
    pub(crate) learning: &'a Learning,
    pub(crate) repair: &'a Repair,
    pub(crate) findings: &'a [Finding],
}

/// Picks the one thing that is good, and the one thing to change in the next take.
pub(crate) fn headline(told: &Told<'_>) -> Headline {
    Headline { strength: strength(told), fix: fix(told) }
}

/// The first that is there: proof, a cause that is owned, telling somebody, something that lasts, a lesson, any event.
fn strength(told: &Told<'_>) -> Option<Strength> {
    if told.kind == Kind::NotFailureAnswer {
        return None;
    }
    let has = |trap: Trap| told.findings.iter().any(|finding| finding.id == trap.id());
    let on = |rung: Rung| told.learning.quote.clone().filter(|_| told.learning.rung == Some(rung));
    let owned = told.ownership.sentence.clone().filter(|_| !has(Trap::Blame) && !has(Trap::WeLanguage));
    // What one learned from another's failure, or did about it, is no strength of this answer.
    let others = has(Trap::Bystander) || has(Trap::Blame) && told.ownership.sentence.is_none();
    if others {
        return None;
    }
    let strengths: [(Option<Quote>, &str); 6] = [
        (on(Rung::Evidence), "You prove that the change held, and that is what people believe."),
        (owned, "You name your own part in the first person, unasked."),
        (told.repair.told.clone(), "You went and told somebody: that is what people remember."),
        (on(Rung::Artefact), "You changed something that lasts, not only your mind."),
        (on(Rung::Rule), "The lesson is one that could be followed tomorrow."),
        (told.repair.fixed.clone(), "You say how it was put right."),
    ];
    let (quote, why) = strengths.into_iter().find_map(|(quote, why)| Some((quote?, why)))?;
    Some(Strength { quote, why: why.to_owned() })
}

/// A trap as certain as this goes before a part that is thin.
const CERTAIN: f64 = 0.9;
/// What a trap costs an answer, beside a missing part: more than that, or less.
const WORSE_THAN_A_GAP: [Trap; 8] = [
    Trap::NeverFailed,
    Trap::NonFailure,
    Trap::Blame,
    Trap::WeLanguage,
    Trap::Bystander,
    Trap::OverApology,
    Trap::Unresolved,
    Trap::TooBig,
];

fn fix(told: &Told<'_>) -> Option<Fix> {
    let sure = |trap: &Trap| {
        told.findings.iter().find(|finding| finding.id == trap.id() && finding.severity == Severity::Warn)
    };
    let of = |finding: &Finding| Fix {
        what: finding.r#try.clone(),
        quote: Some(Quote { quote: finding.quote.clone(), start: finding.start, end: finding.end }),
    };
    if let Some(finding) = WORSE_THAN_A_GAP.iter().find_map(sure) {
        return Some(of(finding));
    }
    let cannot_wait =
        [Part::Failure, Part::Ownership, Part::Change].iter().any(|part| told.arc.missing.contains(part));
    let certain = told.findings.iter().find(|finding| finding.certainty >= CERTAIN);
    if let (false, Some(finding)) = (cannot_wait, certain) {
        return Some(of(finding));
    }
    if told.kind == Kind::NotFailureAnswer {
        let what =
            "This is no failure story yet: name one thing that went wrong through a decision of yours.";
        return Some(Fix { what: what.to_owned(), quote: None });
    }
    let weakest = told.arc.weakest?;
    let is_missing = told.arc.missing.contains(&weakest);
    match Trap::ALL.iter().find_map(sure) {
        Some(finding) if !is_missing => Some(of(finding)),
        _ => fix_for(weakest, told).map(|what| Fix { what, quote: None }),
    }
}

/// A missing part first; then the time that is furthest off; then what the part that says least does not say yet. Nothing,
/// where nothing is left to mend.
fn fix_for(weakest: Part, told: &Told<'_>) -> Option<String> {
    let arc = told.arc;
    if arc.missing.contains(&weakest) {
        let what = match weakest {
            Part::Failure => "Say in one plain sentence what went wrong and who felt it.",
            Part::Ownership => "Say in one sentence what you decided, assumed or left out that caused it.",
            Part::Action => "Say what you did once you knew: whom you told, and what you put right.",
            Part::Learning => "Name the gap it showed you, in your own words.",
            Part::Change | Part::Other => {
                "Say what you do differently since, and how you know that it stuck."
            }
        };
        return Some(what.to_owned());
    }
    if let Some((part, off)) = furthest_off(arc) {
        let name = name(part);
        return Some(if off > 0.0 {
            format!("{off:.0} s too long on {name}: say it in fewer words and move on.")
        } else {
            format!("{:.0} s more on {name} would balance the story.", -off)
        });
    }
    // All parts are told in their time: only what is not there yet is asked for.
    let what = match weakest {
        Part::Failure => "be plainer about what went wrong: what broke, when, and who felt it.",
        Part::Ownership => "own it more clearly: name the one decision or omission that caused it.",
        Part::Action if told.repair.told.is_none() => "say whom you told, and when.",
        Part::Action if told.repair.fixed.is_none() => "say how it was put right in the end.",
        Part::Learning if arc.parts.learning.seconds < SHORT_LESSON_S => {
            "sharpen the lesson until you could teach it in a sentence."
        }
        Part::Action | Part::Learning | Part::Change | Part::Other => match told.learning.missing_rung? {
            Rung::Evidence => "say how you know that it held: how long, how often, in whose words.",
            _ => "name what carries the change: a list, a step, a number, a fixed day.",
        },
    };
    Some(format!("All five parts are there; now {what}"))
}

/// The part whose time is furthest outside its band, if that is enough to act on.
fn furthest_off(arc: &ArcReport) -> Option<(Part, f64)> {
    Part::STORY
        .into_iter()
        .filter_map(|part| Some((part, arc.parts[part].off_by_seconds?)))
        .filter(|(_, off)| off.abs() >= WORTH_SAYING_S)
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
}

fn name(part: Part) -> &'static str {
    match part {
        Part::Failure => "the failure itself",
        Part::Ownership => "your own part in it",
        Part::Action => "the repair",
        Part::Learning => "what you learned",
        Part::Change => "what you changed",
        Part::Other => "what is not the story",
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
        let fix = fix("last year my launch went wrong and customers complained and the contract was lost \
             i called them that afternoon and i fixed it right away \
             i learned that tests matter since then every time we use a checklist");
        assert!(fix.contains("caused it"), "{fix}");
    }

    #[test]
    fn small_talk_is_told_that_it_is_no_failure_story() {
        assert!(fix("lovely weather we are having and the coffee here is good").contains("no failure story"));
    }

    #[test]
    fn time_that_is_far_off_its_band_is_named_with_its_direction() {
        let long = "last spring we were moving the shop's orders to a new system and on the first morning \
            nothing came out right the printer broke and the queue at the counter went out of the door \
            customers complained and one of them had driven for two hours to fetch a parcel that was not there \
            by noon we had forty orders without a label and the driver left with half the van empty \
            the phone did not stop and two people in the warehouse were in tears \
            in the evening the owner came down and counted the parcels that were still lying there \
            it cost us three customers and most of a weekend";
        let fix = fix(&format!(
            "{long} i assumed the labels would carry over and i never printed one \
             i called the warehouse that afternoon and we fixed it right away \
             i learned that a plan nobody tried is a guess \
             since then i print one label before every launch and it has not happened again"
        ));
        assert!(fix.contains("too long on the failure itself"), "{fix}");
    }
}
