//! Restarts put into fluent speech, as people make them: they say a word or a few again, go on otherwise after the same
//! word, put one word in another's place, drop what they began. Plain repetitions are fewer here than in life: they need
//! no teaching.

use std::collections::HashMap;

use coach::lexicon::seen;

use crate::fit::Dice;
use crate::stories::Spoken;

/// One word in so many begins a restart.
const EVERY: usize = 35;

pub(crate) struct Stammer {
    /// What follows each word somewhere.
    after: HashMap<String, Vec<[String; 2]>>,
    /// Closed words by their class.
    by_class: HashMap<u64, Vec<String>>,
    /// Closed words, as often as they are said.
    closed: Vec<String>,
    /// How clauses begin.
    beginnings: Vec<Vec<String>>,
}

impl Stammer {
    pub(crate) fn new(told: &[Vec<Vec<Spoken>>]) -> Self {
        let mut stammer = Self {
            after: HashMap::new(),
            by_class: HashMap::new(),
            closed: Vec::new(),
            beginnings: Vec::new(),
        };
        for clause in told.iter().flatten() {
            let texts: Vec<String> = clause.iter().map(|word| word.text.clone()).collect();
            for three in texts.windows(3) {
                let next = [three[1].clone(), three[2].clone()];
                stammer.after.entry(three[0].clone()).or_default().push(next);
            }
            for text in &texts {
                let seen = seen(text);
                if seen.is_closed() {
                    stammer.closed.push(text.clone());
                }
                stammer.by_class.entry(seen.class).or_default().push(text.clone());
            }
            if texts.len() > 3 {
                stammer.beginnings.push(texts[..3].to_vec());
            }
        }
        stammer
    }

    /// A story with restarts in it, marked.
    pub(crate) fn tell(&self, clauses: &[Vec<Spoken>], dice: &mut Dice) -> Vec<Spoken> {
        let mut told = Vec::new();
        for clause in clauses {
            let texts: Vec<&str> = clause.iter().map(|word| word.text.as_str()).collect();
            for (at, word) in clause.iter().enumerate() {
                if dice.below(EVERY) == 0 {
                    let first = self.taken_back(&texts, at, dice);
                    let taken_back = !first.is_empty();
                    told.extend(first.into_iter().enumerate().map(|(n, text)| Spoken {
                        text,
                        back: true,
                        begins: n == 0,
                        filler: false,
                    }));
                    if taken_back && dice.below(16) == 0 {
                        told.extend(between(dice));
                    }
                } else if dice.below(150) == 0 {
                    told.extend(between(dice));
                }
                told.push(word.clone());
            }
        }
        told
    }

    /// What is said and taken back before the word at `at`.
    fn taken_back(&self, texts: &[&str], at: usize, dice: &mut Dice) -> Vec<String> {
        let rest = texts.len() - at;
        let copy =
            |length: usize| texts[at..at + length.min(rest)].iter().map(|text| (*text).to_owned()).collect();
        match dice.below(100) {
            0..30 => match dice.below(100) {
                // Long and rare words are seldom said twice.
                0..76 if seen(texts[at]).is_closed() || dice.below(6) == 0 => copy(1),
                0..76 => Vec::new(),
                76..92 => copy(2),
                92..98 => copy(3),
                _ => copy(4),
            },
            30..75 => match dice.below(5) {
                0 | 1 => self.otherwise(texts, at, dice).unwrap_or_default(),
                2 | 3 => self.other_word(texts, at, dice).unwrap_or_default(),
                _ => left_out(texts, at, dice).unwrap_or_default(),
            },
            75..79 => {
                // Another word of its kind, and on with the same: "it was that was".
                let mut words: Vec<String> = self.another(texts[at], dice).into_iter().collect();
                if let (false, Some(next)) = (words.is_empty(), texts.get(at + 1)) {
                    words.push((*next).to_owned());
                }
                words
            }
            79..83 => self.another(texts[at], dice).into_iter().collect(),
            83..89 => vec![self.closed[dice.below(self.closed.len())].clone()],
            89..95 => {
                let beginning = &self.beginnings[dice.below(self.beginnings.len())];
                beginning[..=dice.below(3)].to_vec()
            }
            // A restart that leaves no trace cannot be found.
            _ => Vec::new(),
        }
    }

    /// The same first word, and on otherwise.
    fn otherwise(&self, texts: &[&str], at: usize, dice: &mut Dice) -> Option<Vec<String>> {
        let ways = self.after.get(texts[at])?;
        let way = &ways[dice.below(ways.len())];
        if texts.get(at + 1).is_some_and(|next| way[0] == *next) {
            return None;
        }
        let mut words = vec![texts[at].to_owned()];
        words.extend_from_slice(&way[..=dice.below(2)]);
        Some(words)
    }

    /// The same words but for one of its kind in another's place.
    fn other_word(&self, texts: &[&str], at: usize, dice: &mut Dice) -> Option<Vec<String>> {
        let length = 2 + dice.below(3);
        let mut words: Vec<String> =
            texts.get(at..at + length)?.iter().map(|text| (*text).to_owned()).collect();
        let other = 1 + dice.below(length - 1);
        words[other] = self.another(texts[at + other], dice)?;
        Some(words)
    }

    fn another(&self, text: &str, dice: &mut Dice) -> Option<String> {
        let words = self.by_class.get(&seen(text).class)?;
        let other = &words[dice.below(words.len())];
        (other != text).then(|| other.clone())
    }
}

/// The same words without one that is then put in: "i had i never had".
fn left_out(texts: &[&str], at: usize, dice: &mut Dice) -> Option<Vec<String>> {
    let length = 3 + dice.below(2);
    let mut words: Vec<String> = texts.get(at..at + length)?.iter().map(|text| (*text).to_owned()).collect();
    words.remove(1 + dice.below(length - 2));
    Some(words)
}

/// What is said between what is taken back and what replaces it, and elsewhere too.
fn between(dice: &mut Dice) -> impl Iterator<Item = Spoken> {
    const BETWEEN: [&str; 8] = ["you know", "you know", "i mean", "i mean", "well", "like", "actually", "so"];
    BETWEEN[dice.below(BETWEEN.len())].split(' ').map(|text| Spoken {
        text: text.to_owned(),
        back: false,
        begins: false,
        filler: true,
    })
}
