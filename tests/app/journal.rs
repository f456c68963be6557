//! The journal on the command line: the trash, exports, judging anew, deleting everything.

use std::collections::HashSet;
use std::path::Path;
use std::process::Output;

use crate::analyze::names;
use crate::program::{command, fixture, stderr, stdout};

fn retake(data: &Path, arguments: &[&str]) -> Output {
    command(data).args(arguments).output().unwrap()
}

/// What a verb prints that must succeed.
fn told(data: &Path, arguments: &[&str]) -> String {
    let output = retake(data, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

/// A data folder with one take; its id.
fn with_a_take(data: &Path) -> String {
    told(data, &["import", fixture("short-answer.wav").to_str().unwrap()]);
    told(data, &["takes"]).split_whitespace().next().unwrap().to_owned()
}

/// Every file below a folder that holds a phrase.
fn holding(folder: &Path, phrase: &str) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                return holding(&path, phrase);
            }
            let bytes = std::fs::read(&path).unwrap();
            let holds = bytes.windows(phrase.len()).any(|window| window == phrase.as_bytes());
            if holds { vec![path] } else { Vec::new() }
        })
        .collect()
}

#[test]
fn a_take_goes_to_the_trash_comes_back_and_goes_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let id = with_a_take(data);
    let phrase = {
        let report: serde_json::Value = serde_json::from_str(&told(data, &["show", "--json", &id])).unwrap();
        let longest = report["words"]
            .as_array()
            .unwrap()
            .iter()
            .max_by_key(|word| word["text"].as_str().unwrap().len());
        longest.unwrap()["text"].as_str().unwrap().to_owned()
    };
    told(data, &["delete", &id]);
    assert!(told(data, &["takes"]).starts_with("No takes yet"));
    assert!(told(data, &["takes", "--trash"]).starts_with(&id));
    told(data, &["undelete", &id]);
    assert!(told(data, &["takes"]).starts_with(&id));
    std::fs::create_dir(data.join("backups")).unwrap();
    told(data, &["backup", data.join("backups/journal-2026-11-20.db").to_str().unwrap()]);

    assert!(!holding(data, &phrase).is_empty(), "{phrase} is kept");
    told(data, &["delete", &id]);
    assert!(told(data, &["empty-trash"]).contains("1."));
    assert_eq!(holding(data, &phrase), [""; 0].map(std::path::PathBuf::from), "{phrase} is forgotten");
    assert_eq!(std::fs::read_dir(data.join("recordings")).unwrap().count(), 0);
    assert_eq!(retake(data, &["show", &id]).status.code(), Some(2));
    assert_eq!(retake(data, &["delete", &id]).status.code(), Some(2));
}

#[test]
fn exports_are_written_and_the_whole_of_it_is_read_back_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    assert_eq!(retake(&data, &["export"]).status.code(), Some(2), "there is nothing yet");
    let id = with_a_take(&data);
    let file = folder.path().join("journal.json");
    told(&data, &["export", file.to_str().unwrap()]);
    assert_eq!(retake(&data, &["export", file.to_str().unwrap()]).status.code(), Some(2), "it is there");
    assert_eq!(told(&data, &["export"]), std::fs::read_to_string(&file).unwrap());
    let merged = told(&other, &["import", file.to_str().unwrap()]);
    assert!(merged.contains("takes: 1 new"), "{merged}");
    assert_eq!(told(&other, &["show", "--json", &id]), told(&data, &["show", "--json", &id]));
    assert!(told(&other, &["import", file.to_str().unwrap()]).contains("1 there already"));

    std::fs::write(&file, "{\"retake_export\":1,\"takes\":[{}]}").unwrap();
    let refused = retake(&other, &["import", file.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(stderr(&refused).lines().count(), 1, "{}", stderr(&refused));

    assert!(told(&data, &["export", "--as", "takes"]).lines().nth(1).unwrap().starts_with(&id));
    assert!(told(&data, &["export", "--as", "composure"]).starts_with("take,started,event,"));
    assert!(told(&data, &["export", "--as", "markdown", "--take", &id]).contains("## Transcript"));
    let page = told(&data, &["export", "--as", "html", "--take", &id, "--with-recording"]);
    assert!(page.contains("data:audio/wav;base64,UklGR"), "the recording is inside");
    let unnamed = retake(&data, &["export", "--as", "html"]);
    assert!(stderr(&unnamed).contains("--take"), "{}", stderr(&unnamed));
}

#[test]
fn a_story_in_the_trash_is_listed_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let mut journal = journal::Journal::open(&data.join("journal.db")).unwrap();
    let page = journal::StoryDraft { title: "payroll".to_owned(), ..journal::StoryDraft::default() };
    let story = journal.add_story(&page, 1).unwrap();
    journal.delete_story(&story.id, 2).unwrap();
    let listed = told(data, &["takes", "--trash"]);
    assert_eq!(listed.trim_end(), format!("{}  the story “payroll”", story.id));
    assert!(told(data, &["undelete", &story.id]).contains("is back"));
    assert_eq!(journal.stories().unwrap(), [story]);
    assert!(told(data, &["takes", "--trash"]).contains("empty"));
    assert!(stderr(&retake(data, &["undelete", "0123"])).contains("'0123'"));
}

#[test]
fn nothing_is_deleted_under_an_open_retake() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let id = with_a_take(data);
    let open = journal::Journal::open(&data.join("journal.db")).unwrap();
    let refused = retake(data, &["delete-everything", "--yes"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("open in another Retake"), "{}", stderr(&refused));
    assert!(open.report(&id).is_ok());
    assert!(data.join("recordings").exists());
    drop(open);
    told(data, &["delete-everything", "--yes"]);
    assert!(!data.join("journal.db").exists());
}

#[cfg(unix)]
#[test]
fn the_journal_is_not_brought_into_itself() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let id = with_a_take(data);
    let journal = data.join("journal.db");
    let export = data.join("export.json");
    std::os::unix::fs::symlink(&journal, &export).unwrap();
    for arguments in [["restore", journal.to_str().unwrap()], ["import", export.to_str().unwrap()]] {
        let refused = retake(data, &arguments);
        assert_eq!(refused.status.code(), Some(2));
        assert!(stderr(&refused).contains("is the journal itself"), "{}", stderr(&refused));
    }
    assert!(told(data, &["takes"]).starts_with(&id));
}

#[test]
fn takes_of_an_older_coach_are_judged_anew_without_their_recording() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let recording = fixture("short-answer.wav");
    told(data, &["import", recording.to_str().unwrap(), "--follow-up", "Who did you tell?"]);
    let id = told(data, &["takes"]).split_whitespace().next().unwrap().to_owned();
    let report = told(data, &["show", "--json", &id]);
    assert!(report.contains("Who did you tell?"), "{report}");
    assert!(told(data, &["judge-anew"]).starts_with("Judged anew: 0;"));
    let file = data.join("journal.json");
    told(data, &["export", file.to_str().unwrap()]);
    let older =
        std::fs::read_to_string(&file).unwrap().replace("\"coach_version\":\"", "\"coach_version\":\"0.0.");
    std::fs::write(&file, older.replace("\"wpm\":", "\"was\":1,\"wpm\":")).unwrap();
    let other = data.join("other");
    told(&other, &["import", file.to_str().unwrap()]);
    assert!(!other.join("recordings").exists());
    assert!(told(&other, &["judge-anew"]).starts_with("Judged anew: 1; could not be: 0; left: 0."));
    assert!(told(&other, &["judge-anew"]).starts_with("Judged anew: 0;"));
    assert_eq!(told(&other, &["show", "--json", &id]), report);
}

#[test]
fn a_take_is_judged_with_its_storys_page_its_marks_and_the_takes_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    with_a_take(&data);
    let mut document: serde_json::Value = serde_json::from_str(&told(&data, &["export"])).unwrap();
    let text = "";
    document["stories"] = serde_json::json!([{
        "id": "s1", "title": "payroll", "notes": text, "pain": 3, "level": null, "role": "accountant",
        "arc": { "failure": text, "ownership": text, "action": text, "learning": text, "change": text, "other": text },
        "outline": ["called the bank"], "core_skills": ["payroll"], "happened": text, "shape": null, "checks": [],
        "archived": false, "created_ms": 1, "deleted_ms": null
    }]);
    let told_first = document["takes"][0].clone();
    let takes = (0..3_u8).map(|n| {
        let mut take = told_first.clone();
        take["id"] = format!("t{n}").into();
        take["story"] = "s1".into();
        take["started_ms"] = (1_000 * i64::from(n)).into();
        take["coach_version"] = "0.0.1".into();
        take["sounds"] = serde_json::Value::Null;
        if n == 2 {
            take["marks"] = serde_json::json!([{ "part": "change", "start": 0.0, "end": 3.0 }]);
        }
        // Every fifth word waits: at first for as long as it likes, the last time always as long.
        let living = [0.3, 1.1, 0.5, 0.9, 0.4];
        let mut later = 0.0;
        for (at, word) in take["report"]["words"].as_array_mut().unwrap().iter_mut().enumerate() {
            if at % 5 == 4 {
                later += if n == 2 { 0.6 } else { living[at / 5 % living.len()] };
            }
            for end in ["start", "end"] {
                word[end] = (word[end].as_f64().unwrap() + later).into();
            }
        }
        take
    });
    document["takes"] = takes.collect::<Vec<_>>().into();
    let file = folder.path().join("takes.json");
    std::fs::write(&file, document.to_string()).unwrap();
    told(&other, &["import", file.to_str().unwrap()]);
    assert!(told(&other, &["judge-anew"]).starts_with("Judged anew: 3; could not be: 0;"));
    let report =
        |id: &str| -> coach::Report { serde_json::from_str(&told(&other, &["show", "--json", id])).unwrap() };
    let (first, last) = (report("t0"), report("t2"));
    assert!(last.findings.iter().any(|finding| finding.id == "too_big" && finding.rule.contains("payroll")));
    assert!(last.outline[0].said.is_some(), "{:?}", last.outline);
    assert_eq!(last.marks.len(), 1);
    assert_eq!(
        (last.arc.spans[0].part, last.arc.spans[0].by),
        (coach::Part::Change, coach::report::By::Speaker)
    );
    assert_eq!((first.over_rehearsed.is_some(), last.over_rehearsed.is_some()), (false, true));
    assert_eq!((first.earlier_takes, last.earlier_takes), (0, 2));
}

#[test]
fn deleting_everything_leaves_nothing_of_the_users() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let id = with_a_take(&data);
    told(&data, &["delete", &id]);
    std::fs::write(data.join("shopping.txt"), "milk").unwrap();
    let unsure = retake(&data, &["delete-everything"]);
    assert_eq!(unsure.status.code(), Some(2));
    assert!(stderr(&unsure).contains("--yes"), "{}", stderr(&unsure));
    told(&data, &["takes"]);
    told(&data, &["delete-everything", "--yes"]);
    let left: Vec<_> = std::fs::read_dir(&data).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["shopping.txt"], "what is not Retake's stays");
    told(&data, &["delete-everything", "--yes"]);

    // What could not be finished goes on at the next start.
    with_a_take(&data);
    std::fs::write(data.join("delete-everything"), "").unwrap();
    assert!(told(&data, &["takes"]).starts_with("No takes yet"));
    assert!(!data.join("recordings").exists() && !data.join("delete-everything").exists());

    // What the webview wrote as it ended goes too; what the user has made or put back meanwhile stays.
    with_a_take(&data);
    std::fs::create_dir(data.join("webview")).unwrap();
    std::fs::write(data.join("delete-webview"), "").unwrap();
    assert!(!told(&data, &["takes"]).starts_with("No takes yet"));
    assert!(!data.join("webview").exists() && !data.join("delete-webview").exists());
}

#[cfg(unix)]
#[test]
fn everything_in_the_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    with_a_take(&data);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for entry in std::fs::read_dir(&data).unwrap().chain(std::fs::read_dir(data.join("recordings")).unwrap())
    {
        let path = entry.unwrap().path();
        // What lies in a folder of 0700 is closed already; files are closed by themselves as well.
        if path.is_file() {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
}

#[test]
fn every_field_of_an_export_is_described() {
    let data = tempfile::tempdir().unwrap();
    with_a_take(data.path());
    let mut journal = journal::Journal::open(&data.path().join("journal.db")).unwrap();
    journal.add_story(&journal::StoryDraft::default(), 0).unwrap();
    let recordings = journal::Retention::Days { days: 30 };
    journal.save_settings(&journal::Settings { recordings, ..journal::Settings::default() }).unwrap();
    drop(journal);
    let mut export: serde_json::Value = serde_json::from_str(&told(data.path(), &["export"])).unwrap();
    for list in ["stories", "takes"] {
        assert_eq!(export[list].as_array().unwrap().len(), 1, "{list}");
    }
    // The report has a page of its own.
    export["takes"][0]["report"].take();
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/EXPORT.md")).unwrap();
    let is_told =
        |name: &String| page.contains(&format!("`{name}`")) || page.contains(&format!("\"{name}\":"));
    let parts = ["failure", "ownership", "action", "learning", "change", "other"];
    let untold: HashSet<String> =
        names(&export).into_iter().filter(|name| !is_told(name) && !parts.contains(&name.as_str())).collect();
    assert!(untold.is_empty(), "docs/EXPORT.md says nothing of {untold:?}");
}
