//! `retake import`: recordings of every kind become takes, with everything a take has.

use coach::Report;
use coach::report::{FillerKind, Kind};

use crate::program::{command, fixture, stderr, stdout};

/// What the fixtures' speaker says in their twelve seconds.
const BEGINS: &str =
    "last year i broke the payroll run at my company and forty people were paid two days late";

#[test]
fn a_recording_of_any_kind_becomes_a_take_that_stays() {
    let data = tempfile::tempdir().unwrap();
    let kinds = ["flac", "mp3", "m4a"];
    for kind in kinds {
        let file = fixture(&format!("short-answer-begins.{kind}"));
        let output = command(data.path()).arg("import").arg(file).arg("--json").output().unwrap();
        assert!(output.status.success(), "{kind}: {}", stderr(&output));
        let report: Report = serde_json::from_str(&stdout(&output)).unwrap();
        let words: Vec<&str> = report.words.iter().map(|word| word.text.as_str()).collect();
        assert!(words.join(" ").starts_with(BEGINS), "{kind}: {words:?}");
        assert!((report.source.duration_s - 12.0).abs() < 0.1, "{kind}: {}", report.source.duration_s);
        assert_eq!(report.kind, Kind::FailureAnswer, "{kind}");

        // Kept as any take is: analysed again from its own recording it says the same.
        let recording = data.path().join("recordings").join(format!("{}.wav", report.id));
        let again = command(data.path()).arg("analyze").arg(recording).arg("--json").output().unwrap();
        let again: Report = serde_json::from_str(&stdout(&again)).unwrap();
        assert_eq!(again.words, report.words, "{kind}");
        assert_eq!(again.arc, report.arc, "{kind}");
    }
    let takes = stdout(&command(data.path()).arg("takes").output().unwrap());
    assert_eq!(takes.lines().count(), kinds.len());
}

/// How many samples are read of a file, and how many a second it says there are.
fn samples_of(path: &std::path::Path) -> usize {
    let Ok(mut recording) = booth::recording::open(path) else { return 0 };
    let (mut samples, mut block) = (0, Vec::new());
    while recording.read(&mut block) {
        samples += block.len();
    }
    samples
}

#[test]
fn of_a_packed_recording_with_a_hole_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    for kind in ["flac", "mp3"] {
        let whole = std::fs::read(fixture(&format!("short-answer-begins.{kind}"))).unwrap();
        let path = folder.path().join(format!("holed.{kind}"));
        let read = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            samples_of(&path) as f64
        };
        let all = read(&whole);
        let half = read(&whole[..whole.len() / 2]) / all;
        assert!((0.4..0.6).contains(&half), "{kind}: half of the file is {half} of the sound");
        let mut holed = whole.clone();
        let middle = whole.len() / 2;
        holed[middle..middle + 16].fill(0x55);
        let rest = read(&holed) / all;
        assert!(rest > 0.9, "{kind}: {rest} of the sound is left around the hole");
    }
}

#[test]
fn a_packed_recording_that_is_damaged_is_read_as_far_as_it_goes_or_refused_and_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    for kind in ["flac", "mp3", "m4a"] {
        let whole = std::fs::read(fixture(&format!("short-answer-begins.{kind}"))).unwrap();
        let mut state = 0x2545_f491_u32;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as usize
        };
        for turn in 0..60 {
            let mut bytes = whole.clone();
            bytes.truncate(next() % whole.len() / 4 + 1);
            for _ in 0..turn % 6 {
                let at = next() % bytes.len().min(if turn % 2 == 0 { 400 } else { usize::MAX });
                bytes[at] = next() as u8;
            }
            let path = folder.path().join(format!("damaged.{kind}"));
            std::fs::write(&path, &bytes).unwrap();
            let quiet = std::panic::take_hook();
            // A panic inside is fenced in; here it is to be seen, so it is counted by its hook.
            let panicked = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
            let seen = panicked.clone();
            std::panic::set_hook(Box::new(move |_| seen.store(true, std::sync::atomic::Ordering::Relaxed)));
            let opened = booth::recording::open(&path);
            if let Ok(mut recording) = opened {
                let mut block = Vec::new();
                while recording.read(&mut block) {
                    assert_eq!(block.len() % usize::from(recording.channels()), 0);
                }
            }
            std::panic::set_hook(quiet);
            assert!(!panicked.load(std::sync::atomic::Ordering::Relaxed), "{kind}, turn {turn}");
        }
    }
}

#[test]
fn what_is_no_recording_leaves_no_take() {
    let data = tempfile::tempdir().unwrap();
    let letter = data.path().join("letter.mp3");
    std::fs::write(&letter, "dear diary, ".repeat(1_000)).unwrap();
    let output = command(data.path()).arg("import").arg(&letter).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no recording that Retake can read"), "{}", stderr(&output));
    assert!(stdout(&command(data.path()).arg("takes").output().unwrap()).contains("No takes yet"));
}

#[test]
fn a_recording_that_is_not_to_be_kept_is_gone_when_its_report_is_there() {
    let data = tempfile::tempdir().unwrap();
    let journal = journal::Journal::open(&data.path().join("journal.db"));
    let settings =
        journal::Settings { recordings: journal::Retention::Never, ..journal::Settings::default() };
    journal.unwrap().save_settings(&settings).unwrap();

    let file = fixture("short-answer-begins.flac");
    let output = command(data.path()).arg("import").arg(file).arg("--json").output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let report: Report = serde_json::from_str(&stdout(&output)).unwrap();
    assert!(!report.words.is_empty());
    assert_eq!(std::fs::read_dir(data.path().join("recordings")).unwrap().count(), 0);
    let shown = command(data.path()).args(["show", &report.id, "--json"]).output().unwrap();
    assert_eq!(serde_json::from_str::<Report>(&stdout(&shown)).unwrap(), report);
    let played = command(data.path()).args(["play", &report.id]).output().unwrap();
    assert_eq!(played.status.code(), Some(2));
    assert!(stderr(&played).contains("was not kept"), "{}", stderr(&played));
}

#[test]
fn the_fillers_that_count_are_ones_own_unless_others_are_named() {
    let data = tempfile::tempdir().unwrap();
    let fillers = coach::FillerWords(vec!["forty people".to_owned()]);
    let settings = journal::Settings { fillers, ..journal::Settings::default() };
    let journal = journal::Journal::open(&data.path().join("journal.db"));
    journal.unwrap().save_settings(&settings).unwrap();

    let counted = |more: &[&str]| -> Vec<String> {
        let file = fixture("short-answer-begins.flac");
        let output = command(data.path()).arg("import").arg(file).arg("--json").args(more).output().unwrap();
        let report: Report = serde_json::from_str(&stdout(&output)).unwrap();
        let fillers = report.composure.fillers.into_iter();
        fillers.filter(|filler| filler.kind != FillerKind::FilledPause).map(|filler| filler.text).collect()
    };
    assert_eq!(counted(&[]), ["forty people"]);
    assert_eq!(counted(&["--fillers", "payroll run, at my"]), ["payroll run", "at my"]);
}

#[test]
fn the_answer_to_a_follow_up_is_told_what_it_answers() {
    let data = tempfile::tempdir().unwrap();
    let question = "Who did you tell?";
    let mut import = command(data.path());
    import.args(["import", fixture("short-answer.wav").to_str().unwrap(), "--json", "--follow-up", question]);
    let report: Report = serde_json::from_str(&stdout(&import.output().unwrap())).unwrap();
    assert_eq!(report.answered.map(|answered| answered.question).as_deref(), Some(question));
}

#[test]
fn a_follow_up_is_kept_with_the_take_that_it_follows() {
    let data = tempfile::tempdir().unwrap();
    let (file, question) = (fixture("short-answer-begins.flac"), "Who did you tell?");
    let import = |more: &[&str]| {
        let mut import = command(data.path());
        import.args(["import", file.to_str().unwrap()]).args(more).output().unwrap()
    };
    stdout(&import(&[]));
    let kept = || {
        let export = stdout(&command(data.path()).arg("export").output().unwrap());
        serde_json::from_str::<serde_json::Value>(&export).unwrap()["takes"].as_array().unwrap().clone()
    };
    let answer = kept()[0]["id"].as_str().unwrap().to_owned();
    stdout(&import(&["--follow-up", question, "--after", &answer]));
    let follow_up = kept().into_iter().find(|take| take["id"] != answer.as_str()).unwrap();
    assert_eq!(follow_up["parent"], answer.as_str());
    assert_eq!(follow_up["asked"], question);
    assert_eq!(follow_up["report"]["answered"]["question"], question);
    let page =
        stdout(&command(data.path()).args(["show", follow_up["id"].as_str().unwrap()]).output().unwrap());
    assert!(page.contains("Asked “Who did you tell?”: ") && page.contains("  told  "), "{page}");
    assert!(!page.contains("% wanted") && !page.contains("  plan  "), "{page}");

    let unknown = import(&["--follow-up", question, "--after", "nothing"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("no take with the id 'nothing'"), "{}", stderr(&unknown));
    assert_eq!(import(&["--after", &answer]).status.code(), Some(2));
    let on_itself = import(&["--follow-up", question, "--after", follow_up["id"].as_str().unwrap()]);
    assert_eq!(on_itself.status.code(), Some(2));
    assert!(stderr(&on_itself).contains(&format!("on {answer}: name that one")), "{}", stderr(&on_itself));
    stdout(&command(data.path()).args(["delete", &answer]).output().unwrap());
    let on_trash = import(&["--follow-up", question, "--after", &answer]);
    assert_eq!(on_trash.status.code(), Some(2));
    assert!(stderr(&on_trash).contains("is in the trash"), "{}", stderr(&on_trash));
    stdout(&command(data.path()).args(["undelete", &answer]).output().unwrap());
    assert_eq!(kept().len(), 2);
}
