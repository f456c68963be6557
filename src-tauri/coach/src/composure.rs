//! Composure: how it was said, and where in the story it slipped.

use crate::filled::FilledPause;
use crate::number::{spoken_words, thousandths};
use crate::pause::{self, part_at};
use crate::report::{
    Composure, Favourite, Filler, FillerKind, HeardBy, Measures, OwnMedian, OwningVsRest, Pace, PaceAt,
    Pause, PauseKind, Restart, Span,
};
use crate::text::plain;
use crate::{FillerWords, Part, Parts, Sounds, Words, clause, filler, restart};

/// Under this much speech a rate says nothing.
const ENOUGH_S: f64 = 20.0;
const WINDOW_S: f64 = 10.0;
/// A discourse filler is judged from the words alone; so many of those found are ones (`tests/fixtures/discourse.txt`).
const BY_CONTEXT: f64 = 0.95;
/// A word used less often than this is nobody's favourite.
const FAVOURITE: usize = 3;

/// Measures how the words were said. Where filled pauses are not all `heard`, nobody knows how many fillers there were.
pub(crate) fn measure(
    words: &Words,
    sounds: &Sounds,
    filled: &[FilledPause],
    heard: bool,
    spans: &[Span],
    wanted: &FillerWords,
) -> Composure {
    let pauses = pause::pauses(words, sounds, filled, spans);
    let fillers = fillers(words, filled, spans, wanted);
    let restarts = restart::restarts(words, spans);
    let slips = Slips { words, spans, fillers: &fillers, heard, restarts: &restarts, pauses: &pauses };
    let by_part = Parts::from_fn(|part| slips.measures(|other| other == part));
    let owns = |part: Part| matches!(part, Part::Failure | Part::Ownership);
    let owning = slips.measures(owns);
    let rest = slips.measures(|part| !owns(part));
    Composure {
        pace: pace(words, &pauses),
        by_part,
        owning_vs_rest: OwningVsRest { owning, rest, enough: owning.enough && rest.enough },
        whole: slips.measures(|_| true),
        fillers,
        restarts,
        pauses,
    }
}

/// Fewer takes than this have no usual.
const FEWEST_TAKES: usize = 3;

/// What is usual for the speaker: the median of each measure over earlier takes.
#[must_use]
pub fn own_median(earlier: &[Measures]) -> Option<OwnMedian> {
    if earlier.len() < FEWEST_TAKES {
        return None;
    }
    let of = |measure: fn(&Measures) -> Option<f64>| {
        let mut values: Vec<f64> = earlier.iter().filter_map(measure).collect();
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        match values.len() {
            0 => None,
            length if length.is_multiple_of(2) => {
                Some(thousandths(f64::midpoint(values[middle - 1], values[middle])))
            }
            _ => Some(values[middle]),
        }
    };
    Some(OwnMedian {
        takes: earlier.len() as u32,
        measures: Measures {
            seconds: of(|measures| Some(measures.seconds)).unwrap_or(0.0),
            wpm: of(|measures| measures.wpm),
            fillers_per_min: of(|measures| measures.fillers_per_min),
            restarts_per_min: of(|measures| measures.restarts_per_min),
            hesitations_per_min: of(|measures| measures.hesitations_per_min),
            enough: true,
            ..Measures::default()
        },
    })
}

/// Words that are used often without being fillers.
pub(crate) fn favourites(words: &Words, wanted: &FillerWords) -> Vec<Favourite> {
    let (texts, _) = texts(words);
    let mut favourites: Vec<Favourite> = filler::favourites(&texts, wanted)
        .into_iter()
        .filter(|(_, count)| *count >= FAVOURITE)
        .map(|(text, count)| Favourite { text, count: count as u32 })
        .collect();
    favourites.sort_by_key(|favourite| std::cmp::Reverse(favourite.count));
    favourites
}

/// The words that count, as they are compared, and where each stands.
fn texts(words: &Words) -> (Vec<String>, Vec<usize>) {
    words
        .iter()
        .enumerate()
        .filter(|(_, word)| !word.struck)
        .map(|(at, word)| (plain(&word.text), at))
        .unzip()
}

/// Where what was said begins anew, by pauses, full stops and the words: the first of the words that count, and others.
fn utterances(words: &Words, texts: &[String], at: &[usize]) -> Vec<usize> {
    let begins = |n: usize| n == 0 || clause::begins_sentence(texts, n, &words[at[n - 1]], &words[at[n]]);
    (0..texts.len()).filter(|&n| begins(n)).collect()
}

fn fillers(words: &Words, filled: &[FilledPause], spans: &[Span], wanted: &FillerWords) -> Vec<Filler> {
    let (texts, at) = texts(words);
    let part = |start: f64, end: f64| part_at(spans, f64::midpoint(start, end));
    let discourse =
        filler::fillers(&texts, &utterances(words, &texts, &at), wanted).into_iter().map(|found| {
            let (start, end) = (words[at[found.words.start]].start, words[at[found.words.end - 1]].end);
            Filler {
                kind: FillerKind::Discourse,
                text: found.text,
                start: thousandths(start),
                end: thousandths(end),
                part: part(start, end),
                heard_by: HeardBy::Words,
                certainty: BY_CONTEXT,
            }
        });
    let filled = filled.iter().map(|pause| Filler {
        kind: FillerKind::FilledPause,
        text: pause.text.clone(),
        start: thousandths(pause.start),
        end: thousandths(pause.end),
        part: part(pause.start, pause.end),
        heard_by: pause.heard_by,
        certainty: thousandths(pause.certainty),
    });
    let mut fillers: Vec<Filler> = discourse.chain(filled).collect();
    fillers.sort_by(|a, b| a.start.total_cmp(&b.start));
    fillers
}

/// Everything that slipped, with where the parts lie.
struct Slips<'a> {
    words: &'a Words,
    spans: &'a [Span],
    fillers: &'a [Filler],
    /// Whether those are all.
    heard: bool,
    restarts: &'a [Restart],
    pauses: &'a [Pause],
}

impl Slips<'_> {
    fn measures(&self, within: impl Fn(Part) -> bool) -> Measures {
        let mut seconds = 0.0;
        let mut spoken = 0;
        for span in self.spans.iter().filter(|span| within(span.part)) {
            seconds += span.end - span.start;
            let words = &self.words[span.first_word as usize..=span.last_word as usize];
            spoken +=
                words.iter().filter(|word| !word.struck).map(|word| spoken_words(&word.text)).sum::<usize>();
        }
        let slow = |pause: &&Pause| matches!(pause.kind, PauseKind::Hesitation | PauseKind::Stall);
        let fillers = self.fillers.iter().filter(|filler| within(filler.part)).count();
        let restarts = self.restarts.iter().filter(|restart| within(restart.part)).count();
        let hesitations = self.pauses.iter().filter(slow).filter(|pause| within(pause.part)).count();
        let per_minute = |count: usize| (seconds > 0.0).then(|| thousandths(count as f64 * 60.0 / seconds));
        Measures {
            seconds: thousandths(seconds),
            wpm: per_minute(spoken),
            fillers_per_min: per_minute(fillers).filter(|_| self.heard),
            restarts_per_min: per_minute(restarts),
            hesitations_per_min: per_minute(hesitations),
            fillers: fillers as u32,
            restarts: restarts as u32,
            hesitations: hesitations as u32,
            enough: seconds >= ENOUGH_S,
        }
    }
}

fn pace(words: &Words, pauses: &[Pause]) -> Pace {
    // A number counts as the words it is spoken with, all at its place.
    let spoken: Vec<f64> = words
        .iter()
        .filter(|word| !word.struck)
        .flat_map(|word| std::iter::repeat_n(word.start, spoken_words(&word.text)))
        .collect();
    // An "um" is no first word.
    let said = || words.iter().filter(|word| !word.struck);
    let (Some(first), Some(end)) = (said().next(), said().map(|word| word.end).reduce(f64::max)) else {
        return Pace::default();
    };
    let total = end - first.start;
    // Thinking comes before the first word, but for what of it lies in the time that the word was given.
    let silent: f64 = pauses.iter().map(|pause| (pause.end - pause.start.max(first.start)).max(0.0)).sum();
    let wpm =
        |count: usize, seconds: f64| (seconds > 0.0).then(|| thousandths(count as f64 * 60.0 / seconds));
    Pace {
        wpm: wpm(spoken.len(), total),
        articulation_wpm: wpm(spoken.len(), total - silent),
        timeline: timeline(&spoken, first.start, end),
    }
}

/// Words that begin in each window; both ends move forward only, so it is linear in the words.
fn timeline(spoken: &[f64], begin: f64, end: f64) -> Vec<PaceAt> {
    let windows = ((end - begin - WINDOW_S).floor() + 1.0).max(0.0) as usize;
    let (mut from, mut to) = (0, 0);
    (0..windows)
        .map(|step| {
            let start = begin + step as f64;
            while spoken.get(from).is_some_and(|&t| t < start) {
                from += 1;
            }
            while spoken.get(to).is_some_and(|&t| t < start + WINDOW_S) {
                to += 1;
            }
            PaceAt {
                t: thousandths(start + WINDOW_S / 2.0),
                wpm: thousandths((to - from) as f64 * 60.0 / WINDOW_S),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::near;
    use crate::text::words;

    #[test]
    fn evenly_timed_text_has_the_pace_it_was_timed_at() {
        let composure = measure(
            &words(&"word ".repeat(60)).expect("usable"),
            &Sounds::default(),
            &[],
            true,
            &[],
            &FillerWords::default(),
        );
        assert!(near(composure.pace.wpm.expect("words"), 150.0));
        assert!(near(composure.pace.articulation_wpm.expect("words"), 150.0));
        assert_eq!(composure.pace.timeline.len(), 15);
        assert!(composure.pace.timeline.iter().all(|at| near(at.wpm, 150.0)));
    }

    #[test]
    fn pauses_are_left_out_of_the_articulation_pace() {
        let mut spoken = words(&"word ".repeat(60)).expect("usable").into_vec();
        for word in &mut spoken[30..] {
            word.start += 6.0;
            word.end += 6.0;
        }
        let composure = measure(
            &Words::new(spoken).expect("usable"),
            &Sounds::default(),
            &[],
            true,
            &[],
            &FillerWords::default(),
        );
        assert!(near(composure.pace.wpm.expect("words"), 120.0));
        assert!(near(composure.pace.articulation_wpm.expect("words"), 150.0));
        assert_eq!(composure.pauses[0].kind, PauseKind::Stall);
    }

    #[test]
    fn what_is_usual_needs_three_takes() {
        let take = |wpm| Measures { wpm, ..Measures::default() };
        let takes = [take(Some(120.0)), take(Some(150.0)), take(None), take(Some(130.0)), take(Some(140.0))];
        assert_eq!(own_median(&takes[..2]), None);
        let usual = own_median(&takes).expect("enough takes");
        assert_eq!((usual.takes, usual.measures.wpm), (5, Some(135.0)));
        assert_eq!(own_median(&takes[..3]).expect("three").measures.wpm, Some(135.0));
    }

    #[test]
    fn thinking_within_the_first_words_time_is_no_pace() {
        let word =
            |text: &str, start, end| crate::Word { text: text.into(), start, end, conf: 1.0, struck: false };
        let words = Words::new(vec![word("i", 0.0, 1.5), word("broke", 1.5, 2.0)]).expect("usable");
        let frames = 0..200_usize;
        let sounds = Sounds {
            levels: vec![200; frames.len()],
            sounding: frames.map(|frame| Sounds::seconds(frame) >= 1.2).collect(),
            held: Vec::new(),
        };
        let pace = measure(&words, &sounds, &[], true, &[], &FillerWords::default()).pace;
        // Two words in two seconds, of which 1.2 are silent.
        assert!(pace.wpm.is_some_and(|wpm| near(wpm, 60.0)));
        let articulation = pace.articulation_wpm.expect("something is said");
        assert!((articulation - 150.0).abs() < 3.0, "{articulation}");
    }

    #[test]
    fn nothing_said_has_no_pace() {
        let composure =
            measure(&Words::default(), &Sounds::default(), &[], true, &[], &FillerWords::default());
        assert_eq!(composure.pace, Pace::default());
        assert!(!composure.owning_vs_rest.enough);
    }
}
