//! The traps: what makes interviewers stop believing an answer. Which of them an answer falls into is learnt from our own
//! stories (`models/traps`): words and the shape of the arc speak for a trap or against it, and what spoke for it most is
//! quoted. Below the bar a trap is a question, not an accusation.

mod core;
mod signs;
mod weights;
mod words;

use std::ops::Range;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use signs::{NUMBERS, Signs, signs};
pub use weights::{ALWAYS, Weights};

use crate::number::thousandths;
use crate::report::{Finding, Kind, Quote, Severity};
use crate::spoken::Spoken;
use crate::{Part, lexicon, when};

/// What an answer can fall into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "`why` says what each is")]
pub enum Trap {
    NonFailure,
    NeverFailed,
    Blame,
    WeLanguage,
    Trivial,
    TooBig,
    VagueLearning,
    NoEvidence,
    OverApology,
    NoScars,
    Ancient,
    LongBackstory,
    Bystander,
    Unresolved,
    NearMiss,
}

impl Trap {
    /// All of them, in the order of the Guide.
    pub const ALL: [Trap; 15] = [
        Trap::NonFailure,
        Trap::NeverFailed,
        Trap::Blame,
        Trap::WeLanguage,
        Trap::Trivial,
        Trap::TooBig,
        Trap::VagueLearning,
        Trap::NoEvidence,
        Trap::OverApology,
        Trap::NoScars,
        Trap::Ancient,
        Trap::LongBackstory,
        Trap::Bystander,
        Trap::Unresolved,
        Trap::NearMiss,
    ];

    /// The id used in reports and the corpus.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Trap::NonFailure => "non_failure",
            Trap::NeverFailed => "never_failed",
            Trap::Blame => "blame",
            Trap::WeLanguage => "we_language",
            Trap::Trivial => "trivial",
            Trap::TooBig => "too_big",
            Trap::VagueLearning => "vague_learning",
            Trap::NoEvidence => "no_evidence",
            Trap::OverApology => "over_apology",
            Trap::NoScars => "no_scars",
            Trap::Ancient => "ancient",
            Trap::LongBackstory => "long_backstory",
            Trap::Bystander => "bystander",
            Trap::Unresolved => "unresolved",
            Trap::NearMiss => "near_miss",
        }
    }

    /// The trap of this id.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        Trap::ALL.into_iter().find(|trap| trap.id() == id)
    }
}

/// This sure, a trap is named.
pub const SURE: f64 = 0.4;
/// Less sure than this, nothing is said.
pub const WORTH_ASKING: f64 = 0.25;
/// Words before the failure is named that are no long set-up yet.
const SHORT_BACKSTORY: usize = 50;
/// How sure a trap is when the words say it themselves.
const SAID: f64 = 0.9;

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    Weights::from_text(include_str!("../../../../models/traps/weights.txt"))
        .expect("the weights are part of the program")
});

/// The traps an answer falls into, the surest first.
///
/// Of an answer that tells no failure only that is said; `named` is the word at which a failure is named.
pub(crate) fn found(
    spoken: &Spoken<'_>,
    kind: Kind,
    named: Option<usize>,
    core_skills: &[String],
) -> Vec<Finding> {
    let Spoken { texts, parts, .. } = spoken;
    let signs = signs(texts, parts);
    let sums = WEIGHTS.sums(&signs);
    let ago = when::long_ago(texts, parts);
    let mut findings = Vec::new();
    for (number, trap) in Trap::ALL.into_iter().enumerate() {
        let applies = match trap {
            Trap::NonFailure | Trap::NeverFailed => true,
            Trap::LongBackstory => {
                kind == Kind::FailureAnswer && named.is_none_or(|at| at >= SHORT_BACKSTORY)
            }
            // Who owns the cause in the first person has left the "we".
            Trap::WeLanguage => {
                kind == Kind::FailureAnswer && number_of(&signs, "owns:we") >= number_of(&signs, "owns:i")
            }
            _ => kind == Kind::FailureAnswer,
        };
        let said = ago.as_ref().filter(|_| trap == Trap::Ancient);
        let mut certainty = WEIGHTS.certainty(sums[number]);
        if let Some(said) = said {
            certainty = certainty.max(SAID);
            // Who gives the age and says why has thought about it.
            if gives_its_reason(texts, said) {
                certainty = certainty.min(SURE - 0.01);
            }
        }
        if !applies || certainty < WORTH_ASKING || texts.is_empty() {
            continue;
        }
        let (range, rule) = match said {
            Some(said) => {
                (said.clone(), format!("it is said how long ago: “{}”", texts[said.clone()].join(" ")))
            }
            None => grounds(trap, number, &signs, spoken),
        };
        let sure = certainty >= SURE;
        let Quote { quote, start, end } = spoken.quote(&range);
        findings.push(Finding {
            id: trap.id().to_owned(),
            severity: if sure { Severity::Warn } else { Severity::Note },
            certainty: thousandths(certainty),
            rule,
            quote,
            start,
            end,
            why: if sure { trap.why() } else { trap.question() }.to_owned(),
            r#try: trap.rewrite().to_owned(),
        });
    }
    if kind == Kind::FailureAnswer && !findings.iter().any(|finding| finding.id == Trap::TooBig.id()) {
        findings.extend(core::failed(spoken, core_skills));
    }
    findings.sort_by(|a, b| b.certainty.total_cmp(&a.certainty));
    findings
}

/// A number of the arc's shape.
fn number_of(signs: &Signs, name: &str) -> f64 {
    NUMBERS.iter().position(|number| *number == name).map_or(0.0, |at| signs.numbers[at])
}

/// A longer quote is cut down to where it matters.
const LONGEST_QUOTE: usize = 18;
/// A number of the arc's shape that speaks as strongly as this is named.
const WORTH_NAMING: f64 = 0.5;
/// How many signs a rule names.
const NAMED: usize = 3;

/// The words that speak most for a trap, and what they are; the part it is about, where it is the arc that speaks.
fn grounds(trap: Trap, number: usize, signs: &Signs, spoken: &Spoken<'_>) -> (Range<usize>, String) {
    let texts = &spoken.texts;
    let mut weighty: Vec<(&str, f64, &Range<usize>)> = signs
        .said
        .iter()
        .filter_map(|(sign, range)| Some((sign.as_str(), WEIGHTS.of.get(sign)?[number], range)))
        .filter(|(_, weight, _)| *weight > 0.0)
        .collect();
    let mut worth = vec![0.0; texts.len()];
    for (_, weight, range) in &weighty {
        worth[range.end - 1] += weight;
    }
    let clauses = spoken.clauses.iter().map(|clause| clause.words.clone());
    let worth_of = |clause: &Range<usize>| worth[clause.clone()].iter().sum::<f64>();
    let best = clauses.max_by(|a, b| worth_of(a).total_cmp(&worth_of(b)).then(b.start.cmp(&a.start)));
    let mut range = match best {
        Some(best) if worth_of(&best) > 0.0 => best,
        _ => about(trap, &spoken.parts),
    };
    if range.len() > LONGEST_QUOTE {
        let heaviest = range.clone().max_by(|&a, &b| worth[a].total_cmp(&worth[b]).then(b.cmp(&a)));
        let middle = heaviest.unwrap_or(range.start);
        let start = middle.saturating_sub(LONGEST_QUOTE / 2).max(range.start);
        range = start..(start + LONGEST_QUOTE).min(range.end);
    }

    weighty.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    weighty.dedup_by_key(|(sign, ..)| *sign);
    let mut named: Vec<String> = Vec::new();
    for (_, _, range) in weighty {
        // "The" may count, and explains nothing.
        if trap != Trap::WeLanguage && texts[range.clone()].iter().all(|word| lexicon::seen(word).is_closed())
        {
            continue;
        }
        let said = format!("“{}”", texts[range.clone()].join(" "));
        if !named.iter().any(|other| other.contains(said.trim_matches(['“', '”']))) {
            named.push(said);
        }
        if named.len() == NAMED {
            break;
        }
    }
    let mut shape: Vec<(f64, &str)> = NUMBERS
        .iter()
        .zip(signs.numbers)
        // Every answer has a beginning; only there it explains anything.
        .filter(|(name, _)| trap == Trap::LongBackstory || !name.starts_with("beginning"))
        .filter_map(|(name, value)| Some((WEIGHTS.of.get(*name)?[number] * value, signs::say(name)?)))
        .filter(|(worth, _)| *worth > WORTH_NAMING)
        .collect();
    shape.sort_by(|a, b| b.0.total_cmp(&a.0));
    named.extend(shape.into_iter().take(1).map(|(_, say)| say.to_owned()));
    if named.is_empty() {
        named.push("the words of the whole answer together".to_owned());
    }
    (range, format!("learnt from stories: {}", named.join(", ")))
}

/// The first words of the part that a trap is about; of the answer, where that part is not told.
fn about(trap: Trap, parts: &[Part]) -> Range<usize> {
    let part = match trap {
        Trap::Blame | Trap::WeLanguage | Trap::Bystander => Part::Ownership,
        Trap::VagueLearning | Trap::NoEvidence => Part::Learning,
        Trap::NoScars => Part::Change,
        _ => Part::Failure,
    };
    let start = parts.iter().position(|told| *told == part).unwrap_or(0);
    start..(start + LONGEST_QUOTE).min(parts.len())
}

/// Whether the speaker says near these words why such an old story is told.
fn gives_its_reason(texts: &[String], said: &Range<usize>) -> bool {
    const NEAR: usize = 25;
    let near = &texts[said.start.saturating_sub(NEAR)..(said.end + NEAR).min(texts.len())];
    let says = |words: &[&str]| near.windows(words.len()).any(|window| window == words);
    [&["because", "it"][..], &["i", "chose"], &["i", "picked"], &["the", "reason"], &["i", "know", "that's"]]
        .iter()
        .any(|words| says(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_come_back_from_their_text() {
        let text = WEIGHTS.to_text();
        assert_eq!(Weights::from_text(&text).map(|weights| weights.to_text()), Some(text));
        assert_eq!(Weights::from_text("blame\tthey\tmuch"), None);
        assert_eq!(Weights::from_text("no such trap\tthey\t1"), None);
    }

    #[test]
    fn ids_are_what_reports_print() {
        for trap in Trap::ALL {
            assert_eq!(serde_json::to_value(trap).expect("a string"), trap.id());
            assert_eq!(Trap::of(trap.id()), Some(trap));
        }
    }

    /// A sound story, and where a sentence more goes.
    const SOUND: [&str; 5] = [
        "two years ago i moved the clinic's appointment book to a new system and on the first monday sixty patients had \
         the wrong time on their letters",
        "i assumed the new system would keep the old time zone and i never opened a single letter to check",
        "i told the practice manager that morning and i called every patient on the list myself",
        "what i understood is that being finished is not the same as being right",
        "since then i print ten real letters before every change and in two years that check has caught two mistakes",
    ];

    fn accused(said: &str) -> Vec<(String, Severity)> {
        let take = crate::Take::of_text("t", crate::text::words(said).expect("plain words"));
        let report = crate::judge(&take, &crate::Setting::default());
        report.findings.into_iter().map(|finding| (finding.id, finding.severity)).collect()
    }

    #[test]
    fn words_of_a_trap_in_a_sound_story_accuse_nobody() {
        assert_eq!(accused(&SOUND.join(" ")), []);
        for (trap, after, more) in [
            (Trap::Blame, 0, "the vendor's manual was wrong as well and nobody had told them"),
            (
                Trap::Blame,
                0,
                "the supplier was late and the requirements had changed twice but that is not why it went wrong",
            ),
            (Trap::WeLanguage, 0, "we are a team of six and we had planned it together for weeks"),
            (Trap::WeLanguage, 2, "we worked the weekend and we got through the whole list"),
            (Trap::Ancient, 0, "the old book had been there for fifteen years"),
            (Trap::Ancient, 0, "a patient of twenty years standing missed her scan"),
            (Trap::TooBig, 0, "the clinic belongs to a group with a budget of two million"),
            (
                Trap::Trivial,
                0,
                "it looks like a small thing on paper and an old man waited three hours in the cold",
            ),
            (Trap::NearMiss, 0, "one of them came in time by luck and the others did not"),
            (Trap::OverApology, 2, "i said sorry to each of them once and i meant it"),
            (Trap::NoScars, 4, "something good came of it and two patients never came back"),
            (Trap::NoScars, 3, "it was not the best thing that ever happened to me"),
            (Trap::VagueLearning, 3, "communication is part of it but that is too easy"),
            (Trap::NoEvidence, 4, "next month i will show it to the other clinics"),
            (Trap::Unresolved, 0, "for two weeks nobody knew how many letters were still out there"),
            (
                Trap::Bystander,
                0,
                "i watched the queue grow from the window and the receptionist was in tears",
            ),
            (Trap::NonFailure, 1, "people say i am thorough and that is just what i was not"),
            (Trap::NeverFailed, 0, "until then nothing of mine had ever gone wrong in public"),
            (
                Trap::LongBackstory,
                4,
                "before that i had worked in three hospitals and in each of them somebody else had looked after the letters so i had never seen how they are made",
            ),
        ] {
            let mut said = SOUND.map(str::to_owned);
            said[after] = format!("{} {more}", said[after]);
            let accused = accused(&said.join(" "));
            assert!(
                accused.iter().all(|(_, severity)| *severity == Severity::Note),
                "{trap:?}, {more}: {accused:?}"
            );
        }
    }

    #[test]
    fn how_long_ago_it_was_is_read_from_what_is_said() {
        let old = SOUND.join(" ").replace("two years ago", "fourteen years ago");
        assert_eq!(accused(&old), [("ancient".to_owned(), Severity::Warn)]);
        let with_a_reason = old.replace(
            "fourteen years ago",
            "fourteen years ago and i chose it because it still shows how i plan",
        );
        assert!(accused(&with_a_reason).iter().all(|(_, severity)| *severity == Severity::Note));
    }

    #[test]
    fn every_finding_says_what_it_rests_on_and_where_the_same_each_time() {
        let said = "my biggest failure is that i care too much last year i handed a report in two days early and everybody \
            was happy with it that is just how i am my standards are high and i suppose that is hard for other people";
        let take = crate::Take::of_text("t", crate::text::words(said).expect("plain words"));
        let report = crate::judge(&take, &crate::Setting::default());
        let finding = report.findings.first().expect("a strength in disguise");
        assert_eq!((finding.id.as_str(), finding.severity), ("non_failure", Severity::Warn));
        assert!(said.contains(&finding.quote), "{finding:?}");
        assert!(finding.start < finding.end && finding.end <= report.source.duration_s);
        assert!(finding.rule.contains('“'), "{finding:?}");
        assert_eq!(finding.r#try, Trap::NonFailure.rewrite());
        let again = crate::judge(&take, &crate::Setting::default());
        let json = |report| serde_json::to_string(report).expect("serialises");
        assert_eq!(json(&again), json(&report));
    }
}
