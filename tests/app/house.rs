//! The house: which room may know which.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const ROOMS: [&str; 4] = ["retake", "booth", "coach", "journal"];

fn cargo(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO")).current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn arrows_run_one_way() {
    let metadata: serde_json::Value =
        serde_json::from_str(&cargo(&["metadata", "--offline", "--no-deps", "--format-version", "1"]))
            .unwrap();
    let knows: BTreeMap<String, BTreeSet<String>> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| {
            let known = package["dependencies"]
                .as_array()
                .unwrap()
                .iter()
                .map(|dependency| dependency["name"].as_str().unwrap().to_owned())
                .filter(|name| ROOMS.contains(&name.as_str()))
                .collect();
            (package["name"].as_str().unwrap().to_owned(), known)
        })
        .collect();
    let rooms = |names: &[&str]| -> BTreeSet<String> { names.iter().map(|&name| name.to_owned()).collect() };
    assert_eq!(knows["coach"], rooms(&[]));
    assert_eq!(knows["booth"], rooms(&["coach"]));
    assert_eq!(knows["journal"], rooms(&["coach"]));
    assert_eq!(knows["retake"], rooms(&["booth", "coach", "journal"]));
}

#[test]
fn testing_the_coach_builds_neither_tauri_nor_libvosk() {
    let tree = cargo(&["tree", "--offline", "-p", "coach", "--edges", "all", "--prefix", "none"]);
    assert!(tree.starts_with("coach "));
    for heavy in ["tauri", "vosk", "cpal", "rusqlite", "specta"] {
        assert!(!tree.lines().any(|line| line.starts_with(heavy)), "the coach builds {heavy}");
    }
}
