//! Which words are taken back: examples of it, and how well a chain finds them.

use coach::chain::Chain;
use coach::restart::{self, STAYS, TAKEN_BACK, TAKEN_BACK_TOO};

use crate::fit::{Dice, Example, Settings, fit};
use crate::stammer::Stammer;
use crate::stories::{Spoken, Story};

const LABELS: usize = 3;
pub(crate) const SETTINGS: Settings = Settings { bits: 17, rounds: 12, step: 0.07, pull: 0.05 };
/// How often every story is told again with other restarts.
const RETOLD: usize = 3;
/// Recognisers never write these.
const UNHEARD: [&str; 7] = ["um", "uh", "er", "erm", "uhm", "hm", "mm"];

pub(crate) struct Sample {
    texts: Vec<String>,
    heard: Vec<usize>,
    example: Example,
}

pub(crate) fn samples(stories: &[&Story]) -> anyhow::Result<Vec<Sample>> {
    stories.iter().map(|story| Ok(sample(&story.words()?))).collect()
}

/// The same stories told again with other restarts: more of them than anybody writes down.
pub(crate) fn retold(stories: &[&Story], times: usize) -> anyhow::Result<Vec<Sample>> {
    let told: Vec<Vec<Vec<Spoken>>> =
        stories.iter().map(|story| story.fluent_clauses()).collect::<anyhow::Result<_>>()?;
    let stammer = Stammer::new(&told);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut samples = Vec::new();
    for _ in 0..times {
        samples.extend(told.iter().map(|clauses| sample(&stammer.tell(clauses, &mut dice))));
    }
    Ok(samples)
}

fn sample(words: &[Spoken]) -> Sample {
    let mut words: Vec<Spoken> = words.to_vec();
    // A beginning that is not heard passes on to the next word taken back.
    for at in 0..words.len() {
        if UNHEARD.contains(&words[at].text.as_str())
            && words[at].begins
            && let Some(next) = words.get_mut(at + 1)
        {
            next.begins = next.back;
        }
    }
    words.retain(|word| !UNHEARD.contains(&word.text.as_str()));
    let texts: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
    let heard = restart::heard(&texts);
    let mut labels = Vec::with_capacity(heard.len());
    let mut before = false;
    for &at in &heard {
        let word = &words[at];
        labels.push(match (word.back, word.begins || !before) {
            (false, _) => STAYS,
            (true, true) => TAKEN_BACK,
            (true, false) => TAKEN_BACK_TOO,
        });
        before = word.back;
    }
    let places = restart::places(&texts, &heard);
    Sample { texts, heard, example: Example { places, labels } }
}

/// The chain that these stories teach.
pub(crate) fn learn(stories: &[&Story]) -> anyhow::Result<Chain> {
    let mut all = samples(stories)?;
    all.extend(retold(stories, RETOLD)?);
    let examples: Vec<&Example> = all.iter().map(|sample| &sample.example).collect();
    Ok(fit(&examples, LABELS, SETTINGS))
}

/// Words and events, found and wanted.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Score {
    right: usize,
    found: usize,
    wanted: usize,
    events_right: usize,
    events_found: usize,
    events_hit: usize,
    events_wanted: usize,
}

impl Score {
    pub(crate) fn add(&mut self, chain: &Chain, sample: &Sample) {
        let found = restart::found(chain, &sample.texts, &sample.heard);
        let mut back = vec![false; sample.heard.len()];
        for [from, to] in &found {
            back[*from..*to].fill(true);
        }
        let wanted: Vec<bool> = sample.example.labels.iter().map(|label| *label != STAYS).collect();
        self.right += back.iter().zip(&wanted).filter(|(a, b)| **a && **b).count();
        self.found += back.iter().filter(|is| **is).count();
        self.wanted += wanted.iter().filter(|is| **is).count();
        let (found, events) = (stretches(&back), stretches(&wanted));
        self.events_found += found.len();
        self.events_right += found.iter().filter(|[a, b]| wanted[*a..*b].contains(&true)).count();
        self.events_wanted += events.len();
        self.events_hit += events.iter().filter(|[a, b]| back[*a..*b].contains(&true)).count();
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
        let f1 = |p: f64, r: f64| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        let (p, r) = (share(self.right, self.found), share(self.right, self.wanted));
        let (ep, er) =
            (share(self.events_right, self.events_found), share(self.events_hit, self.events_wanted));
        write!(
            f,
            "words P {p:.3} R {r:.3} F1 {:.3} · events P {ep:.3} R {er:.3} F1 {:.3} ({} wanted)",
            f1(p, r),
            f1(ep, er),
            self.events_wanted
        )
    }
}

fn stretches(is: &[bool]) -> Vec<[usize; 2]> {
    let mut found: Vec<[usize; 2]> = Vec::new();
    for (at, _) in is.iter().enumerate().filter(|(_, is)| **is) {
        match found.last_mut() {
            Some(last) if last[1] == at => last[1] = at + 1,
            _ => found.push([at, at + 1]),
        }
    }
    found
}
