//! How a journal of ten thousand takes and two million words behaves: its size, how long it is opened, read, written and
//! exported, each beside the most it may take. Ends with code 1 if that is exceeded.
//!
//! `cargo bench -p journal`; a number after `--` makes another number of takes, without limits.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a bench of the terminal"
)]

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use coach::sound::{Frame, Held, Sounds};
use coach::{Report, Setting, Take, Word, Words, guide, judge};
use journal::export::Table;
use journal::{Begun, Best, Done, Journal, Outline, State, StoryDraft, Stretch, Wanted};

const TAKES: u32 = 10_000;
const WORDS_A_TAKE: usize = 200;
const STORIES: usize = 30;
const REPORTS: usize = 20;
/// Of the takes, the oldest: in the trash.
const IN_TRASH: u32 = 50;
const COACH: &str = "bench";
const RUNS: usize = 21;
const PAGE: u32 = 50;

const MINUTE_MS: i64 = 60_000;
/// Four takes a day, so that ten thousand are seven years.
const APART_MS: i64 = 6 * 60 * MINUTE_MS;

/// A line of the table.
struct Line {
    what: String,
    took: Duration,
    slowest: Duration,
    most: Option<Duration>,
}

#[derive(Default)]
struct Lines {
    lines: Vec<Line>,
}

impl Lines {
    /// The median of so many runs, after one that fills the caches.
    fn median(&mut self, what: &str, most_ms: Option<u64>, runs: usize, mut run: impl FnMut()) {
        if runs > 1 {
            run();
        }
        let mut took: Vec<Duration> = (0..runs)
            .map(|_| {
                let begun = Instant::now();
                run();
                begun.elapsed()
            })
            .collect();
        took.sort();
        let most = most_ms.map(Duration::from_millis);
        self.lines.push(Line { what: what.to_owned(), took: took[runs / 2], slowest: took[runs - 1], most });
    }

    /// Prints its rows of the table; whether every limit is kept.
    fn print(&self) -> bool {
        let shown = |took: Duration| match took.as_secs_f64() {
            seconds if seconds < 1.0 => format!("{:.2} ms", seconds * 1e3),
            seconds => format!("{seconds:.1} s"),
        };
        for Line { what, took, slowest, most } in &self.lines {
            let limit = most.map_or_else(String::new, |most| format!("≤ {most:.0?}"));
            let missed = if most.is_some_and(|most| *took > most) { ", missed" } else { "" };
            println!(
                "| journal: {what} | | {}, slowest {} | {limit}{missed} |",
                shown(*took),
                shown(*slowest)
            );
        }
        self.lines.iter().all(|line| line.most.is_none_or(|most| line.took <= most))
    }
}

/// Model answers, each run on into the next until it is long enough, with what slips in speech.
fn spoken(number: usize) -> Words {
    let answers = guide::model_answers();
    let texts: Vec<String> = (number..number + 3).map(|at| answers[at % answers.len()].text()).collect();
    let mut said: Vec<&str> = Vec::with_capacity(WORDS_A_TAKE);
    for (at, word) in texts.iter().flat_map(|text| text.split_whitespace()).enumerate() {
        if at % (17 + number) == 11 {
            said.push("um");
        }
        if at % (29 + number) == 7 {
            said.push(word);
        }
        said.push(word);
    }
    said.truncate(WORDS_A_TAKE);
    let mut clock = 0.4;
    let words = said.iter().enumerate().map(|(at, text)| {
        let hesitates = at % (23 + number) == 19;
        let start = clock + if hesitates { 1.1 } else { 0.04 };
        clock = start + 0.18 + 0.02 * text.len() as f64;
        Word { text: (*text).to_owned(), start, end: clock, conf: 0.97, struck: false }
    });
    Words::new(words.collect()).unwrap()
}

fn sounds() -> Sounds {
    // A take of 80 s, a third of it held.
    let frame = Frame::new(1.5, 230, 133, [2.0, -3.0]);
    let held = |n: u32| Held { start: 120 * n, frames: vec![frame; 40] };
    Sounds { levels: vec![150; 8_000], sounding: vec![true; 8_000], held: (0..66).map(held).collect() }
}

/// The takes that are made, all alike but for what is said in them.
struct Made {
    reports: Vec<Report>,
    sounds: Sounds,
    outline: Outline,
    stories: Vec<String>,
}

impl Made {
    fn keep(&mut self, journal: &mut Journal, at: u32) -> String {
        // Every take has a story but for one in thirty-one.
        let story = self.stories.get(at as usize % (STORIES + 1)).cloned();
        let started_ms = i64::from(at) * APART_MS;
        let begun = Begun {
            story,
            plan: "quarter".to_owned(),
            device: "a microphone".to_owned(),
            started_ms,
            ..Begun::default()
        };
        let id = journal.begin_take(&begun).unwrap();
        let report = &mut self.reports[at as usize % REPORTS];
        report.id.clone_from(&id);
        let done = Done {
            state: State::Done,
            report,
            coach_version: COACH,
            outline: Some(&self.outline),
            sounds: Some(&self.sounds),
        };
        journal.finish_take(&id, &done).unwrap();
        id
    }
}

fn fill(journal: &mut Journal, takes: u32) -> (Made, Vec<String>) {
    let reports = (0..REPORTS)
        .map(|number| judge(&Take::of_words("bench", spoken(number)), &Setting::default()))
        .collect();
    let stories = (0..STORIES)
        .map(|number| {
            let title = format!("story {number}");
            journal.add_story(&StoryDraft { title, ..StoryDraft::default() }, 1).unwrap().id
        })
        .collect();
    let outline = Outline { per_second: 50, peaks: (0..=255).cycle().take(80 * 50).collect() };
    let mut made = Made { reports, sounds: sounds(), outline, stories };
    let ids: Vec<String> = (0..takes).map(|at| made.keep(journal, at)).collect();
    for id in &ids[..IN_TRASH as usize] {
        journal.delete_take(id, 1).unwrap();
    }
    (made, ids)
}

/// The most memory this process had since [`forget_most_memory`], and what it has now; nothing, where that is not told.
fn memory_kib() -> Option<(u64, u64)> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let of = |name: &str| -> Option<u64> {
        status.lines().find(|line| line.starts_with(name))?.split_whitespace().nth(1)?.parse().ok()
    };
    Some((of("VmHWM:")?, of("VmRSS:")?))
}

fn forget_most_memory() {
    // Only Linux has it, and a container may forbid it: the figure is then the one since the beginning.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn bytes_of(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

fn reading(lines: &mut Lines, journal: &Journal, made: &Made, ids: &[String]) {
    let takes = ids.len() as u32;
    let points = journal.trend(None, Stretch::Whole).unwrap().len();
    println!("{points} of {takes} takes are answers on the charts");
    for (name, stretch) in [("whole", Stretch::Whole), ("ownership", Stretch::Part(coach::Part::Ownership))] {
        lines.median(&format!("trend of all answers, {name}"), Some(25), RUNS, || {
            black_box(journal.trend(None, stretch).unwrap());
        });
        lines.median(&format!("trend of one story, {name}"), Some(25), RUNS, || {
            black_box(journal.trend(Some(&made.stories[3]), stretch).unwrap());
        });
    }
    let now_ms = i64::from(takes) * APART_MS;
    lines.median("streak", Some(25), RUNS, || {
        black_box(journal.streak(now_ms, 60 * MINUTE_MS).unwrap());
    });
    for best in [Best::FewestFillers, Best::FewestRestarts, Best::FewestHesitations] {
        lines.median(&format!("personal best, {best:?}"), Some(25), RUNS, || {
            black_box(journal.personal_best(best).unwrap());
        });
    }
    lines.median("first and last of a story", Some(25), RUNS, || {
        black_box(journal.first_and_last(&made.stories[3]).unwrap().unwrap());
    });
    let listed = journal.take_count().unwrap();
    for (name, skip) in [("first", 0), ("last", listed - PAGE)] {
        lines.median(&format!("list of takes, {name} page"), Some(10), RUNS, || {
            assert_eq!(journal.takes(&Wanted::default(), skip, PAGE).unwrap().len(), PAGE as usize);
        });
    }
    let of_story = Wanted { story: Some(made.stories[3].clone()), ..Wanted::default() };
    let trash = Wanted { in_trash: true, ..Wanted::default() };
    for (name, wanted) in [("of a story", of_story), ("of the trash", trash)] {
        lines.median(&format!("list of takes, {name}"), Some(10), RUNS, || {
            black_box(journal.takes(&wanted, 0, PAGE).unwrap());
        });
    }
    let mut at = 0;
    lines.median("a report", Some(15), RUNS, || {
        // Another one each time, as a user opens them.
        at = (at + 977) % ids.len();
        black_box(journal.report(&ids[at]).unwrap());
    });
    let last = ids.last().unwrap();
    lines.median("what came before a take", Some(25), RUNS, || {
        black_box(journal.measures_before(last, 20).unwrap());
        black_box(journal.takes_before(last).unwrap());
        black_box(journal.asked_before(last, 5).unwrap());
    });
    lines.median("due in trash", None, RUNS, || {
        assert_eq!(journal.due_in_trash(now_ms).unwrap().len(), IN_TRASH as usize);
    });
    for (name, coach, found) in [("none", COACH, 0), ("all", "another", ids.len())] {
        lines.median(&format!("judged by others, {name}"), None, RUNS, || {
            assert_eq!(journal.judged_by_others(coach).unwrap().len(), found);
        });
    }
}

fn out_and_back_up(lines: &mut Lines, journal: &Journal, folder: &Path, limits: bool) -> bool {
    forget_most_memory();
    let before = memory_kib();
    lines.median("export to nowhere", limits.then_some(20_000), 1, || {
        journal.export(std::io::sink()).unwrap();
    });
    let mut is_constant = true;
    if let (Some((_, had)), Some((most, _))) = (before, memory_kib()) {
        let grown = most.saturating_sub(had);
        is_constant = grown < 16 * 1024;
        println!("memory: {had} KiB before the export, {most} KiB at most during it, {grown} KiB more");
    }
    for (name, table) in [("takes", Table::Takes), ("composure", Table::Composure)] {
        lines.median(&format!("table of {name} to nowhere"), None, 1, || {
            journal.export_table(table, &|ms| ms.to_string(), std::io::sink()).unwrap();
        });
    }
    let copy = folder.join("copy.db");
    lines.median("back up", None, 1, || journal.back_up(&copy).unwrap());
    lines.median("check of the whole file", None, 1, || journal.check().unwrap());
    is_constant
}

fn main() -> ExitCode {
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let takes: u32 = asked.unwrap_or(TAKES).max(2 * IN_TRASH);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let begun = Instant::now();
    let mut journal = Journal::open(&path).unwrap();
    let (mut made, ids) = fill(&mut journal, takes);
    drop(journal);
    let words: usize = made.reports.iter().map(|report| report.words.len()).sum();
    let words = words * takes as usize / REPORTS;
    println!("{takes} takes, {words} words, made in {:.1?}", begun.elapsed());
    println!(
        "{:.1} MB, and {:.1} MB in the log",
        bytes_of(&path) as f64 / 1e6,
        bytes_of(&path.with_extension("db-wal")) as f64 / 1e6
    );

    let mut lines = Lines::default();
    lines.median("open", Some(60), RUNS, || drop(Journal::open(&path).unwrap()));
    let mut journal = Journal::open(&path).unwrap();
    reading(&mut lines, &journal, &made, &ids);
    let mut at = takes;
    lines.median("save a take: begin and finish", Some(30), 5 * RUNS, || {
        at += 1;
        made.keep(&mut journal, at);
    });
    let forgotten = &ids[ids.len() / 2..=ids.len() / 2];
    journal.delete_take(&forgotten[0], 1).unwrap();
    lines.median("forget a take", None, 1, || journal.forget(forgotten, 0).unwrap());
    let is_constant = out_and_back_up(&mut lines, &journal, folder.path(), takes <= TAKES);
    println!();
    let all_kept = lines.print();
    if !is_constant {
        println!("the export takes memory for every take");
    }
    if all_kept && is_constant || takes > TAKES { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
