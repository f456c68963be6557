//! Reports and takes as a terminal shows them.

use std::fmt::Write as _;
use std::io::{self, Write};

use coach::report::{FillerKind, HeardBy, Kind, OwningVsRest, PauseKind, Report, Rung, Severity, Verdict};
use coach::{Part, Parts};
use journal::TakeRow;

/// Columns of the arc's strip.
const STRIP: usize = 60;

/// Prints a report, whole as JSON or as a page to read.
pub(super) fn report(out: &mut impl Write, report: &Report, json: bool) -> io::Result<()> {
    if json {
        serde_json::to_writer_pretty(&mut *out, report)?;
        return writeln!(out);
    }
    out.write_all(page(report).as_bytes())
}

fn name(part: Part) -> &'static str {
    match part {
        Part::Failure => "failure",
        Part::Ownership => "ownership",
        Part::Action => "action",
        Part::Learning => "learning",
        Part::Change => "change",
        Part::Other => "outside",
    }
}

fn mark(part: Part) -> char {
    match part {
        Part::Failure => '█',
        Part::Ownership => '▓',
        Part::Action => '▒',
        Part::Learning => '░',
        Part::Change => '▄',
        Part::Other => '·',
    }
}

/// Seconds as minutes and seconds.
pub(super) fn clock(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

fn page(report: &Report) -> String {
    let mut page = String::new();
    let mut line = |text: &str| {
        page.push_str(text);
        page.push('\n');
    };
    let arc = &report.arc;
    line(&format!(
        "{}: {} words in {}, plan {}",
        report.id,
        report.words.len(),
        clock(report.source.duration_s),
        report.plan
    ));
    for problem in &report.quality.problems {
        line(&format!("! {problem}"));
    }
    if let Some(answered) = &report.answered {
        line(&format!("Asked “{}”: {}", answered.question, answered.what));
    }
    if let Some(strength) = &report.headline.strength {
        line(&format!("“{}” {}", strength.quote.quote, strength.why));
    }
    if let Some(fix) = &report.headline.fix {
        line(&format!("One fix: {}", fix.what));
    }
    if report.kind == Kind::NotFailureAnswer {
        page.push_str(&found(report));
        return page;
    }
    line("");
    line(&strip(report));
    line("");
    for part in Part::ALL {
        line(&part_line(report, part));
    }
    // The answer to a follow-up is held to no plan.
    if report.answered.is_none() {
        line(&format!(
            "  learning and change together {:.0} %, at least {:.0} % wanted",
            arc.learning_change_share * 100.0,
            arc.learning_change_floor * 100.0
        ));
    }
    for remark in &arc.remarks {
        line(&format!("  {} {}", if remark.severity == Severity::Warn { '!' } else { '?' }, remark.what));
    }
    if let Some(seconds) = arc.seconds_to_failure {
        line(&format!("  the failure is named after {seconds:.0} s"));
    }
    page.push_str(&found(report));
    let mut line = |text: &str| {
        page.push_str(text);
        page.push('\n');
    };
    line("");
    let spoken = &report.composure.pace;
    if let (Some(wpm), Some(articulation)) = (spoken.wpm, spoken.articulation_wpm) {
        line(&format!("Pace: {wpm:.0} words a minute, {articulation:.0} without pauses"));
    }
    line(&slips(report));
    let count = |kind| report.composure.pauses.iter().filter(|pause| pause.kind == kind).count();
    line(&format!(
        "Pauses: {} at boundaries, {} hesitations, {} stalls",
        count(PauseKind::Boundary),
        count(PauseKind::Hesitation),
        count(PauseKind::Stall)
    ));
    page
}

/// What was found in the words: the cause, the lesson, traps, and what may be asked next.
fn found(report: &Report) -> String {
    let mut page = String::from("\n");
    let mut line = |text: String| {
        page.push_str(&text);
        page.push('\n');
    };
    match &report.ownership.sentence {
        Some(sentence) => line(format!("You own it at {}: “{}”", clock(sentence.start), sentence.quote)),
        None => line("No sentence owns the cause.".to_owned()),
    }
    if let (Some(rung), Some(quote)) = (report.learning.rung, &report.learning.quote) {
        let rung = match rung {
            Rung::None => "nothing",
            Rung::Slogan => "a slogan",
            Rung::Rule => "a rule",
            Rung::Artefact => "something that lasts",
            Rung::Evidence => "proof that it held",
        };
        line(format!("The lesson reaches {rung}: “{}”", quote.quote));
    }
    for finding in &report.findings {
        let mark = if finding.severity == Severity::Warn { '!' } else { '?' };
        line(format!(
            "{mark} {} at {}: “{}” {}",
            finding.id,
            clock(finding.start),
            finding.quote,
            finding.why
        ));
    }
    for question in &report.follow_ups {
        line(format!("May be asked: {question}"));
    }
    page
}

/// Fillers and restarts, in all and while the failure is owned against the rest.
fn slips(report: &Report) -> String {
    let composure = &report.composure;
    let by_sound = composure.fillers.iter().any(|filler| filler.heard_by == HeardBy::Sound);
    let filled = composure.fillers.iter().filter(|filler| filler.kind == FillerKind::FilledPause).count();
    let whole = &composure.whole;
    let mut line = format!(
        "Slips: {}{filled} × um and uh, {} × other fillers, {} × something taken back",
        if by_sound { "about " } else { "" },
        composure.fillers.len() - filled,
        whole.restarts
    );
    let OwningVsRest { owning, rest, enough } = &composure.owning_vs_rest;
    if let (true, Some(owning), Some(rest)) = (*enough, owning.slips_per_min(), rest.slips_per_min()) {
        // Writing to a string cannot fail.
        let _ = write!(line, "; {owning:.1} a minute while owning the failure, {rest:.1} in the rest");
    }
    line
}

/// What has been told so far, a column for every two seconds.
pub(super) fn ribbon(told: &Parts<f64>) -> String {
    Part::ALL
        .into_iter()
        .flat_map(|part| std::iter::repeat_n(mark(part), (told[part] / 2.0).round() as usize))
        .collect()
}

fn strip(report: &Report) -> String {
    let spans = &report.arc.spans;
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return String::new() };
    let column = |index: usize| first.start + (index as f64 + 0.5) / STRIP as f64 * (last.end - first.start);
    let strip: String = (0..STRIP)
        .map(|index| {
            let t = column(index);
            spans.iter().find(|span| t < span.end).map_or('·', |span| mark(span.part))
        })
        .collect();
    let mut wanted = String::new();
    for part in Part::STORY {
        let share = report.arc.parts[part].target.unwrap_or(0.0);
        let columns = (share * STRIP as f64).round() as usize;
        wanted.extend(std::iter::repeat_n(mark(part), columns));
    }
    if wanted.is_empty() {
        return format!("  told  {strip}");
    }
    format!("  told  {strip}\n  plan  {wanted}")
}

fn part_line(report: &Report, part: Part) -> String {
    let time = &report.arc.parts[part];
    let mut line = format!(
        "  {} {:<10} {:>5} {:>4.0} %",
        mark(part),
        name(part),
        clock(time.seconds),
        time.share * 100.0
    );
    let off = time.off_by_seconds.unwrap_or(0.0).abs();
    let verdict = match time.verdict {
        None => return line,
        Some(Verdict::InBand) => String::new(),
        // Under half a second off its band is at its edge.
        Some(Verdict::Over | Verdict::Under) if off < 0.5 => String::new(),
        Some(Verdict::Over) => format!("   {off:.0} s too long"),
        Some(Verdict::Under) => format!("   {off:.0} s too short"),
        Some(Verdict::Missing) => "   not told".to_owned(),
    };
    // Writing to a string cannot fail.
    let _ = write!(line, "   of {:>2.0} %{verdict}", time.target.unwrap_or(0.0) * 100.0);
    line
}

/// A take in one line: id, when, how long, how it begins.
pub(super) fn take_line(take: &TakeRow) -> String {
    let when = chrono::DateTime::from_timestamp_millis(take.started_ms)
        .map_or_else(String::new, |when| when.format("%Y-%m-%d %H:%M UTC").to_string());
    let length = take.duration_s.map_or_else(|| "-".to_owned(), clock);
    format!("{}  {when}  {length:>5}  {}", take.id, take.opening)
}
