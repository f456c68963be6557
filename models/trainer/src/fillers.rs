//! How filled pauses sound: two small logistic models, fitted to marked recordings.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use coach::candidate::{FEATURES, HOLE_FEATURES, candidates};
use coach::filled::Weights;
use coach::{Sounds, Word};
use serde::Deserialize;

use crate::drawn;
use crate::mix::{self, Filler, Host, Marks, Mixed, Mixture, RATE};

/// How freely weights leave zero, for features of deviation 1: few recordings of few people are marked.
const FREEDOM: f64 = 0.05;
/// Newton's steps until nothing moves any more.
const STEPS: usize = 25;
/// Mixtures have some 13 filled pauses a minute, people about 5.
const MIXED: f64 = 0.4;
const PASSES: usize = 12;
/// Of words that are drawn out, there every other short one, people have few.
const DRAWN: f64 = 0.03;
const DRAWN_PASSES: usize = 4;
/// How much softer than the host somebody else speaks all along, in mixtures with no filled pause.
const BESIDE_DB: [f32; 4] = [0.0, 6.0, 12.0, 18.0];

/// What was heard in a recording (`booth`'s example `sounds`).
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Heard {
    pub(crate) id: String,
    pub(crate) duration_s: f64,
    pub(crate) words: Vec<Word>,
    pub(crate) sounds: Sounds,
}

pub(crate) fn heard(path: &Path) -> anyhow::Result<Vec<Heard>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// `fillers.json` beside the recordings.
#[derive(Debug, Deserialize)]
pub(crate) struct Marked {
    fillers: BTreeMap<String, Vec<Mark>>,
    dont_care: Marks,
    fluent: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Mark {
    start: f64,
    end: f64,
}

pub(crate) fn marked(speech: &Path) -> anyhow::Result<Marked> {
    let path = speech.join("fillers.json");
    Ok(serde_json::from_str(&std::fs::read_to_string(&path).with_context(|| path.display().to_string())?)?)
}

/// Mixes every fluent recording with the marked filled pauses and those in `said`, a few times each.
pub(crate) fn mix_all(speech: &Path, said: &Path, hosts: &[Heard], out: &Path) -> anyhow::Result<()> {
    let marked = marked(speech)?;
    let mut own = Vec::new();
    for (id, marks) in &marked.fillers {
        let samples = mix::read(&speech.join("wav").join(format!("{id}.wav")))?;
        let at = |t: f64| ((t * f64::from(RATE)) as usize).min(samples.len());
        own.extend(marks.iter().map(|mark| Filler {
            voice: "people".to_owned(),
            samples: samples[at(mark.start)..at(mark.end)].to_vec(),
        }));
    }
    let mut others = Vec::new();
    for file in wavs(said)? {
        others.push(Filler { voice: voice(&file), samples: mix::read(&file)? });
    }
    let mut all = Mixed::new();
    let fluent: Vec<&Heard> = hosts.iter().filter(|heard| marked.fluent.contains(&heard.id)).collect();
    let recording = |heard: &Heard| mix::read(&speech.join("wav").join(format!("{}.wav", heard.id)));
    for (at, heard) in fluent.iter().enumerate() {
        let samples = recording(heard)?;
        for (nth, softer_db) in BESIDE_DB.into_iter().enumerate() {
            let other = fluent[(at + 1 + nth) % fluent.len()];
            let id = format!("{}-beside-{}-{softer_db}", heard.id, other.id);
            mix::write(
                &out.join(format!("{id}.wav")),
                &mix::beside(&samples, &recording(other)?, softer_db),
            )?;
            all.insert(id, Mixture::default());
        }
        let host = Host { id: heard.id.clone(), samples, words: heard.words.clone() };
        for pass in 0..DRAWN_PASSES {
            let (samples, mixture) = drawn::drawn_out(&host, pass);
            if mixture.drawn.is_empty() {
                continue;
            }
            let id = format!("{}-drawn-{pass}", host.id);
            mix::write(&out.join(format!("{id}.wav")), &samples)?;
            all.insert(id, mixture);
        }
        for pass in 0..PASSES {
            // Every third time the fillers of people, else those of machines.
            let (fillers, whose) = if pass % 3 == 0 { (&own, "human") } else { (&others, "machine") };
            let (samples, mixture) = mix::mixed(&host, fillers, pass);
            let id = format!("{}-{whose}-{pass}", host.id);
            mix::write(&out.join(format!("{id}.wav")), &samples)?;
            all.insert(id, mixture);
        }
    }
    Ok(std::fs::write(out.join("marks.json"), serde_json::to_string(&all)?)?)
}

/// Whose voice a file has, by its name: a program and what it calls the voice, then what is said and how.
fn voice(file: &Path) -> String {
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let parts: Vec<&str> = name.split('-').collect();
    let said = if parts[0] == "flite" { 2 } else { 1 };
    parts[..parts.len().saturating_sub(said).max(1)].join("-")
}

fn wavs(folder: &Path) -> anyhow::Result<Vec<std::path::PathBuf>> {
    let files = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<_> = files.map(|file| Ok(file?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "wav"));
    files.sort();
    Ok(files)
}

/// A recording with what is known of it.
pub(crate) struct Sample {
    pub(crate) heard: Heard,
    pub(crate) marks: Vec<[f64; 2]>,
    /// Who says each of them, in a mixture.
    voices: Vec<String>,
    breaths: Vec<[f64; 2]>,
    /// Words that are drawn out.
    drawn: Vec<[f64; 2]>,
    dont_care: Vec<[f64; 2]>,
    /// How much it counts: people count for more than mixtures.
    weight: f64,
    is_mixture: bool,
}

/// The marked and the fluent recordings, and the mixtures.
pub(crate) fn samples(speech: &Path, heard: Vec<Heard>, mixtures: &Mixed) -> anyhow::Result<Vec<Sample>> {
    let marked = marked(speech)?;
    let mut samples = Vec::new();
    for heard in heard {
        let mixed = mixtures.get(&heard.id);
        let (marks, weight) = if let Some(marks) = marked.fillers.get(&heard.id) {
            (marks.iter().map(|mark| [mark.start, mark.end]).collect(), 3.0)
        } else if marked.fluent.contains(&heard.id) {
            (Vec::new(), 3.0)
        } else if let Some(mixed) = mixed {
            let weight = if mixed.drawn.is_empty() { 1.0 } else { DRAWN };
            (mixed.said.iter().map(|said| [said.start, said.end]).collect(), weight)
        } else {
            continue;
        };
        let is_mixture = mixed.is_some();
        let Mixture { said, breaths, drawn } = mixed.cloned().unwrap_or_default();
        let voices = said.into_iter().map(|said| said.voice).collect();
        let dont_care = marked.dont_care.get(&heard.id).cloned().unwrap_or_default();
        samples.push(Sample { heard, marks, voices, breaths, drawn, dont_care, weight, is_mixture });
    }
    Ok(samples)
}

fn overlap(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[1].min(b[1]) - a[0].max(b[0])
}

fn same(a: [f64; 2], b: [f64; 2]) -> bool {
    overlap(a, b) >= 0.5 * (a[1] - a[0]).min(b[1] - b[0])
}

impl Sample {
    /// Two who speak at once are scored and not learnt from: it costs more of the filled pauses of one than it saves of
    /// those that nobody made.
    fn is_two(&self) -> bool {
        self.heard.id.contains("-beside-")
    }
}

/// The weights that fit the samples.
pub(crate) fn learn(samples: &[&Sample]) -> Weights {
    learn_without(samples, |_| false)
}

/// The weights that fit all but what is said by some of the mixtures' voices.
fn learn_without(samples: &[&Sample], is_out: impl Fn(&str) -> bool) -> Weights {
    let mut weights = Weights { models: [[0.0; FEATURES + 1]; 2] };
    for (kind, count) in [HOLE_FEATURES, FEATURES].into_iter().enumerate() {
        let mut rows: Vec<Row> = Vec::new();
        for sample in samples.iter().filter(|sample| !sample.is_two()) {
            for candidate in candidates(&sample.heard.words, &sample.heard.sounds) {
                let at = [candidate.start, candidate.end];
                let is = sample.marks.iter().any(|mark| same(*mark, at));
                let near = sample.marks.iter().any(|mark| overlap(*mark, at) > 0.0);
                let spared = sample.dont_care.iter().any(|spare| overlap(*spare, at) > 0.0);
                let by = sample.marks.iter().zip(&sample.voices).find(|(mark, _)| overlap(**mark, at) > 0.0);
                if by.is_some_and(|(_, voice)| is_out(voice)) {
                    continue;
                }
                if usize::from(candidate.word.is_some()) == kind && (is || !near && !spared) {
                    let weight = if is && sample.is_mixture { MIXED } else { sample.weight };
                    let features =
                        candidate.features[..count].iter().map(|value| f64::from(*value)).collect();
                    rows.push(Row { features, is, weight });
                }
            }
        }
        for (to, weight) in weights.models[kind].iter_mut().zip(logistic(&rows, count)) {
            *to = weight as f32;
        }
    }
    weights
}

/// A candidate to learn from.
struct Row {
    features: Vec<f64>,
    is: bool,
    weight: f64,
}

/// A bias and weights of least loss, by Newton's steps; features count as they deviate, so that all are pulled alike.
fn logistic(rows: &[Row], count: usize) -> Vec<f64> {
    let all = rows.len().max(1) as f64;
    let mean: Vec<f64> =
        (0..count).map(|at| rows.iter().map(|row| row.features[at]).sum::<f64>() / all).collect();
    let deviation: Vec<f64> = (0..count)
        .map(|at| {
            let spread = rows.iter().map(|row| (row.features[at] - mean[at]).powi(2)).sum::<f64>() / all;
            spread.sqrt().max(1e-9)
        })
        .collect();
    // The bias stands first.
    let standard = |row: &Row| -> Vec<f64> {
        let values = row.features.iter().zip(&mean).zip(&deviation);
        std::iter::once(1.0)
            .chain(values.map(|((value, mean), deviation)| (value - mean) / deviation))
            .collect()
    };
    let standard: Vec<Vec<f64>> = rows.iter().map(standard).collect();
    let mut weights = vec![0.0; count + 1];
    for _ in 0..STEPS {
        let mut slope = vec![0.0; count + 1];
        let mut curve = vec![vec![0.0; count + 1]; count + 1];
        for at in 1..=count {
            slope[at] = weights[at] / FREEDOM;
            curve[at][at] = 1.0 / FREEDOM;
        }
        for (row, values) in rows.iter().zip(&standard) {
            let sum: f64 = values.iter().zip(&weights).map(|(value, weight)| value * weight).sum();
            let likely = 1.0 / (1.0 + (-sum).exp());
            let error = row.weight * (likely - f64::from(u8::from(row.is)));
            let bend = row.weight * likely * (1.0 - likely);
            for (a, value) in values.iter().enumerate() {
                slope[a] += error * value;
                for (b, other) in values.iter().enumerate() {
                    curve[a][b] += bend * value * other;
                }
            }
        }
        let step = solved(curve, slope);
        weights.iter_mut().zip(step).for_each(|(weight, step)| *weight -= step);
    }
    for at in 1..=count {
        weights[at] /= deviation[at - 1];
        weights[0] -= weights[at] * mean[at - 1];
    }
    weights
}

/// The x for which `matrix` times x is `wanted`, by Gauss; what is added to the diagonal keeps the matrix sound.
fn solved(mut matrix: Vec<Vec<f64>>, mut wanted: Vec<f64>) -> Vec<f64> {
    let size = wanted.len();
    for at in 0..size {
        let pivot = matrix[at][at].abs().max(1e-12);
        for below in at + 1..size {
            let times = matrix[below][at] / pivot;
            let (above, rest) = matrix.split_at_mut(below);
            for (to, from) in rest[0][at..].iter_mut().zip(&above[at][at..]) {
                *to -= times * from;
            }
            wanted[below] -= times * wanted[at];
        }
    }
    for at in (0..size).rev() {
        let known: f64 = (at + 1..size).map(|right| matrix[at][right] * wanted[right]).sum();
        wanted[at] = (wanted[at] - known) / matrix[at][at].abs().max(1e-12);
    }
    wanted
}

/// Found and wanted.
#[derive(Debug, Default, Clone)]
pub(crate) struct Score {
    /// By voice: found, and all.
    voices: BTreeMap<String, [usize; 2]>,
    right: usize,
    wrong: usize,
    missed: usize,
    alarms: usize,
    fluent_s: f64,
    /// Breaths taken for one, and all.
    breaths: [usize; 2],
    /// Words drawn out that are taken for one, and all.
    drawn: [usize; 2],
}

impl Score {
    pub(crate) fn add(&mut self, weights: &Weights, sample: &Sample) {
        let found = coach::filled::heard(weights, &sample.heard.words, &sample.heard.sounds);
        let mut free: Vec<[f64; 2]> = found.iter().map(|(found, _)| [found.start, found.end]).collect();
        let written = sample.heard.words.iter().filter(|word| coach::filled::is_written(word));
        free.extend(written.map(|word| [word.start, word.end]));
        for (n, mark) in sample.marks.iter().enumerate() {
            let found = free.iter().position(|found| same(*found, *mark));
            if let Some(at) = found {
                free.remove(at);
                self.right += 1;
            } else {
                self.missed += 1;
            }
            if let Some(voice) = sample.voices.get(n) {
                let [right, all] = self.voices.entry(voice.clone()).or_default();
                *right += usize::from(found.is_some());
                *all += 1;
            }
        }
        free.retain(|found| !sample.dont_care.iter().any(|spare| overlap(*found, *spare) > 0.0));
        let taken = |at: &&[f64; 2]| free.iter().any(|found| overlap(*found, **at) > 0.0);
        for (count, places) in [(&mut self.breaths, &sample.breaths), (&mut self.drawn, &sample.drawn)] {
            count[0] += places.iter().filter(taken).count();
            count[1] += places.len();
        }
        if sample.marks.is_empty() {
            self.alarms += free.len();
            self.fluent_s += sample.heard.duration_s;
        } else {
            self.wrong += free.len();
        }
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |of: usize| self.right as f64 / (self.right + of).max(1) as f64;
        let (p, r) = (share(self.wrong), share(self.missed));
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        write!(f, "{} marked: P {p:.3} R {r:.3} F1 {f1:.3}", self.right + self.missed)?;
        if self.fluent_s > 0.0 {
            write!(f, "; {} false alarms in {:.1} min", self.alarms, self.fluent_s / 60.0)?;
        }
        let [taken, breaths] = self.breaths;
        if breaths > 0 {
            write!(f, "; {taken} of {breaths} breaths taken for one")?;
        }
        Ok(())
    }
}

/// As the coach reads it.
pub(crate) fn to_text(weights: &Weights) -> String {
    let line =
        |model: &[f32]| model.iter().map(|weight| format!("{weight:.4}")).collect::<Vec<_>>().join(" ");
    format!(
        "# Holes, then words: a bias, then a weight a feature. Written by scripts/fillers.sh.\n{}\n{}\n",
        line(&weights.models[0][..=HOLE_FEATURES]),
        line(&weights.models[1])
    )
}

/// Scores with whoever is scored left out: marked recordings, mixtures of other hosts.
pub(crate) fn cross(samples: &[Sample]) {
    let group = |sample: &Sample| -> String {
        let id = &sample.heard.id;
        // One speaker, or a few in several recordings together.
        let several = ["mfa", "az__"].into_iter().find(|several| id.starts_with(several));
        several.or(id.split('-').next()).unwrap_or(id).to_owned()
    };
    let mut groups: Vec<String> = samples.iter().map(group).collect();
    groups.sort();
    groups.dedup();
    let [mut people, mut mixtures, mut drawn, mut two] = std::array::from_fn(|_| Score::default());
    for left_out in &groups {
        // What the marked speaker's fillers were mixed into is left out with him.
        let is_out = |sample: &Sample| {
            group(sample) == *left_out || left_out == "mfa" && sample.heard.id.contains("-human-")
        };
        let known: Vec<&Sample> = samples.iter().filter(|sample| !is_out(sample)).collect();
        let weights = learn(&known);
        for sample in samples.iter().filter(|sample| group(sample) == *left_out) {
            let mut own = Score::default();
            own.add(&weights, sample);
            let is = |kind: &str| sample.heard.id.contains(kind);
            if sample.is_two() {
                two.add(&weights, sample);
            } else if !sample.drawn.is_empty() {
                drawn.add(&weights, sample);
            } else if is("-human-") || is("-machine-") {
                mixtures.add(&weights, sample);
            } else {
                people.add(&weights, sample);
                println!("  {:<32} {own}", sample.heard.id);
            }
        }
    }
    for (voice, [found, all]) in &mixtures.voices {
        println!("  {voice:<32} {found} of {all} in mixtures found");
    }
    let all: Vec<&Sample> = samples.iter().collect();
    for family in ["espeak", "flite"] {
        let weights = learn_without(&all, |voice| voice.starts_with(family));
        let mut alone = Score::default();
        samples.iter().filter(|sample| sample.is_mixture).for_each(|sample| alone.add(&weights, sample));
        let of_family = alone.voices.iter().filter(|(voice, _)| voice.starts_with(family));
        let [found, all] = of_family.fold([0, 0], |[found, all], (_, [one, of])| [found + one, all + of]);
        println!("all of {family:<25} {found} of {all} found by who never heard it");
    }
    println!("people, each left out:   {people}\nmixtures, hosts left out: {mixtures}");
    let [taken, all] = drawn.drawn;
    println!("words drawn out, hosts left out: {taken} of {all} taken for one");
    println!(
        "two at once, hosts left out: {} heard that nobody made, in {:.1} min",
        two.alarms,
        two.fluent_s / 60.0
    );
}
