//! What the recogniser answers, as JSON, a line an answer: words that stand, an error, never more. Everything but libvosk
//! itself is the program's own way from a recording to a report.
#![no_main]

use std::cell::Cell;
use std::path::Path;
use std::sync::LazyLock;

use booth::{Model, RATE_HZ, hearing};
use coach::{Setting, Take, judge};

#[path = "../../scripted/vosk.rs"]
mod vosk;

/// A model's folder, and a second of something like a voice.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    for file in ["am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLG.fst"] {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, b"").unwrap();
    }
    let mut wav = booth::take_file::TakeFile::create(&recording(folder.path())).unwrap();
    let buzz = |n: u32| if n / 400 % 4 == 3 { 0 } else { (n % 133) as i16 * 90 };
    wav.append(&(0..RATE_HZ / 2).map(buzz).collect::<Vec<i16>>()).unwrap();
    wav.finish().unwrap();
    // The binding panics over JSON that it does not understand; the booth makes an error of it. A panic elsewhere still ends
    // the run.
    std::panic::set_hook(Box::new(|_| {}));
    folder
});

fn recording(folder: &Path) -> std::path::PathBuf {
    folder.join("take.wav")
}

mod script {
    use super::vosk::Asked;
    use super::{ANSWERS, AT};

    pub fn begins() {
        AT.set(0);
    }

    /// Every other piece ends a phrase.
    pub fn accepts(_: usize) -> bool {
        AT.get().is_multiple_of(2)
    }

    pub fn says(_: Asked) -> Vec<u8> {
        let at = AT.replace(AT.get() + 1);
        ANSWERS.with_borrow(|answers| answers.get(at).cloned().unwrap_or_default())
    }
}

thread_local! {
    static ANSWERS: std::cell::RefCell<Vec<Vec<u8>>> = const { std::cell::RefCell::new(Vec::new()) };
    static AT: Cell<usize> = const { Cell::new(0) };
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let model = Model::load(FOLDER.path()).unwrap();
    ANSWERS.set(bytes.split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect());
    let Ok(heard) = hearing::listen(&recording(FOLDER.path()), &model, |_| {}) else { return };
    let take = Take {
        sounds: heard.sounds,
        quality: heard.quality,
        ..Take::of_words("fuzzed", heard.words)
    };
    let report = judge(&take, &Setting::default());
    serde_json::to_string(&report).unwrap();
});
