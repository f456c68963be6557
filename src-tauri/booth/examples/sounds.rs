//! What is heard in recordings, words and held sounds, a line of JSON each: what filled pauses are learnt from.
//! `sounds MODEL RECORDING…`

#![allow(clippy::print_stdout, reason = "a tool of the terminal")]

use std::path::Path;

use booth::{Model, hearing};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let model = Model::load(Path::new(&arguments.next().ok_or("sounds MODEL RECORDING…")?))?;
    for recording in arguments {
        let heard = hearing::listen(Path::new(&recording), &model, |_| {})?;
        let name = Path::new(&recording).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let line = serde_json::json!({
            "id": name,
            "duration_s": heard.duration_s,
            "words": &*heard.words,
            "sounds": heard.sounds,
        });
        println!("{line}");
    }
    Ok(())
}
