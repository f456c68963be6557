//! Discourse fillers: words that carry nothing where they stand. The same words are needed elsewhere ("i like the plan",
//! "you know the client"), so every one is judged by what stands around it. In doubt it is no filler.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::chain::number_of;
use crate::lexicon::seen;

/// What counts as a fault unless the speaker says otherwise.
const FAULTS: [&str; 17] = [
    "like",
    "you know",
    "i mean",
    "so",
    "well",
    "actually",
    "literally",
    "honestly",
    "anyway",
    "or something",
    "and stuff",
    "and everything",
    "i guess",
    "to be honest",
    "you see",
    "let's see",
    "yeah",
];
/// Hardly ever fillers: shown when they are used often, and no faults.
const FAVOURITES: [&str; 8] =
    ["right", "okay", "basically", "kind of", "sort of", "just", "really", "obviously"];

/// Which words count as fillers: the speaker's to edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FillerWords(pub Vec<String>);

impl Default for FillerWords {
    fn default() -> Self {
        Self(FAULTS.map(str::to_owned).to_vec())
    }
}

/// A filler found among the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) words: Range<usize>,
    pub(crate) text: String,
}

/// The fillers among plain words; `begins` says where what is said begins anew: at 0, and wherever a sentence ends.
pub(crate) fn fillers(texts: &[String], begins: &[usize], wanted: &FillerWords) -> Vec<Found> {
    let phrases: Vec<Vec<&str>> = wanted
        .0
        .iter()
        .map(|phrase| phrase.split_whitespace().collect())
        .filter(|words: &Vec<&str>| !words.is_empty())
        .collect();
    let ends = begins.iter().copied().skip(1).chain([texts.len()]);
    let utterances = begins.iter().zip(ends).map(|(&begin, end)| (begin, &texts[begin..end]));
    utterances.flat_map(|(begin, texts)| fillers_in(texts, begin, &phrases)).collect()
}

fn fillers_in(texts: &[String], begin: usize, phrases: &[Vec<&str>]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < texts.len() {
        // The longest phrase that stands here.
        let here = phrases
            .iter()
            .filter(|phrase| texts[at..].iter().zip(*phrase).filter(|(a, b)| a == b).count() == phrase.len())
            .max_by_key(|phrase| phrase.len());
        let Some(phrase) = here else {
            at += 1;
            continue;
        };
        let words = at..at + phrase.len();
        let around = Around {
            texts,
            words: words.clone(),
            opens_answer: begin == 0,
            after_filler: found.last().is_some_and(|last| last.words.end == at),
        };
        let text = phrase.join(" ");
        if around.is_filler(&text) {
            at = words.end;
            found.push(Found { words, text });
        } else {
            at += 1;
        }
    }
    for filler in &mut found {
        filler.words = filler.words.start + begin..filler.words.end + begin;
    }
    found
}

/// Words used so often that the speaker may want to know, with how often: those that are no fillers by themselves.
pub(crate) fn favourites(texts: &[String], wanted: &FillerWords) -> Vec<(String, usize)> {
    let also = FAVOURITES.iter().filter(|phrase| !wanted.0.iter().any(|word| word == *phrase));
    also.map(|phrase| {
        let words: Vec<&str> = phrase.split(' ').collect();
        let count =
            texts.windows(words.len()).filter(|here| here.iter().zip(&words).all(|(a, b)| a == b)).count();
        ((*phrase).to_owned(), count)
    })
    .collect()
}

const SUBJECTS: &str = "i we he she they you it there i'm i've i'd i'll we're we've we'd he's she's they're they'd it's there's that's you're";
const CONNECTIVES: &str = "and but so because then or";
const BE: &str = "is was are were be been being am i'm it's that's there's he's she's they're we're you're isn't wasn't weren't";
const LOOKS: &str = "look looks looked looking feel feels felt feeling sound sounds sounded sounding seem seems seemed act acts acted acting smell smells smelled taste tastes treat treats treated behave behaved";
const NOUNISH: &str = "a an the my your his her its our their this these those that some any every each another most all no other";

const AMOUNT: &str = "maybe about around half almost nearly dozens hundreds thousands";
const STRONG: &str = "really so very too super totally completely literally actually honestly basically just kind sort pretty absolutely never always not only already still suddenly immediately";

fn one_of(word: Option<&str>, list: &str) -> bool {
    word.is_some_and(|word| list.split(' ').any(|other| other == word))
}

/// A phrase and what stands around it.
struct Around<'a> {
    texts: &'a [String],
    words: Range<usize>,
    /// Whether nothing was said before these texts.
    opens_answer: bool,
    /// Another filler stands right before it.
    after_filler: bool,
}

impl Around<'_> {
    fn before(&self, distance: usize) -> Option<&str> {
        let at = self.words.start.checked_sub(distance)?;
        self.texts.get(at).map(String::as_str)
    }

    fn after(&self, distance: usize) -> Option<&str> {
        self.texts.get(self.words.end + distance - 1).map(String::as_str)
    }

    fn after_is(&self, list: &str) -> bool {
        one_of(self.after(1), list)
    }

    fn before_is(&self, list: &str) -> bool {
        one_of(self.before(1), list)
    }

    /// Nothing stands before it, or a word that joins clauses, or another filler.
    fn opens(&self) -> bool {
        self.words.start == 0
            || self.after_filler
            || self.before_is(CONNECTIVES)
            || self.before_is("yeah okay oh no yes")
    }

    fn closes(&self) -> bool {
        self.words.end == self.texts.len()
    }

    /// Soon after it there is a verb: then what follows is a clause of its own.
    fn verb_follows(&self) -> bool {
        (1..=5).any(|distance| {
            self.after(distance).is_some_and(|word| distance > 1 && is_past(word)) ||
            one_of(self.after(distance), "is was are were had has have did didn't does doesn't would could can will won't wasn't isn't")
        })
    }

    fn is_filler(&self, phrase: &str) -> bool {
        match phrase {
            "like" => self.like(),
            "you know" => self.you_know(),
            "i mean" => self.i_mean(),
            "so" => self.so(),
            "well" => self.well(),
            "actually" => {
                let said_before = self.before_is("and so") || self.words.start == 0 || self.after_filler;
                said_before && !self.closes() || self.closes() && !self.before_is("what happened do did")
            }
            "literally" => {
                !self.closes() && !self.before_is("it him her them me too so very quite this that not taken took means followed")
                    && !self.after_is("and but or translated translates means meant")
            }
            "honestly" => (self.opens() || self.closes() && self.words.len() < self.words.start) && !self.spoken_how(),
            "basically" => !self.after_is("the same sound"),
            "sort of" | "kind of" => self.sort_of(),
            "okay" => self.okay(),
            "right" => self.right(),
            "anyway" => self.opens() && !self.closes(),
            "or something" | "and stuff" | "and everything" => {
                self.closes() || self.after_is(CONNECTIVES) && self.after(1) != Some("or") || phrase != "and everything" && self.after_is("i we he she they")
            }
            "i guess" => {
                !self.before_is("can could can't couldn't would let as did to what before never when if how should had whatever than")
                    && !self.after_is("right wrong that the what which who his her their at how correctly")
            }
            "to be honest" => {
                (self.words.start == 0 || self.closes() || self.before_is(CONNECTIVES) || self.after_is(SUBJECTS))
                    && !self.after_is("with about")
                    && !self.before_is("wanted want had have has need needed needs try tried decided chose chosen taught learned learnt how promised afraid supposed scared brave enough me him her them us you better important hard easy is was ought going able not asked told and ready")
            }
            "you see" => {
                !self.before_is("do did if as when what let will can could how would that before once where whenever until can't don't didn't than cause should less more")
                    && !self.after_is("the a an it him her them what how why where if me us my his their on in more this that")
            }
            "let's see" => !self.after_is("what how if whether who the him them her where why") && (self.after(1) != Some("it") || self.verb_follows()),
            "yeah" => (self.opens() || self.closes()) && !self.after_is(BE) && !self.is_reported(),
            "oh" => self.opens() && !self.is_reported(),
            // The speaker's own list: every one of them.
            _ => true,
        }
    }

    /// Somebody else's words follow: "he said yeah", "i was like oh no".
    fn is_reported(&self) -> bool {
        const SAYS: &str = "said says say saying told asked thought think thinking like goes went replied answered shouted nodded go";
        (1..=3).any(|distance| one_of(self.before(distance), SAYS))
    }

    fn spoken_how(&self) -> bool {
        (1..=5).any(|distance| one_of(self.before(distance), "answer answered speak spoke talk talked"))
            || self.before_is("answer answered speak spoke talk talked say said tell told asked act acted report reported more as very quite and")
            && !self.before_is("and")
            || self.after_is("about")
    }

    fn like(&self) -> bool {
        // "to like hide it", "a like huge row".
        let goes_on = self.after(1).is_some_and(|next| seen_open(next) && !next.ends_with("ing"));
        if self.before_is("to a") && goes_on && self.before(2).is_some() {
            return true;
        }
        if self.before_is(LOOKS) || self.before_is("something anything nothing things stuff people more much exactly bit would i'd we'd you'd he'd she'd they'd who'd don't didn't doesn't not to someone somebody everyone others places the problems words cases mistakes") {
            return false;
        }
        if self.after_is("that this these those him her me them us it mine yours itself")
            && !self.before_is(BE)
        {
            return false;
        }
        if self.closes() || self.after_is("and or") {
            return false;
        }
        let number = |distance: usize| {
            self.after(distance).is_some_and(|word| seen(word).class == number_of("number"))
        };
        if number(1) || self.after(1) == Some("a") && number(2) {
            return true;
        }
        let said = one_of(self.after(2), "said say told mentioned explained do does did always used");
        if self.before_is(BE) {
            // "i was like no way", "it was like really bad"; but "it was like a dream".
            let asks_what = (2..=7).any(|distance| one_of(self.before(distance), "what how"));
            return !asks_what
                && !said
                && (self.after_is(SUBJECTS)
                    || self.after_is(STRONG)
                    || self.after_is(AMOUNT)
                    || self.after_is(
                        "no yes yeah oh okay what where when why wow hey well this that let's don't you how who",
                    ));
        }
        if self.after_is(AMOUNT) {
            return true;
        }
        if self.before_is("i we you they he she who people customers do did really also")
            && !one_of(self.before(1), "really also")
            || self.before_is("do did")
        {
            // A verb, unless an adverb or another verb follows: "i like totally froze".
            return self.after_is(STRONG)
                || self.after(1).is_some_and(|next| next.ends_with("ly") || is_past(next));
        }
        if self
            .before_is("had have has for in with after only at got there's by than within about took every")
        {
            return !self.after_is("that this minded mind");
        }
        if self.opens() {
            return !said
                && !self.after_is(NOUNISH)
                && !self.after_is("many most everyone everybody other anybody anyone")
                && !self.after(1).is_some_and(|next| next.ends_with('s') && seen_open(next));
        }
        self.after_is(STRONG)
            || self.before_is("just never") && self.after(1).is_some_and(is_past)
            || self.after_is(SUBJECTS) && !said && self.before_is("just really then")
    }

    fn you_know(&self) -> bool {
        if self.before_is("better more less longer maybe think")
            || self.words.start == 0 && self.after_is("very little more less")
            || self.after_is("that this your")
        {
            return false;
        }
        if self.before_is("do did if as what how when that let don't would should will might everyone now before than do because cause where who didn't may must can could whether all once unless have whatever make sure thing people person someone somebody everything wanted want") {
            return false;
        }
        if self.after_is("how what who why where if whether him them her me us about someone somebody enough nothing anything everything better when which") {
            return false;
        }
        if self.after_is(NOUNISH) || self.after_is("it") {
            let stands_apart = self.words.start > 0 && !self.before_is(CONNECTIVES);
            return stands_apart || self.words.start > 0 && self.verb_follows();
        }
        true
    }

    fn i_mean(&self) -> bool {
        // What is meant by what was just said: "when i say late i mean", "by we i mean".
        if (1..=8).any(|distance| one_of(self.before(distance), "say by")) || self.after_is("no to") {
            return false;
        }
        if self.before_is(
            "what do did if which how whatever when that as who words think because know says said",
        ) {
            return false;
        }
        match self.after(1) {
            Some("by" | "business" | "every" | "well" | "him" | "her" | "them" | "you") => {
                self.after_is("well you") && self.words.start > 0 && self.verb_follows()
            }
            Some("it" | "that" | "this") => one_of(
                self.after(2),
                "is was wasn't isn't had has did didn't does doesn't would could can will felt looked took went cost made meant worked broke",
            ),
            Some("what") => !one_of(self.after(3), "say said"),
            _ => true,
        }
    }

    fn so(&self) -> bool {
        if self.after_is("that far much many long as often") {
            return false;
        }
        if self.before(1).is_some_and(|word| word.ends_with("ly")) && self.closes() {
            return false;
        }
        let opens = self.opens_answer && self.words.start == 0 && !self.is_degree();
        let trails = self.closes()
            && !self.before_is("think thinks thought hope guess say said says suppose believe do does did doing done if or even not and why told just more is was be ever how like them him her us me you");
        let leads = self.after_is("yeah anyway okay like basically um") && !self.is_degree();
        opens || trails || leads || self.opens_answer && self.after_filler && self.words.start <= 2
    }

    /// "so tired", "so many": how much, not what follows.
    fn is_degree(&self) -> bool {
        self.after(1).is_some_and(|next| {
            let ends = ["ed", "ful", "ous", "ly"].iter().any(|ending| next.ends_with(ending));
            ends && seen_open(next)
                || one_of(Some(next), "tired sure busy proud sorry bad good big small hard easy late early happy afraid angry focused scared young new few little quick fast quiet loud convinced certain keen close low high important obvious simple stupid")
        })
    }

    fn well(&self) -> bool {
        if self.before_is("as very went go going goes did do doing does done work worked works working pretty so really quite too not know knows knew known sleep slept get got gets feel felt feeling all how speak spoke handled run ran runs perform performed sell sold fit fits fairly rather just reasonably perfectly that's equally bode eat ate read listen listened mean means meant pay paid extremely incredibly it him them her me us you")
            && !(self.before_is("so did it him them her me us you") && self.after_is(SUBJECTS) && self.words.start > 1 && self.before_is("so"))
        {
            return false;
        }
        if self.after_is("known tested done enough under over before after aware behind ahead into past paid prepared being beyond above below worth and meaning within out off on with for in of written made run established received looked liked documented") {
            return false;
        }
        if self.opens() {
            return !self.closes();
        }
        self.before_is(BE) && self.after_is(SUBJECTS)
            || self.before_is("then said thought")
                && self.after_is(SUBJECTS)
                && !self.before_is("said thought")
            || self.after_is("i we he she they there's it's i'm i've let's") && !self.closes()
    }

    fn sort_of(&self) -> bool {
        // "a special kind of fool".
        if self.before(1).is_some_and(seen_open) && one_of(self.before(2), "a an any every this that") {
            return false;
        }
        let needed = self.before_is(
            "what that this the a some any same every another these those all other one each which no different certain right wrong first best worst only new my his her their our whatever many several two three",
        );
        !(needed || self.after_is("you him her them us thing things person people") || self.closes())
    }

    fn okay(&self) -> bool {
        if self.words.start == 0 && self.after_is(BE) {
            return false;
        }
        if self.is_reported()
            || self.after_is("with to and for")
            || self.before_is(BE)
            || self.before_is(
                "feel felt an the seemed looked went doing not perfectly it that be totally was did",
            )
        {
            return false;
        }
        self.opens() || self.after_is("so i we well")
    }

    fn right(&self) -> bool {
        if (1..=5)
            .any(|distance| one_of(self.before(distance), "got get getting gets put do doing done make set"))
        {
            return false;
        }
        if self.words.start == 0 {
            return self.after_is(SUBJECTS) || self.after_is("so okay well then yeah my the first");
        }
        let leads_on = "after before now away there here of to at in on across through up down then back";
        if self.before_is(RIGHT_IS_NEEDED) || self.after_is(leads_on) {
            return false;
        }
        self.closes() || self.after_is("and so but because i we they it") || self.before_is("okay so yeah")
    }
}

const RIGHT_IS_NEEDED: &str = "the a all that's that was is it be not turn go were are quite exactly made on my your his her their our did been always had being never more just who what too feel felt";

fn seen_open(word: &str) -> bool {
    !seen(word).is_closed()
}

fn is_past(word: &str) -> bool {
    word.ends_with("ed")
        || one_of(
            Some(word),
            "was were had did went froze forgot lost broke ran said told got made took came thought knew left sent gave",
        )
}

#[cfg(test)]
mod tests;
