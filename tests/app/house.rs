//! The house: which room may know which.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const ROOMS: [&str; 4] = ["retake", "booth", "coach", "journal"];

fn cargo(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO")).current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn arrows_run_one_way() {
    let metadata: Value =
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

#[test]
fn nothing_that_speaks_to_a_network_is_built_in() {
    let tree = cargo(&["tree", "--offline", "-p", "retake", "--edges", "normal", "--prefix", "none"]);
    let built_in = |name: &str| tree.lines().any(|line| line.split(' ').next() == Some(name));
    assert!(built_in("tauri"), "{tree}");
    for client in ["reqwest", "hyper", "ureq", "curl", "isahc", "rustls", "native-tls", "tungstenite"] {
        assert!(!built_in(client), "{client} is built in");
    }
}

fn configured(name: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn the_window_may_ask_itself_and_nobody_else() {
    let security = &configured("tauri.conf.json")["app"]["security"];
    let policy = security["csp"].as_str().unwrap();
    let own = ["'none'", "'self'", "data:", "ipc:", "http://ipc.localhost"];
    let mut directives = policy.split(';').map(str::trim);
    assert_eq!(directives.next(), Some("default-src 'none'"));
    for directive in directives {
        let (name, sources) = directive.split_once(' ').unwrap();
        assert!(sources.split(' ').all(|source| own.contains(&source)), "{directive}");
        assert!(name == "img-src" || !sources.contains("data:"), "{directive}");
    }
    // Tauri's own commands are not asked for at all.
    assert_eq!(security["capabilities"].as_array().unwrap().len(), 1);
    assert_eq!(security["capabilities"][0]["permissions"], serde_json::json!([]));
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn the_built_window_names_no_address_that_is_fetched() {
    // The names of SVG and HTML, and where Svelte explains its errors: texts, which the policy above keeps from being more.
    const NAMES: [&str; 3] = ["www.w3.org/2000/svg", "www.w3.org/1999/xhtml", "svelte.dev/e/"];
    let built = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/dist"));
    assert!(built.iter().any(|file| file.extension().is_some_and(|kind| kind == "js")), "{built:?}");
    for file in built {
        let bytes = std::fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for (at, _) in text.match_indices("://") {
            let address: String = text[at + 3..].chars().take(40).collect();
            assert!(NAMES.iter().any(|name| address.starts_with(name)), "{}: {address}", file.display());
        }
    }
}

#[test]
fn the_other_systems_packages_have_what_they_need() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mac = &configured("tauri.macos.conf.json")["bundle"]["macOS"];
    let list = |key: &str| std::fs::read_to_string(root.join(mac[key].as_str().unwrap())).unwrap();
    let has = |list: &str, key: &str, value: &str| {
        let rest = list.split_once(&format!("<key>{key}</key>")).map(|(_, rest)| rest.trim_start());
        rest.is_some_and(|rest| rest.starts_with(value))
    };
    assert!(has(&list("infoPlist"), "NSMicrophoneUsageDescription", "<string>Retake listens"));
    assert!(has(&list("entitlements"), "com.apple.security.device.audio-input", "<true />"));

    let windows = &configured("tauri.windows.conf.json")["bundle"];
    assert_eq!(windows["windows"]["webviewInstallMode"]["type"], "offlineInstaller");
    let sources = mac["files"].as_object().unwrap().values().map(|file| file.as_str().unwrap());
    let resources = windows["resources"].as_object().unwrap().keys().map(String::as_str);
    // What set-up fetches for the system it runs on, and what packaging makes, is not in a checkout.
    let made = ["models/speech/lib/", "models/speech/en-us", "target/"];
    for source in sources.chain(resources) {
        assert!(made.iter().any(|made| source.starts_with(made)) || root.join(source).exists(), "{source}");
    }
    for icon in configured("tauri.conf.json")["bundle"]["icon"].as_array().unwrap() {
        assert!(root.join(icon.as_str().unwrap()).exists(), "{icon}");
    }
}
