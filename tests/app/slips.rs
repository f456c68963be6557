//! A spoken answer that slips: what is heard of it, from the sound to the report.

use coach::Report;
use coach::report::{FillerKind, HeardBy, RestartKind};

use crate::program::{fixture, retake, stderr, stdout};

/// Where somebody says "um" in it, by the sound file it was put together from.
const UMS: [[f64; 2]; 5] = [[2.40, 2.99], [4.40, 4.76], [8.39, 8.99], [14.41, 15.00], [19.56, 19.93]];

fn report() -> Report {
    let file = fixture("slipping-answer.wav");
    let output = retake(["analyze", file.to_str().unwrap(), "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

#[test]
fn filled_pauses_that_the_recogniser_drops_are_heard_by_their_sound() {
    let report = report();
    // The recogniser writes none of them: without the sound they would be pauses.
    assert!(!report.words.iter().any(|word| ["um", "uh"].contains(&word.text.as_str())));
    let filled: Vec<_> =
        report.composure.fillers.iter().filter(|filler| filler.kind == FillerKind::FilledPause).collect();
    assert_eq!(filled.len(), UMS.len(), "{filled:?}");
    for (filler, [start, end]) in filled.iter().zip(UMS) {
        let overlap = filler.end.min(end) - filler.start.max(start);
        assert!(overlap >= 0.5 * (end - start).min(filler.end - filler.start), "{filler:?}");
        assert_eq!(filler.heard_by, HeardBy::Sound);
        // To a tenth of a second.
        assert!((filler.start * 10.0 - (filler.start * 10.0).round()).abs() < 1e-6);
    }
    assert_eq!(report.composure.whole.fillers as usize, report.composure.fillers.len());
    let pauses = &report.composure.pauses;
    for filler in filled {
        let inside =
            pauses.iter().find(|pause| pause.start < filler.end - 0.1 && pause.end > filler.start + 0.1);
        assert!(inside.is_none(), "{filler:?} is counted as silence too: {inside:?}");
    }
}

#[test]
fn what_was_taken_back_is_found_in_what_was_heard() {
    let report = report();
    let restarts: Vec<_> = report
        .composure
        .restarts
        .iter()
        .map(|restart| (restart.kind, restart.first.as_str(), restart.then.as_str()))
        .collect();
    assert_eq!(restarts[..2], [(RestartKind::Repeat, "we", "we"), (RestartKind::Repeat, "i had", "i had")]);
    // Of what was not taken back it names one at most: "that a plan that nobody has tried".
    assert!(restarts.len() <= 3, "{restarts:?}");
}
