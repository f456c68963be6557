use super::*;
use crate::composure;
use crate::{Sounds, Word, Words};

/// Sentences of interview answers, written by hand; braces around what is a filler.
const SENTENCES: &str = include_str!("../../../../tests/fixtures/discourse.txt");
/// More of them by another hand, only with what counts by default.
const MORE: &str = include_str!("../../../../tests/fixtures/discourse-2.txt");

/// Everything the rules know, faults by default or not.
fn all() -> FillerWords {
    let mut words = FillerWords::default();
    words.0.extend(["right", "okay", "basically", "kind of", "sort of", "oh"].map(str::to_owned));
    words
}

fn marked(sentence: &str) -> (Vec<String>, Vec<Range<usize>>) {
    let (mut texts, mut fillers, mut from) = (Vec::new(), Vec::new(), 0);
    for token in sentence.replace('{', " { ").replace('}', " } ").split_whitespace() {
        match token {
            "{" => from = texts.len(),
            "}" => fillers.push(from..texts.len()),
            word => texts.push(word.to_owned()),
        }
    }
    (texts, fillers)
}

/// How many of those found are fillers, how many fillers are found, and what is wrong.
fn measure(sentences: &str, words: &FillerWords) -> (f64, f64, Vec<String>) {
    let (mut right, mut wrong, mut missed) = (0.0, Vec::new(), 0.0);
    for sentence in sentences.lines() {
        let (texts, wanted) = marked(sentence);
        let found = fillers(&texts, &[0], words);
        for filler in &found {
            if wanted.contains(&filler.words) {
                right += 1.0;
            } else {
                wrong.push(format!("{}: {sentence}", filler.text));
            }
        }
        let is_found = |words: &Range<usize>| found.iter().any(|filler| filler.words == *words);
        missed += wanted.iter().filter(|words| !is_found(words)).count() as f64;
    }
    (right / (right + wrong.len() as f64), right / (right + missed), wrong)
}

#[test]
fn fillers_are_told_from_the_same_words_in_use() {
    assert!(SENTENCES.lines().count() >= 500 && MORE.lines().count() >= 300);
    for (sentences, words) in [(SENTENCES, all()), (MORE, FillerWords::default())] {
        let (precision, recall, wrong) = measure(sentences, &words);
        assert!(precision >= 0.95, "precision {precision:.3}; wrong: {wrong:#?}");
        assert!(recall >= 0.8, "recall {recall:.3}");
    }
}

#[test]
fn the_list_is_the_speakers_own() {
    let texts: Vec<String> =
        "in that sense i like the plan in that sense".split(' ').map(str::to_owned).collect();
    assert_eq!(fillers(&texts, &[0], &FillerWords::default()), []);
    let own = FillerWords(vec!["in that sense".to_owned(), " ".to_owned()]);
    let found = fillers(&texts, &[0], &own);
    assert_eq!(found.iter().map(|filler| filler.words.clone()).collect::<Vec<_>>(), [0..3, 7..10]);
    assert_eq!(fillers(&texts, &[0], &FillerWords(Vec::new())), []);
}

/// Sentences told one after the other, with so many seconds between two: those of the fillers found that are ones, and those
/// of the fillers that are found. "So" opens an answer once.
fn told(sentences: &str, pause: f64, wanted: &FillerWords) -> (f64, f64, Vec<String>) {
    let (mut words, mut marks, mut t) = (Vec::new(), Vec::new(), 0.0);
    for sentence in sentences.lines() {
        let (texts, fillers) = marked(sentence);
        let begin = words.len();
        marks.extend(fillers.iter().map(|filler| (begin + filler.start, begin + filler.end)));
        for text in texts {
            words.push(Word { text, start: t, end: t + 0.3, conf: 1.0, struck: false });
            t += 0.3;
        }
        t += pause;
    }
    let wanted = FillerWords(wanted.0.iter().filter(|phrase| *phrase != "so").cloned().collect());
    marks.retain(|&(from, to)| wanted.0.contains(&texts_of(&words[from..to])));
    let words = Words::new(words).expect("usable");
    let found = composure::measure(&words, &Sounds::default(), &[], true, &[], &wanted).fillers;
    let place = |t: f64| words.iter().position(|word| (word.start - t).abs() < 0.01).expect("a word");
    let found: Vec<usize> = found.iter().map(|filler| place(filler.start)).collect();
    let is_marked = |at: &usize| marks.iter().any(|(from, _)| from == at);
    let wrong: Vec<String> = found
        .iter()
        .filter(|at| !is_marked(at))
        .map(|&at| texts_of(&words[at.saturating_sub(4)..(at + 5).min(words.len())]))
        .collect();
    let right = (found.len() - wrong.len()) as f64;
    (right / found.len() as f64, right / marks.len() as f64, wrong)
}

fn texts_of(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn fillers_are_told_from_the_same_words_in_a_whole_take() {
    for (sentences, words) in [(SENTENCES, all()), (MORE, FillerWords::default())] {
        for (pause, precise, complete) in [(0.5, 0.95, 0.75), (0.0, 0.9, 0.55)] {
            let (precision, recall, wrong) = told(sentences, pause, &words);
            assert!(precision >= precise, "precision {precision:.3} after {pause} s; wrong: {wrong:#?}");
            assert!(recall >= complete, "recall {recall:.3} after {pause} s");
        }
    }
}

#[test]
fn what_somebody_is_said_to_have_said_after_a_pause_is_no_filler() {
    let texts = "my manager said yeah we can do that";
    let words = texts.split(' ').enumerate().map(|(n, text)| {
        let start = 0.3 * n as f64 + if n > 2 { 0.4 } else { 0.0 };
        Word { text: text.to_owned(), start, end: start + 0.3, conf: 1.0, struck: false }
    });
    let words = Words::new(words.collect()).expect("usable");
    assert_eq!(
        composure::measure(&words, &Sounds::default(), &[], true, &[], &FillerWords::default()).fillers,
        []
    );
}
