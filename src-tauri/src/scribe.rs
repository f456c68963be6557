//! The scribe: turns what the booth hears into the messages the window shows, one a turn (25 a second).

use std::sync::{Arc, Mutex};

use booth::Trouble;
use booth::live::Event;
use booth::recogniser::Recognised;
use coach::number::thousandths;
use coach::report::Flag;
use coach::{Cue, Cues, Mark, Part, Parts, Plan, SoFar, Told, Word, Words};
use serde::Serialize;

use crate::room::lock;

/// How often the ribbon is drawn anew: reading an hour of words takes its time, and nobody sees more.
const RIBBON_S: f64 = 0.5;

/// What the window shows while someone speaks. Only what changed since the last message is filled in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, specta::Type)]
pub(crate) struct Live {
    /// Seconds recorded.
    t: Option<f64>,
    /// How loud it is.
    dbfs: Option<f64>,
    /// Words that stand, since the last message.
    settled: Vec<String>,
    /// The words after them, which may still change.
    partial: Option<String>,
    /// Seconds told of each part so far.
    told: Option<Parts<f64>>,
    /// The part being told.
    now: Option<Part>,
    /// Where to go next; empty when there is nothing to say any more.
    cue: Option<String>,
    /// What is wrong with the microphone now; an empty sentence when it is over.
    trouble: Option<Complaint>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, specta::Type)]
pub(crate) struct Complaint {
    /// What it is and what to do.
    pub(crate) sentence: String,
    /// Whether the take can go on with another microphone.
    pub(crate) wants_a_microphone: bool,
}

impl Live {
    pub(crate) fn t(&self) -> Option<f64> {
        self.t
    }

    pub(crate) fn told(&self) -> Option<&Parts<f64>> {
        self.told.as_ref()
    }

    pub(crate) fn trouble(&self) -> Option<&str> {
        self.trouble.as_ref().map(|told| told.sentence.as_str())
    }
}

/// What is known of a take that only its window knows: where the speaker says which part it is, what to look at again, and
/// the plan to give cues by. Shared by the scribe and who hears the keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marked(Arc<Mutex<Set>>);

/// What was set so far.
#[derive(Debug, Default)]
struct Set {
    /// Seconds recorded.
    t: f64,
    marks: Vec<Mark>,
    flags: Vec<Flag>,
    /// None: nobody wants cues.
    plan: Option<Plan>,
}

impl Marked {
    /// The part begins now. Gives all marks so far.
    pub(crate) fn begin(&self, part: Part) -> Vec<Mark> {
        let Set { t, marks, .. } = &mut *lock(&self.0);
        marks.push(Mark { part, start: thousandths(*t), end: None });
        marks.clone()
    }

    /// This moment is to be looked at again. Gives all such moments so far.
    pub(crate) fn flag(&self) -> Vec<Flag> {
        let Set { t, flags, .. } = &mut *lock(&self.0);
        flags.push(Flag { t: thousandths(*t) });
        flags.clone()
    }

    /// From now on there are cues, by this plan.
    pub(crate) fn guide_by(&self, plan: Plan) {
        lock(&self.0).plan = Some(plan);
    }

    fn all(&self) -> Vec<Mark> {
        lock(&self.0).marks.clone()
    }

    /// The cue to show, if any are wanted.
    fn cue(&self, cues: &mut Cues, told: &Told) -> Option<Cue> {
        let set = lock(&self.0);
        cues.at(set.t, told, set.plan.as_ref()?)
    }

    fn it_is(&self, t: f64) {
        lock(&self.0).t = t;
    }
}

/// Collects between messages.
pub(crate) struct Scribe {
    marked: Marked,
    so_far: SoFar,
    cues: Cues,
    cue: Option<Cue>,
    device: String,
    words: Vec<Word>,
    partial: String,
    changed: bool,
    told_at: f64,
    next: Live,
}

impl Scribe {
    pub(crate) fn new(marked: Marked) -> Self {
        Self {
            marked,
            so_far: SoFar::default(),
            cues: Cues::default(),
            cue: None,
            device: String::new(),
            words: Vec::new(),
            partial: String::new(),
            changed: false,
            told_at: 0.0,
            next: Live::default(),
        }
    }

    /// Notes an event; gives a message when one is due.
    pub(crate) fn note(&mut self, event: Event) -> Option<Live> {
        match event {
            Event::Heard(Recognised::Partial(text)) => {
                if text != self.partial {
                    self.partial.clone_from(&text);
                    self.next.partial = Some(text);
                    self.changed = true;
                }
                None
            }
            Event::Heard(Recognised::Final(words)) => {
                self.next.settled.extend(words.iter().map(|word| word.text.clone()));
                self.words.extend(words);
                self.partial.clear();
                self.next.partial = Some(String::new());
                self.changed = true;
                None
            }
            Event::Opened(device) => {
                self.device = device;
                None
            }
            Event::Trouble(trouble) => {
                self.next.trouble = Some(trouble.map_or_else(Complaint::default, |trouble| Complaint {
                    sentence: sentence(trouble, &self.device),
                    wants_a_microphone: trouble.wants_a_microphone(),
                }));
                // A microphone that delivers nothing brings no levels either: say it at once.
                Some(std::mem::take(&mut self.next))
            }
            Event::Level { t, dbfs } => {
                self.next.t = Some(t);
                self.next.dbfs = Some(dbfs);
                self.marked.it_is(t);
                if self.changed && t - self.told_at >= RIBBON_S {
                    self.changed = false;
                    self.told_at = t;
                    if let Some(told) = self.told(t) {
                        let cue = self.marked.cue(&mut self.cues, &told);
                        if cue != self.cue {
                            self.cue = cue;
                            self.next.cue = Some(cue.map_or_else(String::new, |cue| cue.text().to_owned()));
                        }
                        self.next.told = Some(told.seconds);
                        self.next.now = told.now;
                    }
                }
                Some(std::mem::take(&mut self.next))
            }
        }
    }

    /// Seconds by part so far; words that may still change share the time since the last that stand.
    fn told(&mut self, t: f64) -> Option<Told> {
        let mut words = self.words.clone();
        let from = words.last().map_or(0.0, |word| word.end);
        let tail: Vec<&str> = self.partial.split_whitespace().collect();
        let each = (t - from).max(0.0) / tail.len().max(1) as f64;
        words.extend(tail.iter().enumerate().map(|(index, text)| Word {
            text: (*text).to_owned(),
            start: from + index as f64 * each,
            end: from + (index + 1) as f64 * each,
            conf: 1.0,
            struck: false,
        }));
        Some(self.so_far.hear(&Words::new(words).ok()?, &self.marked.all()))
    }
}

/// What is wrong and what to do, with the microphone's name.
pub(crate) fn sentence(trouble: Trouble, device: &str) -> String {
    match trouble {
        Trouble::NothingArrives => {
            format!(
                "Nothing arrives from “{device}”. Check that it is plugged in and not used by another program."
            )
        }
        Trouble::Stalled => {
            format!(
                "“{device}” has stopped delivering sound. What you said so far is kept; the take can go on with another microphone."
            )
        }
        Trouble::Flat => format!("“{device}” is silent: it is muted, or another program holds it."),
        Trouble::Quiet => {
            format!("“{device}” hears almost nothing. If you are speaking, move closer or turn it up.")
        }
        Trouble::Clipping => format!("“{device}” is overdriven: turn it down or move away a little."),
        Trouble::Deaf => {
            "The recogniser has stopped. The recording goes on, and is analysed when you stop.".to_owned()
        }
        Trouble::Unwritable => {
            "The recording cannot be written any more. It has stopped; what you said so far is kept."
                .to_owned()
        }
        Trouble::Unplugged => {
            format!(
                "“{device}” was unplugged. What you said so far is kept; the take can go on with another microphone."
            )
        }
        Trouble::DiskFull => {
            "The disk is full. Recording has stopped; what you said so far is kept.".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, start: f64) -> Word {
        Word { text: text.to_owned(), start, end: start + 0.3, conf: 1.0, struck: false }
    }

    #[test]
    fn a_message_carries_only_what_changed() {
        let mut scribe = Scribe::new(Marked::default());
        assert_eq!(scribe.note(Event::Heard(Recognised::Partial("last year".to_owned()))), None);
        let first = scribe.note(Event::Level { t: 1.0, dbfs: -20.0 }).expect("a message");
        assert_eq!(first.partial.as_deref(), Some("last year"));
        assert!(first.told.is_some());

        let second = scribe.note(Event::Level { t: 1.1, dbfs: -20.0 }).expect("a message");
        assert_eq!((second.partial, second.told), (None, None));

        scribe.note(Event::Heard(Recognised::Final(vec![word("last", 0.2), word("year", 0.6)])));
        let third = scribe.note(Event::Level { t: 1.2, dbfs: -20.0 }).expect("a message");
        assert_eq!(third.settled, ["last", "year"]);
        assert_eq!(third.partial.as_deref(), Some(""));
    }

    #[test]
    fn a_cue_is_given_only_to_who_wants_one_and_taken_back() {
        // Nothing but the failure, for a minute and a half.
        let heard = |marked: Marked| {
            let mut scribe = Scribe::new(marked);
            let mut cues = Vec::new();
            for second in 0..90 {
                let t = f64::from(second);
                let words = ["we", "lost", "the", "order"].iter().zip(0_u32..);
                let words = words
                    .map(|(text, n)| word(text, t + 0.25 * f64::from(n)))
                    .map(|word| Word { end: word.start + 0.2, ..word });
                scribe.note(Event::Heard(Recognised::Final(words.collect())));
                cues.extend(scribe.note(Event::Level { t: t + 1.0, dbfs: -20.0 }).and_then(|live| live.cue));
            }
            cues
        };
        let failing = || {
            let marked = Marked::default();
            marked.begin(Part::Failure);
            marked
        };
        assert!(heard(failing()).is_empty());
        let guided = failing();
        guided.guide_by(Plan::all()[0].clone());
        assert_eq!(heard(guided), ["Move on to your part in it.", ""]);
    }

    #[test]
    fn trouble_is_told_at_once_and_so_is_its_end() {
        let mut scribe = Scribe::new(Marked::default());
        assert_eq!(scribe.note(Event::Opened("Yeti".to_owned())), None);
        let message = scribe.note(Event::Trouble(Some(Trouble::Flat))).expect("at once");
        assert_eq!((message.t, message.dbfs), (None, None), "no level has been measured");
        let Complaint { sentence, wants_a_microphone } = message.trouble.expect("a sentence");
        assert!(sentence.contains("“Yeti”") && sentence.contains("muted"), "{sentence}");
        assert!(!wants_a_microphone, "unmuting is enough");
        let over = scribe.note(Event::Trouble(None)).expect("at once");
        assert_eq!(over.trouble, Some(Complaint::default()));
    }
}
