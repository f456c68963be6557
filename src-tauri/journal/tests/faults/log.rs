//! A journal that was killed before its log was taken into the file, and the log has a bit turned or is cut off. Every write
//! in it has a sum of its own, so all before the damage is whole and all after it is gone.

use std::path::Path;

use coach::Report;
use journal::{Journal, State, Wanted};

use crate::{Seeded, reports, sound, told};

const IN_FILE: u32 = 10;
const IN_LOG: u32 = 20;
const FLIPS: usize = 50;

/// A journal's file and its log, as a kill leaves them.
fn killed(reports: &[Report]) -> (Vec<u8>, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let mut some = reports.iter().cycle();
    let mut tell = |count: u32, from: u32| {
        let mut journal = Journal::open(&path).unwrap();
        for at in from..from + count {
            told(&mut journal, at.into(), some.next().unwrap()).unwrap();
        }
        journal
    };
    drop(tell(IN_FILE, 0));
    let _open = tell(IN_LOG, IN_FILE);
    (std::fs::read(&path).unwrap(), std::fs::read(path.with_extension("db-wal")).unwrap())
}

/// How many takes are left; all of them are whole, and none before them is missing.
fn left(file: &[u8], log: &[u8], reports: &[Report]) -> u32 {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    std::fs::write(&path, file).unwrap();
    std::fs::write(path.with_extension("db-wal"), log).unwrap();
    let mut journal = sound(Path::new(&path), reports);
    let mut takes = journal.takes(&Wanted::default(), 0, u32::MAX).unwrap();
    takes.reverse();
    let count = takes.len() as u32;
    for (at, take) in (0..).zip(&takes) {
        assert_eq!(take.started_ms, i64::from(at), "none before it is missing");
        assert!(take.state == State::Done || at + 1 == count, "only the last can be cut off");
    }
    // It goes on from there.
    told(&mut journal, count.into(), &reports[0]).unwrap();
    count
}

#[test]
fn what_is_before_a_damage_in_the_log_is_whole() {
    let reports = reports();
    let (file, log) = killed(&reports);
    assert_eq!(left(&file, &log, &reports), IN_FILE + IN_LOG);
    assert_eq!(left(&file, &[], &reports), IN_FILE);
    let mut chance = Seeded(0x0007_0109_b175);
    let mut seen = Vec::new();
    for flip in 0..FLIPS {
        // The head of the log first: without it nothing in the log counts.
        let at = if flip < 8 { chance.below(32) } else { chance.below(log.len()) };
        let mut damaged = log.clone();
        damaged[at] ^= 1 << chance.below(8);
        seen.push(left(&file, &damaged, &reports));
    }
    for _ in 0..FLIPS / 2 {
        seen.push(left(&file, &log[..chance.below(log.len())], &reports));
    }
    assert!(seen.iter().all(|count| (IN_FILE..=IN_FILE + IN_LOG).contains(count)), "{seen:?}");
    assert!(seen.iter().any(|count| *count > IN_FILE && *count < IN_FILE + IN_LOG), "{seen:?}");
}
