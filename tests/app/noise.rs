//! Sound nobody should be judged by: silence and noise give no words, and speech that is spoilt gives no fillers that were
//! never said.

use coach::report::FillerKind;

use crate::sounds::{
    analysed, breath, click, faster, hurried, music, noise, spoken, whispered, with_between,
};

#[test]
fn silence_and_noise_of_five_levels_give_no_words() {
    let folder = tempfile::tempdir().unwrap();
    // −60, −50, −40, −30 and −20 dBFS; silence is noise of no level.
    for amplitude in [0.0, 56.8, 179.5, 567.5, 1_794.7, 5_675.3] {
        let report = analysed(folder.path(), &noise(amplitude));
        let heard: Vec<&str> = report.words.iter().map(|word| word.text.as_str()).collect();
        assert!(heard.is_empty(), "noise of {amplitude} was heard as {heard:?}");
        assert!(report.composure.fillers.is_empty());
        assert!(report.quality.problems[0].starts_with("No voice"), "{:?}", report.quality.problems);
    }
}

#[test]
fn spoilt_sound_has_no_filled_pauses_that_were_never_said() {
    let folder = tempfile::tempdir().unwrap();
    let fluent = spoken("spoken-answer.wav");
    let scaled = |by: f64| fluent.iter().map(|&sample| (f64::from(sample) * by) as i16).collect::<Vec<_>>();
    let two_speakers = || {
        let other = faster(&fluent, 1.15);
        let shifted = other.iter().cycle().skip(5 * 16_000);
        fluent.iter().zip(shifted).map(|(&a, &b)| a / 2 + b / 2).collect::<Vec<_>>()
    };
    let telephone = || {
        // Every other sample, and back: nothing above 4 kHz is left.
        let halves: Vec<i16> =
            fluent.chunks(2).map(|pair| i16::midpoint(pair[0], *pair.last().unwrap())).collect();
        faster(&halves, 0.5)
    };
    let in_noise = || {
        let noise = noise(8_000.0);
        fluent.iter().zip(noise.iter().cycle()).map(|(&a, &b)| a / 2 + b / 2).collect::<Vec<_>>()
    };
    let mut phantoms = Vec::new();
    // What is done to it, and what the report has to say of that.
    for (what, problem, samples) in [
        ("as it is", "", fluent.clone()),
        ("clipped", "clipped", scaled(30.0)),
        ("very soft", "very quiet", scaled(0.02)),
        ("telephone", "", telephone()),
        ("half speed", "unsure", faster(&fluent, 0.5)),
        ("half speed, few words", "drawn out", faster(&spoken("short-answer.wav")[23 * 16_000..], 0.5)),
        ("double speed", "unsure", faster(&fluent, 2.0)),
        ("half as fast", "drawn out", hurried(&fluent, 0.5)),
        ("twice as fast", "", hurried(&fluent, 2.0)),
        ("music", "No voice", music()),
        ("whispered", "", whispered(&fluent)),
        ("two speakers", "unclear", two_speakers()),
        ("in noise", "", in_noise()),
    ] {
        let report = analysed(folder.path(), &samples);
        let filled: Vec<_> =
            report.composure.fillers.iter().filter(|filler| filler.kind == FillerKind::FilledPause).collect();
        phantoms.extend(filled.iter().map(|filler| format!("{what}: {filler:?}")));
        if what.ends_with("few words") {
            // Twenty would tell by their pace alone.
            assert!((8..20).contains(&report.words.len()), "{what}: {}", report.words.len());
        }
        let problems = &report.quality.problems;
        let is_said = if problem.is_empty() {
            problems.is_empty()
        } else {
            problems.iter().any(|said| said.contains(problem))
        };
        assert!(is_said, "{what}: {problems:?}");
    }
    assert!(phantoms.is_empty(), "{phantoms:#?}");
}

#[test]
fn a_breath_and_a_click_are_silence() {
    let folder = tempfile::tempdir().unwrap();
    let fluent = spoken("spoken-answer.wav");
    for (what, sound) in [("nothing", Vec::new()), ("a breath", breath()), ("a click", click())] {
        let (samples, places) = with_between(&fluent, &sound);
        assert!(places.len() > 5);
        let report = analysed(folder.path(), &samples);
        let filled = report.composure.fillers.iter().find(|filler| filler.kind == FillerKind::FilledPause);
        assert!(filled.is_none(), "{what}: {filled:?}");
        // After the last word nobody pauses.
        let spoken_until = report.words.last().unwrap().end;
        for [start, end] in places.into_iter().filter(|[start, _]| *start < spoken_until) {
            let mut pauses = report
                .composure
                .pauses
                .iter()
                .filter(|pause| pause.start < end - 0.1 && pause.end > start + 0.1);
            let (pause, another) = (pauses.next(), pauses.next());
            let is_whole = pause.is_some_and(|pause| pause.start < start + 0.15 && pause.end > end - 0.15);
            assert!(is_whole && another.is_none(), "{what} from {start} to {end}: {pause:?}, {another:?}");
        }
    }
}
