//! `retake models` and what becomes of broken ones, with the real recogniser.

use std::path::{Path, PathBuf};
use std::process::Output;

use crate::program::{command, fixture, stderr, stdout};

fn own_model() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/speech/en-us")
}

/// A copy of the English model; the large files are linked, not copied.
fn copy_of_the_model(to: &Path) {
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        std::fs::create_dir_all(to.join(&below)).unwrap();
        for entry in std::fs::read_dir(own_model().join(&below)).unwrap() {
            let entry = entry.unwrap();
            let path = below.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if entry.metadata().unwrap().len() > 1 << 20 {
                std::fs::hard_link(entry.path(), to.join(path)).unwrap();
            } else {
                std::fs::copy(entry.path(), to.join(path)).unwrap();
            }
        }
    }
}

/// Replaces a file, and leaves what it was linked to as it is.
fn replace(path: &Path, with: &[u8]) {
    std::fs::remove_file(path).unwrap();
    std::fs::write(path, with).unwrap();
}

fn run(data: &Path, arguments: &[&str]) -> Output {
    command(data).args(arguments).output().unwrap()
}

#[test]
fn a_model_is_added_used_and_removed_whatever_its_path_is_called() {
    let folder = tempfile::tempdir_in(own_model().parent().unwrap()).unwrap();
    let data = folder.path().join("Données 数据");
    let model = folder.path().join("modèle 模型");
    copy_of_the_model(&model);

    let added = run(&data, &["models", "add", model.to_str().unwrap()]);
    assert!(added.status.success(), "{}", stderr(&added));
    assert!(run(&data, &["models", "use", "modèle 模型"]).status.success());
    let wav = fixture("short-answer-begins.flac");
    let report = stdout(&run(&data, &["analyze", wav.to_str().unwrap(), "--json"]));
    assert!(report.contains("\"model\": \"modèle 模型\""), "{report}");
    assert!(report.contains("payroll"), "{report}");

    let refused = run(&data, &["models", "remove", "modèle 模型"]);
    assert!(stderr(&refused).contains("is in use"), "{}", stderr(&refused));
    assert!(run(&data, &["models", "use", "en-us"]).status.success());
    assert!(run(&data, &["models", "remove", "modèle 模型"]).status.success());
    assert!(!stdout(&run(&data, &["models"])).contains("modèle"));
}

#[test]
fn a_truncated_model_is_named_with_its_file_by_every_verb_and_ends_nothing() {
    let folder = tempfile::tempdir_in(own_model().parent().unwrap()).unwrap();
    let wav = fixture("short-answer-begins.flac");
    // The first two libvosk notices late or not at all, and the last one ends the program that loads it.
    for file in ["graph/HCLr.fst", "conf/model.conf", "am/final.mdl", "ivector/splice.conf"] {
        let model = folder.path().join("model");
        copy_of_the_model(&model);
        let whole = std::fs::read(model.join(file)).unwrap();
        replace(&model.join(file), &whole[..whole.len() / 2]);
        for verb in [&["analyze", wav.to_str().unwrap()][..], &["listen", "--seconds", "1"], &["doctor"]] {
            let output = command(folder.path()).env("RETAKE_MODEL", &model).args(verb).output().unwrap();
            let said = stdout(&output) + &stderr(&output);
            assert!(said.contains(file) && said.contains("instead of"), "{verb:?}: {said}");
            assert!(
                output.status.code().is_some_and(|code| code > 0),
                "{verb:?} ended with {}",
                output.status
            );
        }
        let added = run(folder.path(), &["models", "add", model.to_str().unwrap()]);
        assert!(stderr(&added).contains(file), "{}", stderr(&added));
        // One that comes without a list of its contents is found out by trying it.
        std::fs::remove_file(model.join("retake-contents.tsv")).unwrap();
        if file != "conf/model.conf" {
            let added = run(folder.path(), &["models", "add", model.to_str().unwrap()]);
            assert_eq!(added.status.code(), Some(2), "{file}: {}", stderr(&added));
        }
        assert!(!folder.path().join("models/model").exists());
        std::fs::remove_dir_all(&model).unwrap();
    }
}
