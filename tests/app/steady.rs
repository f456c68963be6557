//! What does not change what is heard of a recording: how loud it is, and what is said long before and after.

use coach::Report;
use coach::report::{FillerKind, PauseKind};

use crate::sounds::{analysed, spoken};

/// How far a moment may move with the loudness: as far as words do, and a tenth that is rounded.
const NEARLY_S: f64 = 0.15;

/// Where filled pauses and restarts are, by the tenth of a second, with what they are.
fn slips(report: &Report, later_s: f64) -> Vec<(String, i64)> {
    let tenth = |t: f64| ((t - later_s) * 10.0).round() as i64;
    let filled = report.composure.fillers.iter().filter(|filler| filler.kind == FillerKind::FilledPause);
    let filled = filled.map(|filler| ("um".to_owned(), tenth(filler.start)));
    let restarts = report.composure.restarts.iter().map(|restart| {
        (format!("{:?}: {} / {}", restart.kind, restart.first, restart.then), tenth(restart.start))
    });
    let mut slips: Vec<_> = filled.chain(restarts).collect();
    slips.sort_by_key(|(_, at)| *at);
    slips
}

/// Whether the same was heard at the same moments, but for a hair.
fn same(a: &[(String, i64)], b: &[(String, i64)]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && (a.1 - b.1).abs() <= 1)
}

#[test]
fn twelve_decibels_more_or_less_leave_what_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    // At a quarter of its loudness there is room for twelve decibels more.
    let scaled = |by: f64| -> Vec<i16> {
        spoken("slipping-answer.wav").iter().map(|&sample| (f64::from(sample) * by).round() as i16).collect()
    };
    let as_it_is = analysed(folder.path(), &scaled(0.25));
    assert!(!slips(&as_it_is, 0.0).is_empty());
    let silent = |report: &Report| -> Vec<(PauseKind, f64)> {
        report.composure.pauses.iter().map(|pause| (pause.kind, pause.start)).collect()
    };
    for by in [1.0, 0.0625] {
        let report = analysed(folder.path(), &scaled(by));
        let (expected, found) = (slips(&as_it_is, 0.0), slips(&report, 0.0));
        assert!(same(&expected, &found), "{expected:?}\n{found:?}");
        let (expected, found) = (silent(&as_it_is), silent(&report));
        let near = expected.iter().zip(&found).all(|(a, b)| a.0 == b.0 && (a.1 - b.1).abs() <= NEARLY_S);
        assert!(near && expected.len() == found.len(), "{expected:?}\n{found:?}");
    }
}

#[test]
fn two_takes_with_five_seconds_between_keep_their_slips() {
    let folder = tempfile::tempdir().unwrap();
    let [slipping, fluent] = ["slipping-answer.wav", "spoken-answer.wav"].map(spoken);
    let silence = vec![0; 5 * 16_000];
    let alone = analysed(folder.path(), &slipping);
    assert!(slips(&analysed(folder.path(), &fluent), 0.0).is_empty());

    let before = analysed(folder.path(), &[&slipping[..], &silence, &fluent].concat());
    let (expected, found) = (slips(&alone, 0.0), slips(&before, 0.0));
    assert!(same(&expected, &found), "{expected:?}\n{found:?}");

    // The recogniser gets used to whoever speaks first and hears other words of the second: restarts are made of words.
    let after = analysed(folder.path(), &[&fluent[..], &silence, &slipping].concat());
    let later_s = (fluent.len() + silence.len()) as f64 / 16_000.0;
    let [expected, found] = [slips(&alone, 0.0), slips(&after, later_s)]
        .map(|slips| slips.into_iter().filter(|(what, _)| what == "um").collect::<Vec<_>>());
    assert!(same(&expected, &found), "{expected:?}\n{found:?}");
}
