//! What kind of word a word is: the closed classes of English by list, the rest by its ending.

use crate::chain::number_of;

/// The closed classes: their words are few, and each behaves in its own way.
const CLASSES: [(&str, &str); 19] = [
    ("subject", "i he she we they"),
    (
        "pronoun",
        "it you me him us them this that these those who someone somebody everyone everybody nobody anyone something everything nothing anything one mine yours myself himself herself themselves ourselves yourself itself",
    ),
    ("owner", "my your his her its our their whose"),
    ("article", "the a an"),
    (
        "quantity",
        "some any no every each all both another other many much most few several such more less half",
    ),
    (
        "preposition",
        "in on at of to for from with by about into onto over under after before through during between against without within around behind across off up down out near towards toward upon until till than as like",
    ),
    (
        "and",
        "and but or so because if when while although though since unless whereas whether where how why what which",
    ),
    ("be", "is was are were be been being am"),
    ("have", "have has had having"),
    ("do", "do does did done doing"),
    ("modal", "will would can could should shall may might must"),
    (
        "not",
        "not never don't didn't doesn't wasn't weren't isn't aren't couldn't wouldn't can't won't shouldn't haven't hadn't hasn't",
    ),
    (
        "short",
        "i'm i've i'd i'll he's she's it's we're we've we'd we'll they're they've they'd they'll you're you've you'd you'll that's there's what's who's let's he'd she'd here's",
    ),
    (
        "adverb",
        "just really very quite pretty too also still even only already always maybe perhaps probably actually basically then now here there again ever yet almost though",
    ),
    ("answer", "yes yeah no okay ok right well oh huh hey anyway sorry wait please"),
    (
        "number",
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million first second third",
    ),
    (
        "common verb",
        "go going went gone get got getting know knew think thought say said see saw make made take took come came want wanted tell told put let lets mean feel felt find found give gave keep kept try tried need needed look looked call called ask asked start started work worked use used happen happened",
    ),
    (
        "time",
        "today yesterday tomorrow week month year day night morning afternoon evening monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december time hour minute",
    ),
    ("kind", "kind sort lot bit couple thing things stuff way people guy guys"),
];

/// A word as the learnt models see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The word itself.
    pub word: u64,
    /// The word itself in a closed class, else its class: what generalises.
    pub id: u64,
    /// Its class.
    pub class: u64,
}

impl Seen {
    /// Whether its class is one of the closed ones.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.id == self.word
    }
}

/// What kind of word this is; it is to be given in lower case. An apostrophe makes no difference: not everybody who
/// writes down what was said writes it.
#[must_use]
pub fn seen(word: &str) -> Seen {
    let word = word.replace('\'', "");
    let word = word.as_str();
    let number = number_of(word);
    if let Some(class) = closed_class(word) {
        return Seen { word: number, id: number, class };
    }
    let class = number_of(ending(word));
    Seen { word: number, id: class, class }
}

fn closed_class(word: &str) -> Option<u64> {
    static BY_WORD: std::sync::LazyLock<std::collections::HashMap<String, u64>> =
        std::sync::LazyLock::new(|| {
            let words = CLASSES.iter().rev();
            words
                .flat_map(|(class, words)| {
                    words.split(' ').map(|word| (word.replace('\'', ""), number_of(class)))
                })
                .collect()
        });
    BY_WORD.get(word).copied()
}

fn ending(word: &str) -> &'static str {
    const ENDINGS: [&str; 14] =
        ["ing", "ied", "ed", "ly", "tion", "ment", "ness", "ity", "er", "est", "al", "ive", "y", "s"];
    if word.len() < 4 {
        return "short word";
    }
    ENDINGS.iter().find(|ending| word.ends_with(**ending)).copied().unwrap_or("word")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_words_are_themselves_and_open_ones_their_kind() {
        assert_ne!(seen("i").id, seen("we").id);
        assert_eq!(seen("i").class, seen("we").class);
        assert_eq!(seen("deployed").id, seen("assumed").id);
        assert_ne!(seen("deployed").word, seen("assumed").word);
    }
}
