//! What a take's page says, before it is Markdown or HTML: sections of lines, and the transcript with what happened in it.

use coach::report::{FillerKind, Kind, PauseKind, Quote, Rung, Severity, Verdict};
use coach::{Part, Report};

use crate::TakeRow;

/// A take to be shown.
#[derive(Debug, Clone, Copy)]
pub struct TakePage<'a> {
    /// Its row in the list.
    pub row: &'a TakeRow,
    /// What the coach says of it.
    pub report: &'a Report,
    /// When it was told, as its speaker reads a time.
    pub when: &'a str,
}

/// Lines under a heading.
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) lines: Vec<Line>,
}

/// Something said of the take, with the words it rests on.
pub(super) struct Line {
    pub(super) label: String,
    pub(super) text: String,
    pub(super) quote: Option<(String, f64)>,
}

/// How a page is marked up.
pub(super) trait Markup {
    /// Text that stays text.
    fn plain(text: &str) -> String;
    fn label(text: &str) -> String;
    fn quote(text: &str, at: &str) -> String;
}

/// A line, marked up.
pub(super) fn entry<M: Markup>(line: &Line) -> String {
    let mut parts = Vec::new();
    if !line.label.is_empty() {
        parts.push(M::label(&line.label));
    }
    if let Some((quote, start)) = &line.quote {
        parts.push(M::quote(quote, &clock(*start)));
    }
    if !line.text.is_empty() {
        parts.push(M::plain(&line.text));
    }
    parts.join(" ")
}

/// A piece of the transcript.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece<'a> {
    Word(&'a str),
    /// A word that carries nothing, or "um" and "uh" where they were heard.
    Filler(String),
    /// Taken back and said anew.
    TakenBack(&'a str),
    /// A hesitation, in seconds.
    Silence(f64),
    /// To be looked at again, said the speaker.
    Flag,
}

/// The words of one part, as they were told.
pub(super) struct Told<'a> {
    pub(super) part: Part,
    pub(super) start: f64,
    pub(super) pieces: Vec<Piece<'a>>,
}

pub(super) fn name(part: Part) -> &'static str {
    match part {
        Part::Failure => "Failure",
        Part::Ownership => "Ownership",
        Part::Action => "Action",
        Part::Learning => "Learning",
        Part::Change => "Change",
        Part::Other => "Outside the story",
    }
}

/// Seconds as minutes and seconds.
pub(super) fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

fn line(label: &str, text: impl Into<String>, quote: Option<&Quote>) -> Line {
    let quote = quote.map(|quote| (quote.quote.clone(), quote.start));
    Line { label: label.to_owned(), text: text.into(), quote }
}

impl TakePage<'_> {
    /// What it is called.
    pub(super) fn title(&self) -> String {
        self.row.story.clone().unwrap_or_else(|| "A take".to_owned())
    }

    /// When, how long, against what.
    pub(super) fn subtitle(&self) -> String {
        let report = self.report;
        let mut parts = vec![self.when.to_owned(), clock(report.source.duration_s)];
        parts.push(format!("measured by the plan “{}”", report.plan));
        if let Some(answered) = &report.answered {
            parts.push(format!("a follow-up: “{}”", answered.question));
        }
        parts.join(" · ")
    }

    /// Everything but the arc and the transcript.
    pub(super) fn sections(&self) -> Vec<Section> {
        let mut sections = vec![self.standing_out(), self.judged(), self.found(), self.composure()];
        sections.push(Section {
            title: "What may be asked next",
            lines: self.report.follow_ups.iter().map(|question| line("", question, None)).collect(),
        });
        sections.retain(|section| !section.lines.is_empty());
        sections
    }

    fn standing_out(&self) -> Section {
        let mut lines = Vec::new();
        if self.report.kind == Kind::NotFailureAnswer && self.report.answered.is_none() {
            lines.push(line("", "No failure is told in it.", None));
        }
        if let Some(answered) = &self.report.answered {
            lines.push(line("The follow-up", &answered.what, None));
        }
        if let Some(strength) = &self.report.headline.strength {
            lines.push(line("Keep", &strength.why, Some(&strength.quote)));
        }
        if let Some(fix) = &self.report.headline.fix {
            lines.push(line("One fix", &fix.what, fix.quote.as_ref()));
        }
        if let Some(by_heart) = &self.report.over_rehearsed {
            lines.push(line("By heart", by_heart, None));
        }
        lines
            .extend(self.report.arc.remarks.iter().map(|remark| line(name(remark.part), &remark.what, None)));
        lines.extend(self.report.quality.problems.iter().map(|problem| line("The recording", problem, None)));
        Section { title: "What stands out", lines }
    }

    fn judged(&self) -> Section {
        let report = self.report;
        let mut lines = vec![match &report.ownership.sentence {
            Some(sentence) => line("The cause is owned", "", Some(sentence)),
            None => line("The cause is owned", "no sentence does so", None),
        }];
        let rung = match report.learning.rung {
            None | Some(Rung::None) => "nothing yet",
            Some(Rung::Slogan) => "a slogan",
            Some(Rung::Rule) => "a rule",
            Some(Rung::Artefact) => "something that lasts",
            Some(Rung::Evidence) => "proof that it held",
        };
        lines.push(line("The lesson reaches", rung, report.learning.quote.as_ref()));
        let repair = &report.repair;
        let steps = [
            ("It was noticed", &repair.realised),
            ("It was contained", &repair.contained),
            ("Somebody was told", &repair.told),
            ("It was put right", &repair.fixed),
            ("It cannot happen again", &repair.prevented),
        ];
        lines.extend(steps.map(|(step, quote)| match quote {
            Some(quote) => line(step, "", Some(quote)),
            None => line(step, "not heard", None),
        }));
        let fit = [("Level", &report.fit.level), ("Shape", &report.fit.shape), ("When", &report.fit.recency)];
        lines.extend(fit.into_iter().filter_map(|(what, said)| Some(line(what, said.as_ref()?, None))));
        for point in &report.outline {
            let text = if point.said.is_some() { "" } else { "left out" };
            lines.push(line(&format!("Point: {}", point.text), text, point.said.as_ref()));
        }
        if report.answered.is_some() {
            Section { title: "", lines: Vec::new() }
        } else {
            Section { title: "What the words say", lines }
        }
    }

    fn found(&self) -> Section {
        let lines = self.report.findings.iter().map(|finding| Line {
            label: if finding.severity == Severity::Warn {
                finding.id.replace('_', " ")
            } else {
                "A question".to_owned()
            },
            text: format!("{} {}", finding.why, finding.r#try),
            quote: Some((finding.quote.clone(), finding.start)),
        });
        Section { title: "Traps", lines: lines.collect() }
    }

    fn composure(&self) -> Section {
        let composure = &self.report.composure;
        let of = |kind: FillerKind| composure.fillers.iter().filter(|filler| filler.kind == kind).count();
        let pauses = |kind: PauseKind| composure.pauses.iter().filter(|pause| pause.kind == kind).count();
        let mut lines = vec![
            line("“Um” and “uh”, about", of(FillerKind::FilledPause).to_string(), None),
            line("Words that carry nothing", of(FillerKind::Discourse).to_string(), None),
            line("Taken back", composure.restarts.len().to_string(), None),
            line("Hesitations", (pauses(PauseKind::Hesitation) + pauses(PauseKind::Stall)).to_string(), None),
        ];
        if let (Some(wpm), Some(spoken)) = (composure.pace.wpm, composure.pace.articulation_wpm) {
            let pace = format!("{wpm:.0} words a minute, {spoken:.0} without pauses");
            lines.push(line("Pace", pace, None));
        }
        let against = &composure.owning_vs_rest;
        let slips = (against.owning.slips_per_min(), against.rest.slips_per_min());
        if let (true, (Some(owning), Some(rest))) = (against.enough, slips) {
            let text = format!("{owning:.1} slips a minute, {rest:.1} in the rest");
            lines.push(line("While owning it", text, None));
        }
        Section { title: "Composure", lines }
    }

    /// Part, time, share, target and verdict of each part that is told or wanted.
    pub(super) fn table(&self) -> Vec<[String; 5]> {
        let arc = &self.report.arc;
        let told = |part: &Part| *part != Part::Other || arc.parts[*part].seconds > 0.0;
        let row = |part: Part| {
            let time = &arc.parts[part];
            let off = time.off_by_seconds.unwrap_or(0.0).abs();
            let verdict = match time.verdict {
                Some(Verdict::Missing) => "not told".to_owned(),
                Some(Verdict::Over) if off >= 0.5 => format!("{off:.0} s too long"),
                Some(Verdict::Under) if off >= 0.5 => format!("{off:.0} s too short"),
                Some(_) => "fine".to_owned(),
                None => String::new(),
            };
            let target = time.target.map_or_else(String::new, |target| format!("{:.0} %", 100.0 * target));
            [
                name(part).to_owned(),
                clock(time.seconds),
                format!("{:.0} %", 100.0 * time.share),
                target,
                verdict,
            ]
        };
        Part::ALL.into_iter().filter(told).map(row).collect()
    }

    /// The words part by part, with what happened between them.
    pub(super) fn transcript(&self) -> Vec<Told<'_>> {
        let report = self.report;
        let composure = &report.composure;
        let mut told = Vec::new();
        let mut between: Vec<(f64, Piece<'_>)> = Vec::new();
        let is_word =
            |start: f64, end: f64| report.words.iter().any(|word| word.start < end && start < word.end);
        for filler in &composure.fillers {
            if filler.kind == FillerKind::FilledPause && !is_word(filler.start, filler.end) {
                between.push((filler.start, Piece::Filler(filler.text.clone())));
            }
        }
        for pause in &composure.pauses {
            if matches!(pause.kind, PauseKind::Hesitation | PauseKind::Stall) {
                between.push((pause.start, Piece::Silence(pause.end - pause.start)));
            }
        }
        between.extend(report.flags.iter().map(|flag| (flag.t, Piece::Flag)));
        between.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut between = between.into_iter().peekable();
        for span in &report.arc.spans {
            let mut pieces = Vec::new();
            let words = span.first_word as usize..(span.last_word as usize + 1).min(report.words.len());
            for at in words {
                let word = &report.words[at];
                while let Some((_, piece)) = between.next_if(|(t, _)| *t <= word.start) {
                    pieces.push(piece);
                }
                let taken_back = composure
                    .restarts
                    .iter()
                    .any(|restart| (restart.first_words[0]..restart.first_words[1]).contains(&(at as u32)));
                let middle = f64::midpoint(word.start, word.end);
                let filler =
                    composure.fillers.iter().any(|filler| filler.start <= middle && middle <= filler.end);
                pieces.push(match (filler, taken_back) {
                    (true, _) if word.struck => Piece::Filler("um".to_owned()),
                    (true, _) => Piece::Filler(word.text.clone()),
                    (_, true) => Piece::TakenBack(&word.text),
                    _ => Piece::Word(&word.text),
                });
            }
            told.push(Told { part: span.part, start: span.start, pieces });
        }
        if let Some(last) = told.last_mut() {
            last.pieces.extend(between.map(|(_, piece)| piece));
        }
        told
    }
}
