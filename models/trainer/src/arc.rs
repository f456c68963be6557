//! Which part each word tells.

use coach::net::Net;
use coach::telling::{self, Heard};
use coach::{Part, SoFar, Words, text};

use crate::stories::{Spoken, Story};
use crate::teach::{Lesson, Schooling, teach};

/// In the order of the coach.
const PARTS: [&str; 6] = ["failure", "ownership", "action", "learning", "change", "other"];
const SCHOOLING: Schooling = Schooling {
    labels: PARTS.len(),
    given: telling::GIVEN,
    reaches: &telling::REACHES,
    rounds: 28,
    begin: |length, dice| if dice.below(BROKEN_OFF) == 0 { 1 + dice.below(length) } else { length },
    give: |length, whole| telling::given(length, if whole { Heard::Whole } else { Heard::SoFar }),
};
/// Of so many lessons one is heard only so far, as during a take.
const BROKEN_OFF: usize = 4;
/// Recognisers never write these.
const UNHEARD: [&str; 7] = ["um", "uh", "er", "erm", "uhm", "hm", "mm"];

/// A story as the network sees it.
pub(crate) struct Sample {
    lesson: Lesson,
    /// What would be right too.
    fair: Vec<Vec<usize>>,
}

fn sample(story: &Story) -> anyhow::Result<Sample> {
    let (mut texts, mut labels, mut fair) = (Vec::new(), Vec::new(), Vec::new());
    for segment in &story.segments {
        let part = |name: &String| PARTS.iter().position(|part| part == name);
        let label = part(&segment.part).unwrap_or(5);
        let also: Vec<usize> =
            segment.alt.iter().chain(&segment.second).filter_map(part).chain([label]).collect();
        for Spoken { text, .. } in segment.words()? {
            if !UNHEARD.contains(&text.as_str()) {
                texts.push(text);
                labels.push(label);
                fair.push(also.clone());
            }
        }
    }
    Ok(Sample { lesson: Lesson { texts, labels }, fair })
}

impl Sample {
    /// Its words.
    pub(crate) fn texts(&self) -> &[String] {
        &self.lesson.texts
    }

    /// The parts a network finds in them.
    pub(crate) fn found(&self, net: &Net) -> Vec<Part> {
        found(net, &self.lesson.texts).into_iter().map(|label| Part::ALL[label]).collect()
    }
}

fn found(net: &Net, texts: &[String]) -> Vec<usize> {
    let given = telling::given(texts.len(), Heard::Whole);
    let incoming: Vec<_> = texts.iter().zip(given).map(|(word, given)| net.incoming(word, given)).collect();
    net.chain.steady(&net.chain.likelihoods(&net.scores(&incoming)), telling::CHANGE)
}

/// The examples of these stories.
pub(crate) fn samples(stories: &[Story]) -> anyhow::Result<Vec<Sample>> {
    stories.iter().map(sample).collect()
}

/// The network that these samples teach.
pub(crate) fn learn(samples: &[&Sample]) -> Net {
    let lessons: Vec<&Lesson> = samples.iter().map(|sample| &sample.lesson).collect();
    teach(&lessons, &SCHOOLING)
}

/// How well words are labelled, and shares met.
#[derive(Debug, Default)]
pub(crate) struct Score {
    words: usize,
    right: usize,
    fair: usize,
    failure_off: f64,
    later_off: f64,
    stories: usize,
    /// Parts not told, said to be missing, and both.
    missing: [usize; 3],
    /// While it is told, a word at a time.
    live: Live,
}

/// How steadily and how soon the part being told is shown.
#[derive(Debug, Default)]
struct Live {
    words: usize,
    /// Changes of the part shown, beside those of the story.
    flips: usize,
    /// Words from where a part begins until it is shown.
    lags: Vec<usize>,
    /// Parts that were over before they were shown.
    never: usize,
}

impl Live {
    fn add(&mut self, net: &'static Net, Lesson { texts, labels }: &Lesson) {
        let mut so_far = SoFar::by(net);
        let all = text::words(&texts.join(" ")).expect("plain words");
        let shown: Vec<Option<Part>> = (1..=all.len())
            .map(|end| so_far.hear(&Words::new(all[..end].to_vec()).expect("in order"), &[]).now)
            .collect();
        let begins: Vec<usize> =
            (0..labels.len()).filter(|&at| at == 0 || labels[at] != labels[at - 1]).collect();
        for (n, &begin) in begins.iter().enumerate() {
            let end = begins.get(n + 1).copied().unwrap_or(labels.len());
            let part = Some(Part::ALL[labels[begin]]);
            match shown[begin..end].iter().position(|shown| *shown == part) {
                Some(lag) => self.lags.push(lag),
                None => self.never += 1,
            }
        }
        let changes = shown.windows(2).filter(|pair| pair[0] != pair[1]).count();
        self.flips += (changes + 1).saturating_sub(begins.len());
        self.words += labels.len();
    }
}

impl Score {
    /// Both together.
    pub(crate) fn and(mut self, other: &Self) -> Self {
        self.words += other.words;
        self.right += other.right;
        self.fair += other.fair;
        self.failure_off += other.failure_off;
        self.later_off += other.later_off;
        self.stories += other.stories;
        self.missing.iter_mut().zip(other.missing).for_each(|(all, one)| *all += one);
        self.live.words += other.live.words;
        self.live.flips += other.live.flips;
        self.live.never += other.live.never;
        self.live.lags.extend(&other.live.lags);
        self
    }

    pub(crate) fn add(&mut self, net: &'static Net, sample: &Sample) {
        let Lesson { texts, labels: wanted } = &sample.lesson;
        let found = found(net, texts);
        self.words += found.len();
        self.right += found.iter().zip(wanted).filter(|(a, b)| a == b).count();
        self.fair += found.iter().zip(&sample.fair).filter(|(a, fair)| fair.contains(a)).count();
        let share = |labels: &[usize], parts: &[usize]| {
            labels.iter().filter(|label| parts.contains(label)).count() as f64 / labels.len().max(1) as f64
        };
        self.failure_off += (share(&found, &[0]) - share(wanted, &[0])).abs();
        self.later_off += (share(&found, &[3, 4]) - share(wanted, &[3, 4])).abs();
        self.stories += 1;
        for part in 0..Part::STORY.len() {
            let not_told = !wanted.contains(&part);
            let said = !found.contains(&part);
            self.missing[0] += usize::from(not_told);
            self.missing[1] += usize::from(said);
            self.missing[2] += usize::from(not_told && said);
        }
        self.live.add(net, &sample.lesson);
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let of = |part: usize| part as f64 / self.words.max(1) as f64;
        let points = |sum: f64| 100.0 * sum / self.stories.max(1) as f64;
        let [not_told, said, both] = self.missing.map(|count| count as f64);
        let Live { words, flips, lags, never } = &self.live;
        let mut lags = lags.clone();
        lags.sort_unstable();
        let minutes = *words as f64 / text::WORDS_PER_MINUTE;
        writeln!(
            f,
            "words {:.3}, with alternatives {:.3}; failure share off by {:.1} points, learning and change by {:.1}; missing parts F1 {:.3} ({} stories)",
            of(self.right),
            of(self.fair),
            points(self.failure_off),
            points(self.later_off),
            2.0 * both / (not_told + said),
            self.stories
        )?;
        write!(
            f,
            "while it is told: {:.2} needless changes a minute; half the parts shown within {} words, nine in ten within {}; {:.3} never",
            *flips as f64 / minutes,
            lags.get(lags.len() / 2).unwrap_or(&0),
            lags.get(lags.len() * 9 / 10).unwrap_or(&0),
            *never as f64 / (lags.len() + never).max(1) as f64
        )
    }
}
