//! The report, `schema: 1`: the same for the window, the CLI and the journal.
//!
//! Every key is always present, but `struck` of a word and `end` of a mark, which are there when they are set.

mod said;

use serde::{Deserialize, Serialize};

pub use said::{
    Composure, Filler, FillerKind, HeardBy, Measures, OwningVsRest, Pace, PaceAt, Pause, PauseKind, Restart,
    RestartKind,
};

use crate::{Lens, Level, Mark, Part, Parts, Quality, Source, Word};

/// The version of the shape below. Fields may be added; none changes meaning without a new number.
pub const SCHEMA: u32 = 1;

/// Everything the coach has to say about one take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The take's id, from the input.
    pub id: String,
    /// Whether this is an answer to the question at all.
    pub kind: Kind,
    /// The id of the plan it was measured against.
    pub plan: String,
    /// The level it was told for, when chosen.
    pub level: Option<Level>,
    /// The question that was asked.
    pub question: Lens,
    /// Where the words come from.
    pub source: Source,
    /// What was said.
    pub words: Vec<Word>,
    /// How well it could be heard.
    pub quality: Quality,
    /// The parts of the story and the time they took.
    pub arc: ArcReport,
    /// Where the speaker says which part it is; such spans are `by` the speaker.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// Who is said to have caused it.
    pub ownership: Ownership,
    /// How far the lesson went.
    pub learning: Learning,
    /// How it was said, and where it slipped.
    pub composure: Composure,
    /// Traps and gaps, each with the words that triggered it.
    pub findings: Vec<Finding>,
    /// Whether the story fits the level.
    pub fit: Fit,
    /// Which steps of the repair were told.
    pub repair: Repair,
    /// Words that soften the speaker's own part.
    pub hedges: Vec<Quote>,
    /// Words used so often that the speaker may want to know.
    pub favourites: Vec<Favourite>,
    /// Moments the speaker flagged while speaking.
    pub flags: Vec<Flag>,
    /// Points of the story's outline, and where they were said.
    pub outline: Vec<OutlinePoint>,
    /// The speaker's own medians; `None` until there are three takes.
    pub own_median: Option<OwnMedian>,
    /// How many takes of the same story came before, as far as a journal knows.
    #[serde(default)]
    pub earlier_takes: u32,
    /// Four dimensions, one to four, never added up.
    pub rubric: Vec<Rubric>,
    /// One strength and one fix.
    pub headline: Headline,
    /// Questions an interviewer would ask next.
    pub follow_ups: Vec<String>,
    /// How a follow-up question was answered, where the take answers one. Its arc is not held against a plan.
    #[serde(default)]
    pub answered: Option<Answered>,
    /// What to know, when it sounds learnt by heart beside earlier takes of the story.
    #[serde(default)]
    pub over_rehearsed: Option<String>,
}

/// Whether the words answer the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    FailureAnswer,
    NotFailureAnswer,
}

/// The parts of the story and the time they took.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ArcReport {
    /// The plan's id.
    pub plan: String,
    /// How long the plan wants the whole answer to be.
    #[serde(default)]
    pub plan_seconds: u32,
    /// The take from first to last word, without gaps: every word lies in exactly one span.
    pub spans: Vec<Span>,
    /// Time by part; the six shares add up to 1.
    pub parts: Parts<PartTime>,
    /// Fraction of the time spent on the failure.
    pub failure_share: f64,
    /// Fraction spent on learning and change together.
    pub learning_change_share: f64,
    /// What the plan wants for learning and change together, at least.
    pub learning_change_floor: f64,
    /// Seconds from the first word until the failure is named.
    pub seconds_to_failure: Option<f64>,
    /// Words spoken before it is named.
    pub backstory_words: Option<u32>,
    /// Parts that no clause tells.
    pub missing: Vec<Part>,
    /// The part to work on next.
    pub weakest: Option<Part>,
    /// What is worth saying beyond the numbers, the strong words first.
    #[serde(default)]
    pub remarks: Vec<Remark>,
}

/// A word on the arc.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Remark {
    /// A note is phrased as a question.
    pub severity: Severity,
    /// The part it is about.
    pub part: Part,
    /// A sentence.
    pub what: String,
}

/// A stretch of a take in one part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Span {
    /// Which part is told.
    pub part: Part,
    /// Seconds; a pause between two spans is shared between them.
    pub start: f64,
    /// Seconds.
    pub end: f64,
    /// Index of its first word.
    pub first_word: u32,
    /// Index of its last word, included.
    pub last_word: u32,
    /// How sure the coach is, 0 to 1.
    pub certainty: f64,
    /// Who decided.
    pub by: By,
}

/// Who decided that a span is in its part. The speaker wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum By {
    Coach,
    Speaker,
}

/// The time one part took, against the plan.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PartTime {
    /// Seconds in this part.
    pub seconds: f64,
    /// Fraction of the time from first to last word.
    pub share: f64,
    /// What the plan wants; `None` for `other`.
    pub target: Option<f64>,
    /// From where to where the share is fine.
    pub band: Option<[f64; 2]>,
    /// How the share lies to the band.
    pub verdict: Option<Verdict>,
    /// Signed distance to the nearest edge of the band; 0 inside it.
    pub off_by_seconds: Option<f64>,
}

/// How a part's share lies to its band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Verdict {
    InBand,
    Over,
    Under,
    Missing,
}

/// Some words and where they lie in the recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[allow(missing_docs, reason = "the names say it")]
pub struct Quote {
    pub quote: String,
    pub start: f64,
    pub end: f64,
}

/// Who is said to have caused it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Ownership {
    /// The one sentence in which the speaker owns the cause.
    pub sentence: Option<Quote>,
    /// Fraction of the cause put on oneself.
    pub first_person_share: Option<f64>,
    /// Fraction put on others and circumstances.
    pub outward_share: Option<f64>,
}

/// How far the lesson went on the ladder: slogan, rule, artefact, evidence.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Learning {
    /// The rung reached; `None` until it is judged.
    pub rung: Option<Rung>,
    /// The words that reach it.
    pub quote: Option<Quote>,
    /// The next rung.
    pub missing_rung: Option<Rung>,
}

/// A rung of the learning ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Rung {
    None,
    Slogan,
    Rule,
    Artefact,
    Evidence,
}

/// A trap or a gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Finding {
    /// The trap's id.
    pub id: String,
    /// A note is phrased as a question.
    pub severity: Severity,
    /// 0 to 1.
    pub certainty: f64,
    /// The rule behind it.
    pub rule: String,
    /// The words that triggered it.
    pub quote: String,
    /// Seconds.
    pub start: f64,
    /// Seconds.
    pub end: f64,
    /// Why it costs.
    pub why: String,
    /// A prompt to rewrite, never an answer.
    pub r#try: String,
}

/// How strongly a finding is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Severity {
    Note,
    Warn,
}

/// Whether the story fits the level.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[allow(missing_docs, reason = "the names say it")]
pub struct Fit {
    pub level: Option<String>,
    pub shape: Option<String>,
    pub recency: Option<String>,
}

/// Which steps of the repair were told.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[allow(missing_docs, reason = "the names say it")]
pub struct Repair {
    pub realised: Option<Quote>,
    pub contained: Option<Quote>,
    pub told: Option<Quote>,
    pub fixed: Option<Quote>,
    pub prevented: Option<Quote>,
}

/// A word used often.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[allow(missing_docs, reason = "the names say it")]
pub struct Favourite {
    pub text: String,
    pub count: u32,
}

/// A moment the speaker flagged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Flag {
    /// Seconds.
    pub t: f64,
}

/// A point of the story's outline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OutlinePoint {
    /// As the speaker wrote it.
    pub text: String,
    /// Where it was said, if it was.
    pub said: Option<Quote>,
}

/// The speaker's own medians over earlier takes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OwnMedian {
    /// How many takes they rest on.
    pub takes: u32,
    /// The medians.
    pub measures: Measures,
}

/// How a follow-up question was answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Answered {
    /// The question.
    pub question: String,
    /// Whether what it asks for is heard; `None` for a question of one's own.
    pub given: Option<bool>,
    /// Seconds from the first word to the last.
    pub seconds: f64,
    /// What was measured, in a sentence.
    pub what: String,
}

/// One dimension of the rubric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Rubric {
    /// What is graded.
    pub dimension: Dimension,
    /// 1 to 4; `None` with its reason in `because` until there is enough to say.
    pub level: Option<u8>,
    /// The quotes and numbers it rests on.
    pub because: Vec<String>,
}

/// What interviewers grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Dimension {
    Accountability,
    SelfAwareness,
    Growth,
    Composure,
}

/// One strength and one fix.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Headline {
    /// Something done well, in the speaker's words.
    pub strength: Option<Strength>,
    /// The one thing to change in the next take.
    pub fix: Option<Fix>,
}

/// Something done well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[allow(missing_docs, reason = "the names say it")]
pub struct Strength {
    pub quote: Quote,
    pub why: String,
}

/// The one thing to change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Fix {
    /// Something to do in the next take.
    pub what: String,
    /// The words it is about, where there are some.
    pub quote: Option<Quote>,
}
