//! Whether the story fits: its size to the level, its shape to those that work, its age to how the speaker works now.

use crate::report::Fit;
use crate::spoken::{Spoken, says};
use crate::{Level, Part, when};

/// How far a story reaches, by who it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    OwnWork,
    Team,
    Organisation,
}

const TEAM: [&str; 41] = [
    "people",
    "patients",
    "passengers",
    "customers",
    "residents",
    "children",
    "families",
    "staff",
    "students",
    "guests",
    "tenants",
    "members",
    "the hospital",
    "the school",
    "the line",
    "the kitchen",
    "the plant",
    "the team",
    "my team",
    "our team",
    "two teams",
    "the crew",
    "the shift",
    "colleagues",
    "the project",
    "the launch",
    "the design",
    "the migration",
    "the release",
    "the department",
    "the ward",
    "the site",
    "the roadmap",
    "the schedule",
    "the plan",
    "we had promised",
    "six people",
    "eight people",
    "ten people",
    "twelve people",
    "the squad",
];
const ORGANISATION: [&str; 26] = [
    "the company",
    "the organisation",
    "the organization",
    "the business",
    "the board",
    "the division",
    "the region",
    "headcount",
    "the strategy",
    "two quarters",
    "three quarters",
    "four quarters",
    "a year of work",
    "budget",
    "i hired",
    "the hire",
    "reorganisation",
    "reorganised",
    "the programme",
    "the program",
    "all teams",
    "every team",
    "several teams",
    "the executive",
    "the whole site",
    "the market",
];
const OF_PEOPLE: [&str; 18] = [
    "i hired",
    "the hire",
    "i promoted",
    "on my team",
    "my team",
    "who reported to me",
    "reported to me",
    "my report",
    "one of my people",
    "i managed",
    "i was managing",
    "i led",
    "reorganised",
    "reorganisation",
    "let go",
    "let him go",
    "let her go",
    "i ran the",
];

const SURE_OF_IT: [&str; 16] = [
    "i assumed",
    "i'd assumed",
    "i was sure",
    "i was certain",
    "so sure",
    "i was confident",
    "i knew better",
    "i thought i knew",
    "i had done it before",
    "i'd done it before",
    "i didn't need",
    "i was convinced",
    "i trusted",
    "certain that",
    "i took it for granted",
    "i reckoned",
];
const LEFT_UNDONE: [&str; 18] = [
    "i skipped",
    "i put off",
    "i put it off",
    "i never checked",
    "i didn't check",
    "i hadn't checked",
    "i never tested",
    "i didn't test",
    "i left it",
    "i forgot",
    "i ignored",
    "i postponed",
    "i never looked",
    "i didn't look",
    "i never opened",
    "i hadn't tested",
    "without checking",
    "without testing",
];
const MISREAD: [&str; 18] = [
    "i never asked",
    "i didn't ask",
    "i hadn't asked",
    "i did not ask",
    "i didn't listen",
    "i never told",
    "i didn't tell",
    "i hadn't told",
    "i never listened",
    "wasn't listening",
    "i talked over",
    "i thought she",
    "i thought he",
    "i thought they",
    "hurt",
    "in front of everyone",
    "without asking",
    "i never said",
];

/// So many years ago is recent enough to say something about today.
const RECENT_YEARS: f64 = 4.0;

/// How the story fits; `is_sound` when no trap makes its size beside the point.
pub(crate) fn fit(spoken: &Spoken<'_>, level: Option<Level>, is_sound: bool) -> Fit {
    // Of a story that is not one, or nobody's, its size says nothing.
    let sized = level.filter(|_| is_sound && spoken.of_part(Part::Ownership).next().is_some());
    Fit {
        level: sized.map(|level| for_level(spoken, level).to_owned()),
        shape: shape(spoken),
        recency: recency(spoken),
    }
}

fn reach(spoken: &Spoken<'_>) -> Reach {
    let texts = &spoken.texts;
    if says(texts, &ORGANISATION) {
        Reach::Organisation
    } else if says(texts, &TEAM) {
        Reach::Team
    } else {
        Reach::OwnWork
    }
}

fn for_level(spoken: &Spoken<'_>, level: Level) -> &'static str {
    let reach = reach(spoken);
    match level {
        Level::Ic3To4 if reach == Reach::Organisation => {
            "It reaches further than your own work. Is all of it yours to claim at this level?"
        }
        Level::Ic3To4 => "Its size fits the level: a slip in your own work, and a habit since.",
        Level::Ic5 if reach == Reach::OwnWork => {
            "Whom beside you did it cost something? At this level one listens for what it did to the team, and for what the team does since."
        }
        Level::Ic5 => "Its size fits the level: a choice that hurt more than your own work.",
        Level::Ic6To7 if reach < Reach::Organisation => {
            "How far did it reach? At this level one listens for what it did to the organisation, and for what others do since."
        }
        Level::Ic6To7 => "Its size fits the level: it reached the organisation.",
        Level::Manager if !says(&spoken.texts, &OF_PEOPLE) => {
            "Who was answerable to you in it? At this level one listens for how you led and decided."
        }
        Level::Manager => "Its kind fits the level: people you were answerable for are in it.",
    }
}

fn shape(spoken: &Spoken<'_>) -> Option<String> {
    let cause: Vec<String> =
        spoken.of_part(Part::Ownership).flat_map(|clause| spoken.text(&clause.words)).cloned().collect();
    let shapes: [(&str, &[&str]); 3] = [
        ("the skipped step: something that should have been done was left", &LEFT_UNDONE),
        ("the misread person: somebody was not asked, told or heard", &MISREAD),
        ("the over-confident decision: it was taken for certain", &SURE_OF_IT),
    ];
    shapes.into_iter().find(|(_, phrases)| says(&cause, phrases)).map(|(shape, _)| shape.to_owned())
}

fn recency(spoken: &Spoken<'_>) -> Option<String> {
    let ago = when::ago(&spoken.texts, &spoken.parts)?;
    let said = spoken.quote(&ago.said).quote;
    Some(if ago.years < 0.25 {
        format!("“{said}”: very fresh. Has it had time to show that the change held?")
    } else if ago.years <= RECENT_YEARS {
        format!("“{said}”: recent enough to say how you work now.")
    } else {
        format!("“{said}”: one to four years ago says more about how you work now.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoken::told;

    fn fits(story: &[(Part, &str)], level: Option<Level>) -> Fit {
        let (words, parts) = told(story);
        fit(&Spoken::new(&words, &parts), level, true)
    }

    #[test]
    fn the_size_is_held_against_the_level_that_was_chosen() {
        let cause = (Part::Ownership, "i was in a hurry");
        let own = [(Part::Failure, "two years ago i sent the wrong test results to one doctor"), cause];
        let large = [(Part::Failure, "i bet two quarters and the budget of the division on it"), cause];
        assert_eq!(fits(&own, None).level, None);
        let level = |story: &[(Part, &str)], level| fits(story, Some(level)).level.expect("chosen");
        assert!(level(&own, Level::Ic3To4).contains("fits"));
        assert!(level(&own, Level::Ic5).contains("Whom beside you"));
        assert!(level(&own, Level::Ic6To7).contains("How far did it reach"));
        assert!(level(&large, Level::Ic6To7).contains("fits"));
        assert!(level(&large, Level::Ic3To4).contains('?'));
        assert!(level(&own, Level::Manager).contains("Who was answerable"));
    }

    #[test]
    fn shape_and_age_are_told_when_they_are_said() {
        let fit = fits(
            &[(Part::Failure, "six years ago it broke"), (Part::Ownership, "i assumed it would hold")],
            None,
        );
        assert!(fit.shape.expect("a shape").contains("over-confident"));
        assert!(fit.recency.expect("said").contains("one to four years"));
        let fit = fits(&[(Part::Failure, "it broke"), (Part::Change, "last year it caught two")], None);
        assert_eq!((fit.shape, fit.recency), (None, None));
    }
}
