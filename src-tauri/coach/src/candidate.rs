//! Where a filled pause may be, and what is known of each place: held sounds in the holes between words, and under the short
//! words that a recogniser writes for "um". [`crate::filled`] decides; the trainer fits its models to the same features.
//!
//! Everything is measured near the place itself, or against the speech it belongs to, so that what is said elsewhere in a
//! take, after a long silence, changes nothing here.

use std::ops::Range;

use crate::Word;
use crate::clarity::{median_pace, pace};
use crate::sound::{Frame, Sounds};
use crate::text::plain;

/// What may be a filled pause, and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Seconds.
    pub start: f64,
    /// Seconds.
    pub end: f64,
    /// The word it stands in the text as; none for a hole between words.
    pub word: Option<usize>,
    /// What the model weighs; a hole has fewer, and zeros after them.
    pub features: [f32; FEATURES],
    /// It has a pitch. Air that is drawn in has none.
    pub is_voiced: bool,
    /// It goes on from the candidate before it: one in a hole, the other a word, and no dip between.
    pub joins: bool,
    /// Its first and its last stretch.
    ends: [Stretch; 2],
}

/// How many things are known of a candidate: of a word, and of a hole.
pub const FEATURES: usize = 17;
/// Of a hole.
pub const HOLE_FEATURES: usize = 13;

/// As filled pauses are written.
const LIKE_AH: [&str; 14] =
    ["ah", "oh", "uh", "um", "er", "hm", "huh", "eh", "mm", "hmm", "mhm", "erm", "umm", "uhm"];
/// Words that people hold as often themselves.
const OFTEN: [&str; 7] = ["and", "the", "in", "of", "when", "now", "we"];
/// Words that they seldom do.
const SELDOM: [&str; 12] = ["a", "up", "or", "are", "her", "i'm", "am", "on", "own", "him", "home", "an"];
/// Surer than this, the recogniser has heard one of the former.
const SURE: f64 = 0.985;

/// Between two stretches of one sound there are no more frames than this, and no dip of this depth.
const TOGETHER: i64 = 9;
const DIP_DB: f32 = 8.0;
/// So many frames between two candidates that are one.
const JOINED: i64 = 12;
/// Nobody says "um" for longer.
const LONGEST_S: f32 = 2.5;
/// Fewer frames of a stretch are none.
const SHORTEST: i64 = 8;
/// In so many frames beside a sound silence is looked for, fainter than it by this much.
const AROUND: i64 = 25;
const SILENT_DB: f32 = 15.0;
/// The ends of words are off by so much.
const SLACK_S: f64 = 0.05;
const WORD_SLACK_S: f64 = 0.03;
/// A shorter hole is none; so much of a sound has to lie in it.
const SHORTEST_HOLE_S: f64 = 0.08;
const INSIDE_S: f64 = 0.07;
/// A longer word may hold several sounds, each of at least so many frames.
const LONG_WORD_S: f64 = 0.4;
const A_SOUND: i64 = 10;
/// After a silence as long as this begins other speech.
const APART_S: f64 = 4.0;
/// So much of a hole around a sound is looked at.
const NEAR_S: f64 = 1.0;
/// Times are whole hundredths, and sums of them are not quite.
const NOISE_S: f64 = 1e-6;
/// Seconds a letter, where there are too few words to tell.
const USUAL_PACE: f64 = 0.08;
const FEWEST_WORDS: usize = 5;
/// No voice is as steady as this, in octaves and in decibels.
const TONE_OCTAVES: f32 = 0.003;
const TONE_DB: f32 = 0.4;
/// What is as periodic as this has a pitch; so many frames of it are enough to say how it moves.
const PITCHED: f32 = 0.4;
const FEWEST_PITCHED: usize = 4;
const UNPITCHED: f32 = 0.3;

/// A held stretch, or the piece of one that lies where it is looked for: frames from and to, and which stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    from: i64,
    to: i64,
    of: usize,
}

/// A candidate before it is measured.
struct Place {
    start: f64,
    end: f64,
    /// The word it is, or the word that comes after the hole.
    at: usize,
    hole: Option<Range<f64>>,
    stretches: Vec<Stretch>,
}

/// The candidates among words and sounds, in order.
#[must_use]
pub fn candidates(words: &[Word], sounds: &Sounds) -> Vec<Candidate> {
    let look = Look { words, sounds, paces: paces(words) };
    let mut places = look.holes();
    places.extend(look.words());
    places.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut found: Vec<Candidate> = places.iter().filter_map(|place| look.measured(place)).collect();
    for at in 1..found.len() {
        let [before, this] = [&found[at - 1], &found[at]];
        let (last, first) = (before.ends[1], this.ends[0]);
        let one_of_each = before.word.is_none() != this.word.is_none();
        found[at].joins = one_of_each && first.from - last.to <= JOINED && !look.dips(last, first);
    }
    found
}

/// Seconds a letter in the speech that each word belongs to: the median.
fn paces(words: &[Word]) -> Vec<f64> {
    let mut paces = Vec::with_capacity(words.len());
    let mut from = 0;
    for to in 1..=words.len() {
        if to < words.len() && words[to].start - words[to - 1].end < APART_S - NOISE_S {
            continue;
        }
        let few = to - from < FEWEST_WORDS;
        let median = if few { USUAL_PACE } else { median_pace(words[from..to].iter()) };
        paces.extend(std::iter::repeat_n(median, to - from));
        from = to;
    }
    paces
}

/// Which kind of word it is that may stand for a filled pause.
fn kind(word: &str) -> Option<usize> {
    [&LIKE_AH[..], &OFTEN[..], &SELDOM[..]].iter().position(|words| words.contains(&word))
}

fn length(stretches: &[Stretch]) -> i64 {
    stretches.iter().map(|stretch| stretch.to - stretch.from).sum()
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (count, sum) = values.fold((0_u32, 0.0), |(count, sum), value| (count + 1, sum + value));
    sum / count.max(1) as f32
}

fn deviation(values: &[f32]) -> f32 {
    let middle = mean(values.iter().copied());
    mean(values.iter().map(|value| (value - middle).powi(2))).sqrt()
}

struct Look<'a> {
    words: &'a [Word],
    sounds: &'a Sounds,
    paces: Vec<f64>,
}

impl Look<'_> {
    /// Sounds in the holes before, between and after the words.
    fn holes(&self) -> Vec<Place> {
        let end = f64::from(self.sounds.count()) * 0.01 + 0.03;
        let starts = std::iter::once(0.0).chain(self.words.iter().map(|word| word.end));
        let ends = self.words.iter().map(|word| word.start).chain([end]);
        let mut places = Vec::new();
        for (at, (from, to)) in starts.zip(ends).enumerate() {
            if to - from < SHORTEST_HOLE_S - NOISE_S {
                continue;
            }
            for stretches in self.joined(self.inside(from - SLACK_S, to + SLACK_S)) {
                let (start, end) = ends_of(&stretches);
                let inside = end.min(to) - start.max(from);
                if inside >= INSIDE_S.max(0.5 * (end - start)) - NOISE_S {
                    places.push(Place { start, end, at, hole: Some(from..to), stretches });
                }
            }
        }
        places
    }

    /// Sounds under the words that may stand for one.
    fn words(&self) -> Vec<Place> {
        let mut places = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            if kind(&plain(&word.text)).is_none() {
                continue;
            }
            let mut groups = self.joined(self.inside(word.start - WORD_SLACK_S, word.end + WORD_SLACK_S));
            // The first of equals.
            let Some(longest) = (0..groups.len()).rev().max_by_key(|group| length(&groups[*group])) else {
                continue;
            };
            if word.end - word.start > LONG_WORD_S + NOISE_S {
                let mut number = 0..;
                groups.retain(|group| number.next() == Some(longest) || length(group) >= A_SOUND);
            } else {
                groups.swap(0, longest);
                groups.truncate(1);
            }
            let alone = groups.len() == 1;
            for stretches in groups {
                let (mut start, mut end) = ends_of(&stretches);
                if alone {
                    (start, end) = (start.min(word.start), end.max(word.end));
                }
                places.push(Place { start, end, at, hole: None, stretches });
            }
        }
        places
    }

    /// The held stretches, cut to what lies between two moments.
    fn inside(&self, from: f64, to: f64) -> Vec<Stretch> {
        let (from, to) = (Sounds::frame(from), Sounds::frame(to));
        let first = self.sounds.held.partition_point(|held| i64::from(held.end()) < from);
        let near =
            self.sounds.held[first..].iter().enumerate().take_while(|(_, held)| i64::from(held.start) < to);
        let cut = near.map(|(n, held)| {
            let (start, end) = (i64::from(held.start), i64::from(held.end()));
            Stretch { from: start.max(from), to: end.min(to), of: first + n }
        });
        cut.filter(|stretch| stretch.to - stretch.from >= SHORTEST).collect()
    }

    /// Stretches that follow each other without a dip are one sound.
    fn joined(&self, stretches: Vec<Stretch>) -> Vec<Vec<Stretch>> {
        let mut groups: Vec<Vec<Stretch>> = Vec::new();
        for stretch in stretches {
            match groups.last_mut() {
                Some(group)
                    if group.last().is_some_and(|last| {
                        stretch.from - last.to <= TOGETHER && !self.dips(*last, stretch)
                    }) =>
                {
                    group.push(stretch);
                }
                _ => groups.push(vec![stretch]),
            }
        }
        groups
    }

    /// Whether it gets softer between two stretches.
    fn dips(&self, before: Stretch, after: Stretch) -> bool {
        let softest = (before.to..after.from).map(|at| self.level(at)).reduce(f32::min);
        let loud = |stretch: Stretch| mean((stretch.from..stretch.to).map(|at| self.level(at)));
        softest.is_some_and(|softest| softest < loud(before).min(loud(after)) - DIP_DB)
    }

    fn level(&self, at: i64) -> f32 {
        self.sounds.level_db(at as usize)
    }

    fn frames<'a>(&'a self, stretches: &'a [Stretch]) -> impl Iterator<Item = (i64, Frame)> + 'a {
        stretches.iter().flat_map(|stretch| {
            let held = &self.sounds.held[stretch.of];
            (stretch.from..stretch.to).map(|at| (at, held.frames[(at - i64::from(held.start)) as usize]))
        })
    }

    /// What is known of a place; nothing, if what sounds there is a machine.
    fn measured(&self, place: &Place) -> Option<Candidate> {
        let Place { start, end, at, hole, stretches } = place;
        let frames: Vec<(i64, Frame)> = self.frames(stretches).collect();
        let (first, last) = (*stretches.first()?, *stretches.last()?);
        let levels: Vec<f32> = frames.iter().map(|(at, _)| self.level(*at)).collect();
        let level = mean(levels.iter().copied());
        let pitch_moves = pitch_moves(&frames);
        if pitch_moves < TONE_OCTAVES && deviation(&levels) < TONE_DB {
            return None;
        }
        let held = frames.len() as f32 * 0.01;
        if held > LONGEST_S {
            return None;
        }
        let periodicity = mean(frames.iter().map(|(_, frame)| frame.periodicity()));
        let loudest = levels.iter().copied().fold(f32::MIN, f32::max);
        let loud = || frames.iter().zip(&levels).filter(|(_, level)| **level >= loudest - 8.0);
        let against = |band: usize| {
            mean(loud().map(|((_, frame), _)| frame.against_voice_db()[band])).clamp(-15.0, 15.0) / 6.0
        };
        let word = hole.is_none().then_some(*at);
        let after = at + usize::from(word.is_some());
        let before: Vec<&Word> = self.words[..*at]
            .iter()
            .rev()
            .take(2)
            .take_while(|word| word.end > start - APART_S + NOISE_S)
            .collect();
        let next: Vec<&Word> = self.words[after..]
            .iter()
            .take(2)
            .take_while(|word| word.start < end + APART_S - NOISE_S)
            .collect();
        let near = before.iter().chain(&next).map(|word| word.conf as f32);
        let sure = if before.is_empty() && next.is_empty() { 0.8 } else { mean(near) };
        let mut features = [0.0; FEATURES];
        features[..12].copy_from_slice(&[
            held.max(0.05).ln() + 1.5,
            (held.min(0.25) - 0.15) * 10.0,
            mean(frames.iter().map(|(_, frame)| frame.change_db())) - 2.0,
            (periodicity.clamp(0.25, 0.6) - 0.5) * 5.0,
            pitch_moves.min(0.2) * 8.0,
            level.clamp(-25.0, 10.0) / 6.0,
            self.quiet(first.from - AROUND..first.from, level),
            self.quiet(last.to..last.to + AROUND, level),
            sure * 4.0 - 3.4,
            f32::from(u8::from(before.is_empty() || next.is_empty())),
            against(0),
            against(1),
        ]);
        if let Some(hole) = hole {
            features[12] = self.fill(hole, place, first.from..last.to);
        } else {
            let word = &self.words[*at];
            let kind = kind(&plain(&word.text));
            let is = |wanted: usize| f32::from(u8::from(kind == Some(wanted)));
            features[12..].copy_from_slice(&[
                1.0 - word.conf as f32,
                ((pace(word) / self.paces[*at]) as f32).clamp(0.3, 6.0).ln(),
                is(0),
                is(1),
                if word.conf > SURE { is(1) } else { 0.0 },
            ]);
        }
        Some(Candidate {
            start: *start,
            end: *end,
            word,
            features,
            is_voiced: periodicity >= Frame::VOICED,
            joins: false,
            ends: [first, last],
        })
    }

    /// How much of some frames is silent beside a sound; beyond the take it is.
    fn quiet(&self, frames: Range<i64>, level: f32) -> f32 {
        let count = i64::from(self.sounds.count());
        let is_silent = |at: i64| {
            !(0..count).contains(&at)
                || !self.sounds.sounding[at as usize]
                || self.level(at) < level - SILENT_DB
        };
        frames.filter(|at| is_silent(*at)).count() as f32 / AROUND as f32
    }

    /// How much of what sounds near it in its hole it is.
    fn fill(&self, hole: &Range<f64>, place: &Place, own: Range<i64>) -> f32 {
        let count = i64::from(self.sounds.count());
        // Where no word ends or begins, nothing of it can reach into the hole.
        let slack = |word: Option<&Word>| if word.is_some() { SLACK_S } else { 0.0 };
        let before = place.at.checked_sub(1).and_then(|at| self.words.get(at));
        let start = hole.start + slack(before);
        let end = hole.end - slack(self.words.get(place.at));
        let from = Sounds::frame(start.max(place.start - NEAR_S)).max(0);
        let to = Sounds::frame(end.min(place.end + NEAR_S)).min(count);
        let others = (from..to).filter(|at| !own.contains(at) && self.sounds.sounding[*at as usize]).count();
        let length = (own.end - own.start) as f32;
        length / (length + others as f32) * 2.0 - 1.0
    }
}

fn ends_of(stretches: &[Stretch]) -> (f64, f64) {
    let seconds = |frame: i64| Sounds::seconds(frame.max(0) as usize);
    let (first, last) = (stretches.first(), stretches.last());
    (first.map_or(0.0, |first| seconds(first.from)), last.map_or(0.0, |last| seconds(last.to)))
}

/// How much the pitch moves, in octaves. Lags within half an octave of their median: the octave is easily mistaken.
fn pitch_moves(frames: &[(i64, Frame)]) -> f32 {
    let mut lags: Vec<f32> = frames
        .iter()
        .filter(|(_, frame)| frame.periodicity() > PITCHED)
        .map(|(_, frame)| f32::from(frame.lag().max(1)).log2())
        .collect();
    if lags.len() < FEWEST_PITCHED {
        return UNPITCHED;
    }
    lags.sort_by(f32::total_cmp);
    let middle = lags.len() / 2;
    let median = if lags.len().is_multiple_of(2) {
        f32::midpoint(lags[middle - 1], lags[middle])
    } else {
        lags[middle]
    };
    for lag in &mut lags {
        *lag -= median;
        *lag -= lag.round();
    }
    deviation(&lags)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::Held;

    fn word(text: &str, start: f64, end: f64, conf: f64) -> Word {
        Word { text: text.into(), start, end, conf, struck: false }
    }

    /// Three seconds: a sound of 0.3 s is held from a frame on, at −6 dB, a voice of 160 and 154 Hz by turns; beside it
    /// sounds what is listed, by frames and level.
    fn held_at(from: usize, beside: &[(Range<usize>, f32)]) -> Sounds {
        let frame = |n: usize| Frame::new(1.0, 204, if n.is_multiple_of(2) { 100 } else { 104 }, [2.0, -1.0]);
        let mut sounds = Sounds {
            levels: vec![Sounds::level(-50.0); 300],
            sounding: vec![false; 300],
            held: vec![Held { start: from as u32, frames: (0..30).map(frame).collect() }],
        };
        for (frames, level) in beside.iter().cloned().chain([(from..from + 30, -6.0)]) {
            sounds.levels[frames.clone()].fill(Sounds::level(level));
            sounds.sounding[frames].fill(true);
        }
        sounds
    }

    /// Against values worked out by hand from what each feature is said to be.
    fn assert_near(found: &[f32], by_hand: &[f32]) {
        for (at, (found, by_hand)) in found.iter().zip(by_hand).enumerate() {
            assert!((found - by_hand).abs() < 1e-4, "feature {at}: {found}, by hand {by_hand}");
        }
    }

    /// Of the sound itself: ln 0.3 + 1.5; 0.25 s at most, over 0.15; change and periodicity (0.8, of which 0.6 count)
    /// over what is usual; half of log₂ 1.04, eightfold; −6 dB in sixes.
    const SOUND: [f32; 6] = [0.296_027, 1.0, -1.0, 0.5, 0.226_334, -1.0];

    #[test]
    fn what_is_known_of_a_hole_is_what_it_says() {
        let words = [word("lost", 0.2, 0.8, 0.9), word("the", 2.0, 2.15, 0.7), word("order", 2.2, 2.6, 0.8)];
        // Loud enough for ten frames before it; after it five that are 24 dB softer.
        let found = candidates(&words, &held_at(110, &[(19..79, 0.0), (100..110, -10.0), (140..145, -30.0)]));
        let [hole] = &found[..] else { panic!("{found:?}") };
        assert_eq!((hole.word, hole.is_voiced, hole.joins), (None, true, false));
        assert!((hole.start - 1.115).abs() < 1e-9 && (hole.end - 1.415).abs() < 1e-9);
        // 15 of 25 frames before it are silent, all after it; a mean confidence of 0.8; 2 and −1 dB in sixes; 30 of the 45
        // frames that sound between the words.
        let beside = [0.6, 1.0, -0.2, 0.0, 1.0 / 3.0, -1.0 / 6.0, 1.0 / 3.0];
        assert_near(&hole.features, &[&SOUND[..], &beside, &[0.0; 4]].concat());
    }

    #[test]
    fn what_is_known_of_a_word_is_what_it_says() {
        let words = [
            word("lost", 0.2, 0.8, 0.9),
            word("and", 0.9, 1.3, 0.4),
            word("the", 1.6, 1.75, 0.7),
            word("order", 1.8, 2.2, 0.8),
            word("i", 2.3, 2.4, 0.9),
        ];
        let found = candidates(&words, &held_at(92, &[(19..79, 0.0)]));
        let [under] = &found[..] else { panic!("{found:?}") };
        assert_eq!(under.word, Some(1));
        assert!((under.start - 0.9).abs() < 1e-9 && (under.end - 1.3).abs() < 1e-9);
        // 13 of 25 frames before it are silent; the recogniser was sure by 0.4; a letter takes 5/3 as long as the median one
        // (0.08 s); it is one of those that people hold themselves.
        let beside = [0.52, 1.0, -0.2, 0.0, 1.0 / 3.0, -1.0 / 6.0, 0.6, 0.510_826, 0.0, 1.0, 0.0];
        assert_near(&under.features, &[&SOUND[..], &beside].concat());
    }
}
