//! One take, judged: the arc, the composure, and what to do next, put together into a [`Report`].

use crate::clarity::Clarity;
use crate::headline::Told;
use crate::report::{Kind, Report, SCHEMA};
use crate::rubric::Judged;
use crate::spoken::Spoken;
use crate::trap::Trap;
use crate::{
    Part, Quality, Setting, Take, arc, composure, filled, fit, follow_up, headline, label, ladder, outline,
    ownership, repair, rubric, trap,
};

/// Fewer words than this are no answer.
const FEWEST_WORDS: usize = 12;

/// Judges a take. The same take and setting always give the same report.
#[must_use]
pub fn judge(take: &Take, setting: &Setting) -> Report {
    let filled = filled::filled_pauses(&take.words, &take.sounds, &take.quality);
    let words = &take.words.with_struck(filled.iter().filter_map(|pause| pause.word));
    let labels = label::label(words, &take.marks);
    let names_something = labels.told.failure + labels.told.ownership >= 1.0;
    let told: f64 = Part::STORY.into_iter().map(|part| labels.told[part]).sum();
    // Much talk around a story leaves it one.
    let disowns = labels.told.other > 2.0 * told;
    let answers = words.len() >= FEWEST_WORDS && names_something && !disowns;
    let kind = if answers { Kind::FailureAnswer } else { Kind::NotFailureAnswer };

    let arc = arc::measure(words, &labels, &setting.plan, answers);
    let clarity = Clarity::of(&take.words, &take.sounds);
    let heard = take.sounds.is_empty() || filled::is_trusted(&clarity, &take.quality);
    let composure = composure::measure(words, &take.sounds, &filled, heard, &arc.spans, &setting.fillers);
    let spoken = &Spoken::of(words, &labels);
    let ownership = ownership::ownership(spoken);
    let hedges = ownership::hedges(spoken);
    let learning = ladder::learning(spoken);
    let repair = repair::repair(spoken);
    // A few words are nothing to accuse anybody of.
    let findings = if words.len() >= FEWEST_WORDS {
        trap::found(spoken, kind, labels.failure_named, &setting.core_skills)
    } else {
        Vec::new()
    };
    let beside_the_point =
        [Trap::NonFailure, Trap::NeverFailed, Trap::Trivial, Trap::Bystander, Trap::NearMiss];
    let is_sound =
        !findings.iter().any(|finding| beside_the_point.iter().any(|trap| trap.id() == finding.id));
    let rubric = rubric::rubric(&Judged {
        ownership: &ownership,
        hedges: &hedges,
        learning: &learning,
        repair: &repair,
        findings: &findings,
        composure: &composure,
    });
    let headline = headline::headline(&Told {
        kind,
        arc: &arc,
        ownership: &ownership,
        learning: &learning,
        repair: &repair,
        findings: &findings,
    });
    let report = Report {
        schema: SCHEMA,
        id: take.id.clone(),
        kind,
        plan: setting.plan.id.clone(),
        level: setting.level,
        question: setting.question,
        source: take.source.clone(),
        words: words.to_vec(),
        quality: quality(take, &clarity),
        composure,
        headline,
        follow_ups: follow_up::follow_ups(kind, &arc, &learning, &repair, &findings, &setting.asked),
        answered: None,
        over_rehearsed: None,
        arc,
        marks: take.marks.clone(),
        ownership,
        learning,
        findings,
        fit: fit::fit(spoken, setting.level, is_sound),
        repair,
        hedges,
        favourites: composure::favourites(words, &setting.fillers),
        flags: take.flags.clone(),
        outline: outline::coverage(spoken, &setting.outline),
        own_median: None,
        earlier_takes: 0,
        rubric,
    };
    match &setting.follow_up {
        Some(question) => follow_up::answered(question, report),
        None => report,
    }
}

/// What the booth says of the recording, and what follows from it for the measures.
fn quality(take: &Take, clarity: &Clarity) -> Quality {
    const GUESSED: &str = "The recogniser was unsure of many words: trust the counts and the parts less than usual. One voice close to the microphone is heard best.";
    const UNTRUSTED: &str = "“Um” and “uh” cannot be heard by their sound in this recording, so nobody can say how many a minute there were.";
    const UNCLEAR: &str = "Many words are unclear, as with noise, a second voice or an echo: an “um” that nobody said may be counted. One voice close to the microphone is heard best.";
    const DRAWN_OUT: &str =
        "The words are drawn out, as if played slowly: a long vowel cannot be told from an “um”.";
    let mut quality = take.quality.clone();
    // A take that is judged again brings what was said of it before.
    let ours =
        [GUESSED, UNTRUSTED, UNCLEAR, DRAWN_OUT].map(|ours| ours.split([',', ':']).next().unwrap_or(ours));
    quality.problems.retain(|problem| !ours.iter().any(|ours| problem.starts_with(ours)));
    if clarity.is_guessed() {
        quality.problems.push(GUESSED.to_owned());
    }
    if take.sounds.is_empty() {
        return quality;
    }
    if clarity.is_drawn_out() {
        quality.problems.push(DRAWN_OUT.to_owned());
    }
    if !filled::is_trusted(clarity, &take.quality) {
        quality.problems.push(UNTRUSTED.to_owned());
    } else if clarity.is_unclear() {
        quality.problems.push(UNCLEAR.to_owned());
    }
    quality
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::{By, Composure, FillerKind, RestartKind};
    use crate::sound::{Frame, Held, Sounds};
    use crate::{Mark, Part, Word, Words, text};

    fn report(text: &str) -> Report {
        let words = text::words(text).expect("usable");
        judge(&Take::of_text("t", words), &Setting::default())
    }

    #[test]
    fn nothing_said_is_a_report_too() {
        let report = report("");
        assert_eq!(report.kind, Kind::NotFailureAnswer);
        assert!(report.arc.spans.is_empty());
        assert_eq!(report.arc.missing, Part::STORY);
        assert_eq!(report.composure.pace.wpm, None);
    }

    #[test]
    fn whatever_is_said_every_word_lies_in_a_span() {
        let long = "we lost the order and i never checked it so now i print a label ".repeat(1_334);
        let german =
            "letztes jahr habe ich eine lieferung vergessen und niemand hat es gemerkt bis es zu spät war";
        for (text, words) in [(long.as_str(), 20_010), (german, 17), ("failed", 1), ("去年 我 失败 了", 4)]
        {
            let report = report(text);
            assert_eq!(report.words.len(), words);
            let told: u32 = report.arc.spans.iter().map(|span| span.last_word + 1 - span.first_word).sum();
            assert_eq!(told as usize, words);
        }
        assert_eq!(report("failed").kind, Kind::NotFailureAnswer);
    }

    #[test]
    fn every_key_of_the_schema_is_there() {
        let report = serde_json::to_value(report("i broke it")).expect("serialises");
        for pointer in [
            "/source/kind",
            "/source/duration_s",
            "/source/model",
            "/words/0/text",
            "/words/0/start",
            "/words/0/end",
            "/words/0/conf",
            "/quality/level_dbfs",
            "/quality/noise_dbfs",
            "/quality/clipped_share",
            "/quality/lost_samples",
            "/quality/problems",
            "/arc/plan",
            "/arc/spans/0/part",
            "/arc/spans/0/start",
            "/arc/spans/0/end",
            "/arc/spans/0/first_word",
            "/arc/spans/0/last_word",
            "/arc/spans/0/certainty",
            "/arc/spans/0/by",
            "/arc/parts/failure/seconds",
            "/arc/parts/change/share",
            "/arc/parts/action/target",
            "/arc/parts/learning/band/1",
            "/arc/parts/ownership/verdict",
            "/arc/parts/other/off_by_seconds",
            "/arc/failure_share",
            "/arc/learning_change_share",
            "/arc/seconds_to_failure",
            "/arc/backstory_words",
            "/arc/missing",
            "/arc/weakest",
            "/ownership/sentence",
            "/ownership/first_person_share",
            "/ownership/outward_share",
            "/learning/rung",
            "/learning/quote",
            "/learning/missing_rung",
            "/composure/fillers",
            "/composure/restarts",
            "/composure/pauses",
            "/composure/pace/wpm",
            "/composure/pace/articulation_wpm",
            "/composure/pace/timeline",
            "/composure/by_part/failure/wpm",
            "/composure/by_part/other/hesitations_per_min",
            "/composure/owning_vs_rest",
            "/fit/level",
            "/fit/shape",
            "/fit/recency",
            "/repair/realised",
            "/repair/contained",
            "/repair/told",
            "/repair/fixed",
            "/repair/prevented",
            "/headline/strength",
            "/headline/fix/what",
            "/headline/fix/quote",
        ] {
            assert!(report.pointer(pointer).is_some(), "{pointer} is missing");
        }
        for key in [
            "schema",
            "id",
            "kind",
            "plan",
            "level",
            "question",
            "source",
            "words",
            "quality",
            "arc",
            "ownership",
            "learning",
            "composure",
            "findings",
            "fit",
            "repair",
            "hedges",
            "favourites",
            "flags",
            "outline",
            "own_median",
            "rubric",
            "headline",
            "follow_ups",
            "answered",
            "over_rehearsed",
        ] {
            assert!(report.get(key).is_some(), "{key} is missing");
        }
    }

    #[test]
    fn a_report_reads_back_as_it_was_written() {
        let report = report("i broke the build last year and i never ran the tests so now i always do");
        let json = serde_json::to_string(&report).expect("serialises");
        assert_eq!(serde_json::from_str::<Report>(&json).expect("reads back"), report);
    }

    #[test]
    fn what_the_recogniser_was_unsure_of_is_said_once() {
        let mut sounds = Sounds::default();
        silence(&mut sounds, 6_000);
        let problems = |conf: f64, sounds: &Sounds| {
            let words = text::words(&"we lost the order and i never checked it ".repeat(3)).expect("usable");
            // Text is timed slower than people speak.
            let as_fast =
                |word: &Word| Word { start: word.start / 2.0, end: word.end / 2.0, conf, ..word.clone() };
            let words = words.iter().map(as_fast).collect();
            let mut take = Take::of_words("t", Words::new(words).expect("usable"));
            take.sounds = sounds.clone();
            take.quality = judge(&take, &Setting::default()).quality;
            // Judged again, it brings what was said of it.
            let again = judge(&take, &Setting::default()).quality.problems;
            assert_eq!(again, take.quality.problems);
            again
        };
        assert!(problems(0.86, &sounds).is_empty());
        let unclear = problems(0.84, &sounds);
        assert!(unclear.len() == 1 && unclear[0].starts_with("Many words are unclear"), "{unclear:?}");
        let guessed = problems(0.74, &sounds);
        assert!(guessed.len() == 2 && guessed[1].contains("cannot be heard"), "{guessed:?}");
        // Where there is no sound, nothing is counted by it.
        assert!(problems(0.84, &Sounds::default()).is_empty());
    }

    fn any_words() -> impl Strategy<Value = Vec<Word>> {
        let word = prop::sample::select(vec![
            "i", "assumed", "never", "and", "broke", "it", "called", "learned", "since", "then", "the",
            "client", "so", "now", "we", "failed", "um",
        ]);
        // In hundredths, as recognisers give them.
        let hundredths = |range: std::ops::Range<u8>| range.prop_map(|n| f64::from(n) / 100.0);
        prop::collection::vec((word, hundredths(0..150), hundredths(2..80)), 0..200).prop_map(|heard| {
            let mut t = 0.0;
            heard
                .into_iter()
                .map(|(text, gap, length)| {
                    let start = t + gap;
                    t = start + length;
                    Word { text: text.to_owned(), start, end: t, conf: 1.0, struck: false }
                })
                .collect()
        })
    }

    /// Stretches that are held after a silence each: what is heard and how, in frames.
    fn any_sounds() -> impl Strategy<Value = Sounds> {
        prop::collection::vec((0_usize..100, 8_usize..90, 0_u8..=100), 0..40).prop_map(|stretches| {
            let mut sounds = Sounds::default();
            for (gap, length, how) in stretches {
                silence(&mut sounds, gap);
                let frame = |n: usize| {
                    let change = f32::from(100 - how) / 25.0 + 0.3 * (n % 3) as f32;
                    Frame::new(change, 100 + how, 130 + (n % 4) as u8, [f32::from(how) / 10.0 - 4.0, 0.0])
                };
                let start = sounds.levels.len() as u32;
                sounds.held.push(Held { start, frames: (0..length).map(frame).collect() });
                sounds.levels.extend((0..length).map(|n| 180 + (n % 7) as u8));
                sounds.sounding.extend(std::iter::repeat_n(true, length));
            }
            sounds
        })
    }

    /// A recording goes on until the last word has been said.
    fn as_long_as(heard: &[Word], mut sounds: Sounds) -> Sounds {
        let last = heard.iter().map(|word| word.end).fold(0.0, f64::max);
        let missing = ((last * 100.0).ceil() as usize + 10).saturating_sub(sounds.levels.len());
        silence(&mut sounds, missing);
        sounds
    }

    /// Words enough to tell how clear they are, and what was heard beside them.
    fn any_take() -> impl Strategy<Value = (Vec<Word>, Sounds)> {
        let words = any_words().prop_filter("enough words", |words| words.len() >= 20);
        (words, any_sounds(), 0.6..=1.0_f64).prop_map(|(words, sounds, conf)| {
            let words: Vec<Word> = words.into_iter().map(|word| Word { conf, ..word }).collect();
            let sounds = as_long_as(&words, sounds);
            (words, sounds)
        })
    }

    fn composure(words: Vec<Word>, sounds: Sounds) -> Composure {
        let mut take = Take::of_words("p", Words::new(words).expect("usable"));
        take.sounds = sounds;
        judge(&take, &Setting::default()).composure
    }

    /// The filled pauses and restarts between two moments.
    fn slips(composure: &Composure, from: f64, to: f64) -> (Vec<String>, Vec<(RestartKind, String)>) {
        let filled = composure.fillers.iter().filter(|filler| filler.kind == FillerKind::FilledPause);
        let filled = filled.filter(|filler| (from..to).contains(&filler.start));
        let restarts = composure.restarts.iter().filter(|restart| (from..to).contains(&restart.start));
        let restarts = restarts.map(|restart| (restart.kind, restart.first.clone())).collect();
        // Times come rounded, so two that begin together may change places.
        let mut filled: Vec<String> = filled.map(|filler| filler.text.clone()).collect();
        filled.sort();
        (filled, restarts)
    }

    fn silence(sounds: &mut Sounds, frames: usize) {
        sounds.levels.extend(std::iter::repeat_n(20, frames));
        sounds.sounding.extend(std::iter::repeat_n(false, frames));
    }

    proptest! {
        #[test]
        fn every_word_lies_in_exactly_one_span_and_the_shares_add_up(heard in any_words()) {
            let words = Words::new(heard).expect("usable");
            let report = judge(&Take::of_words("p", words.clone()), &Setting::default());
            let mut next = 0;
            for span in &report.arc.spans {
                prop_assert_eq!(span.first_word, next);
                prop_assert!(span.last_word >= span.first_word);
                prop_assert!(span.end >= span.start);
                next = span.last_word + 1;
            }
            prop_assert_eq!(next as usize, words.len());
            if !words.is_empty() {
                let sum: f64 = Part::ALL.into_iter().map(|part| report.arc.parts[part].share).sum();
                prop_assert!((sum - 1.0).abs() < 1e-9, "the shares add up to {}", sum);
            }
        }

        #[test]
        fn what_slipped_moves_with_the_words_and_stays_itself_beside_another_take(
            heard in any_words(), held in any_sounds(), shift in 0_usize..3_000,
        ) {
            let later = |by: f64| {
                let moved = |word: &Word| Word { start: word.start + by, end: word.end + by, ..word.clone() };
                heard.iter().map(moved).collect::<Vec<_>>()
            };
            let held = as_long_as(&heard, held);
            let alone = composure(heard.clone(), held.clone());
            let mut quiet = Sounds::default();
            silence(&mut quiet, shift);
            quiet.append(held.clone());
            let moved = composure(later(shift as f64 / 100.0), quiet);
            prop_assert_eq!(slips(&alone, 0.0, 1e6), slips(&moved, 0.0, 1e6));

            let mut first = held.clone();
            silence(&mut first, 500);
            let end = first.levels.len() as f64 / 100.0;
            first.append(held);
            let both = composure([heard.clone(), later(end)].concat(), first);
            prop_assert_eq!(slips(&alone, 0.0, 1e6), slips(&both, 0.0, end - 0.2));
            prop_assert_eq!(slips(&alone, 0.0, 1e6), slips(&both, end - 0.2, 1e6));
        }

        #[test]
        fn two_takes_with_a_silence_between_them_are_judged_as_each_alone(
            a in any_take(), b in any_take(),
        ) {
            let ((words, mut sounds), (later, others)) = (a.clone(), b.clone());
            silence(&mut sounds, 500);
            let end = sounds.levels.len() as f64 / 100.0;
            sounds.append(others);
            let moved = later.into_iter().map(|word| Word { start: word.start + end, end: word.end + end, ..word });
            let both = composure(words.into_iter().chain(moved).collect(), sounds);
            let [first, second] = [a, b].map(|(words, sounds)| slips(&composure(words, sounds), 0.0, 1e6));
            prop_assert_eq!(first, slips(&both, 0.0, end - 0.2));
            prop_assert_eq!(second, slips(&both, end - 0.2, 1e6));
        }

        #[test]
        fn what_is_marked_is_never_lost(
            heard in any_words(),
            marked in prop::collection::vec((0_usize..5, 0.0..200.0_f64, prop::option::of(0.0..60.0_f64)), 0..6),
        ) {
            let marks: Vec<Mark> = marked
                .into_iter()
                .map(|(part, start, length)| Mark {
                    part: Part::STORY[part],
                    start,
                    end: length.map(|length| start + length),
                })
                .collect();
            let words = Words::new(heard).expect("usable");
            let take = Take { marks: marks.clone(), ..Take::of_words("p", words) };
            let report = judge(&take, &Setting::default());
            prop_assert_eq!(&report.marks, &marks);
            // A word struck out goes with the one before it.
            for (at, word) in (0..).zip(&report.words).filter(|(_, word)| !word.struck) {
                let middle = f64::midpoint(word.start, word.end);
                let covers = |mark: &&Mark| mark.end.is_some_and(|end| (mark.start..end).contains(&middle));
                // The last of the marks that cover it, if no key was pressed just there.
                let pressed = marks.iter().any(|mark| mark.end.is_none());
                if let (Some(mark), false) = (marks.iter().rev().find(covers), pressed) {
                    let span = report.arc.spans.iter().find(|span| (span.first_word..=span.last_word).contains(&at));
                    prop_assert_eq!(span.map(|span| (span.part, span.by)), Some((mark.part, By::Speaker)));
                }
            }
        }

        #[test]
        fn shifted_times_give_the_same_shares(heard in any_words(), shift in 0.0..30.0_f64) {
            let mut shifted = heard.clone();
            for word in &mut shifted {
                word.start += shift;
                word.end += shift;
            }
            let judged = |words| {
                judge(&Take::of_words("p", Words::new(words).expect("usable")), &Setting::default())
            };
            let (before, after) = (judged(heard), judged(shifted));
            for part in Part::ALL {
                let moved = before.arc.parts[part].share - after.arc.parts[part].share;
                prop_assert!(moved.abs() < 1e-3, "{:?} moved by {}", part, moved);
            }
            prop_assert_eq!(before.arc.missing, after.arc.missing);
        }
    }
}
