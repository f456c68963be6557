//! A Retake that is killed while it writes, two hundred times, on the same journals. What it said it had written is there,
//! what it was just writing is there or not, and nothing is there in part.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use coach::{Mark, Part, Report};
use journal::{Journal, JournalError, State, StoryDraft, Wanted};

use crate::{Seeded, begin, finish, reports, sound, which};

const KILLS: u64 = 200;
/// Enough kills of one journal for its log to be taken into the file while it is written, and few enough takes to read.
const KILLS_OF_ONE: u64 = 25;

const PATH: &str = "RETAKE_TEST_KILLED_JOURNAL";
const SEED: &str = "RETAKE_TEST_KILLED_SEED";
/// Before each line of ours, so that it is told from those of the test's own harness.
const TELLS: &str = "\u{1}";

fn marks(count: usize) -> Vec<Mark> {
    (0..count).map(|at| Mark { part: Part::Action, start: at as f64, end: None }).collect()
}

fn page(number: usize) -> StoryDraft {
    // Long enough for its row to take more than one page of the file.
    let text = format!("{number} ").repeat(3_000).trim_end().to_owned();
    StoryDraft { title: number.to_string(), notes: text, ..StoryDraft::default() }
}

/// What the other process runs; as a test of its own it does nothing.
#[test]
fn a_retake_to_be_killed_writes_without_end() {
    let (Some(path), Ok(seed)) = (std::env::var_os(PATH), std::env::var(SEED)) else { return };
    let written = std::fs::read(Path::new(&path).with_extension("reports")).unwrap();
    let reports: Vec<Report> = serde_json::from_slice(&written).unwrap();
    let mut journal = Journal::open(Path::new(&path)).unwrap();
    let mut chance = Seeded(seed.parse().unwrap());
    let tell = |line: String| writeln!(std::io::stdout(), "{TELLS}{line}").unwrap();
    tell("open".to_owned());
    let listed = |journal: &Journal, in_trash| -> Vec<String> {
        let takes = journal.takes(&Wanted { in_trash, ..Wanted::default() }, 0, u32::MAX).unwrap();
        takes.into_iter().map(|take| take.id).collect()
    };
    for now_ms in 1.. {
        let which = chance.below(reports.len());
        match chance.below(8) {
            0..3 => {
                let id = begin(&mut journal, now_ms).unwrap();
                tell(format!("begun {id}"));
                journal.keep_marks(&id, &marks(40)).unwrap();
                tell(format!("marked {id}"));
                tell(format!("finishing {id} {which}"));
                finish(&mut journal, &id, &reports[which]).unwrap();
                tell(format!("kept {id} {which}"));
            }
            3..5 => {
                let takes = listed(&journal, false);
                if let Some(id) = takes.get(chance.below(takes.len().max(1))) {
                    tell(format!("finishing {id} {which}"));
                    finish(&mut journal, id, &reports[which]).unwrap();
                    tell(format!("kept {id} {which}"));
                }
            }
            5 => {
                let stories = journal.stories().unwrap();
                let number = chance.below(1_000);
                match stories.first() {
                    Some(story) if stories.len() > 5 => {
                        tell(format!("without {}", story.id));
                        journal.delete_story(&story.id, now_ms).unwrap();
                    }
                    Some(story) if number.is_multiple_of(2) => {
                        journal.change_story(&story.id, &page(number)).unwrap();
                    }
                    _ => tell(format!("story {}", journal.add_story(&page(number), now_ms).unwrap().id)),
                }
            }
            6 => {
                let takes = listed(&journal, false);
                if takes.len() > 4 {
                    journal.delete_take(&takes[chance.below(takes.len())], now_ms).unwrap();
                }
            }
            _ => {
                let gone = listed(&journal, true);
                if gone.len() > 2 {
                    for id in &gone {
                        tell(format!("without {id}"));
                    }
                    journal.forget(&gone, now_ms).unwrap();
                    for id in &gone {
                        tell(format!("forgot {id}"));
                    }
                }
            }
        }
    }
}

/// What must be in the journal by what was told of it.
#[derive(Default)]
struct Expected {
    /// The report a take has, or the others it may have because one was just being written.
    takes: HashMap<String, HashSet<usize>>,
    begun: HashSet<String>,
    marked: HashSet<String>,
    stories: HashSet<String>,
    forgotten: HashSet<String>,
}

impl Expected {
    fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        let id = || words[1].to_owned();
        match words[0] {
            "begun" => drop(self.begun.insert(id())),
            "marked" => drop(self.marked.insert(id())),
            "story" => drop(self.stories.insert(id())),
            "forgot" => drop(self.forgotten.insert(id())),
            "finishing" => {
                // Of one that has no report yet there need not be one.
                if let Some(may) = self.takes.get_mut(words[1]) {
                    may.insert(words[2].parse().unwrap());
                }
            }
            "kept" => drop(self.takes.insert(id(), HashSet::from([words[2].parse().unwrap()]))),
            "without" => {
                self.takes.remove(words[1]);
                self.begun.remove(words[1]);
                self.marked.remove(words[1]);
                self.stories.remove(words[1]);
            }
            "open" => {}
            other => panic!("'{other}' is not told"),
        }
    }

    fn look(&self, journal: &Journal, reports: &[Report]) {
        for id in &self.begun {
            journal.take(id).unwrap();
        }
        for (id, may) in &self.takes {
            assert_eq!(journal.take(id).unwrap().state, State::Done);
            assert!(may.contains(&which(journal, id, reports)), "{id} has a report it was not given");
        }
        for id in &self.begun {
            let found = journal.said(id).unwrap().marks;
            let is_whole = found == marks(40) || found.is_empty() && !self.marked.contains(id);
            assert!(is_whole, "{} marks of {id}", found.len());
        }
        for id in &self.forgotten {
            assert!(matches!(journal.take(id), Err(JournalError::NotFound { .. })));
        }
        let stories = journal.stories().unwrap();
        for story in &stories {
            assert_eq!(story.page, page(story.page.title.parse().unwrap()), "a page of two writings");
        }
        for id in &self.stories {
            assert!(stories.iter().any(|story| story.id == *id));
        }
    }
}

/// Has another process write, and kills it after it told so many lines and a moment more.
fn kill_after(lines: usize, moment: usize, path: &Path, seed: u64, expected: &mut Expected) -> usize {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::a_retake_to_be_killed_writes_without_end", "--nocapture"])
        .env(PATH, path)
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // The harness says what it runs in front of our first line.
    let tells = |line: std::io::Result<String>| -> Option<String> {
        line.ok()?.split_once(TELLS).map(|(_, told)| told.to_owned())
    };
    let mut told = BufReader::new(writer.stdout.take().unwrap()).lines().filter_map(tells);
    let mut heard = 0;
    while heard < lines {
        expected.hear(&told.next().expect("it writes without end"));
        heard += 1;
    }
    (0..moment).for_each(|_| std::hint::spin_loop());
    writer.kill().unwrap();
    // What it told before it was killed holds, whether it was read by then or not.
    for line in told {
        expected.hear(&line);
        heard += 1;
    }
    writer.wait().unwrap();
    heard
}

#[test]
fn a_journal_is_whole_however_often_its_retake_is_killed() {
    let reports = reports();
    let written = serde_json::to_vec(&reports).unwrap();
    let mut chance = Seeded(0x0005_eed0_fa11);
    let mut heard = 0;
    for journal_number in 0..KILLS / KILLS_OF_ONE {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        std::fs::write(path.with_extension("reports"), &written).unwrap();
        let mut expected = Expected::default();
        let mut open: Option<Journal> = None;
        for kill in 1..=KILLS_OF_ONE {
            // With none left open the log is taken into the file each time; with one left open it grows until SQLite does
            // so in the midst of the writing.
            if chance.below(4) == 0 {
                open = None;
            }
            let (lines, moment) = (chance.below(40), chance.below(200_000));
            heard += kill_after(lines, moment, &path, journal_number * 1_000 + kill, &mut expected);
            let journal = sound(&path, &reports);
            expected.look(&journal, &reports);
            open = open.or(Some(journal));
        }
        drop(open);
        expected.look(&sound(&path, &reports), &reports);
    }
    assert!(heard > 2_000, "{heard} lines are too few to have been killed while writing");
}
