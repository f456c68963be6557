//! Prepares Tauri's context and tells the program where libvosk lies when it runs: beside the binary, in the
//! package's private folder, or where set-up unpacked it in a checkout.

fn main() {
    println!("cargo::rerun-if-changed=src-tauri/build.rs");
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    let origin = match system.as_str() {
        "linux" => Some("$ORIGIN"),
        "macos" => Some("@loader_path"),
        // Windows looks beside the binary by itself.
        _ => None,
    };
    if let Some(origin) = origin {
        // A binary lies in target/<profile>, a test in target/<profile>/deps.
        for place in ["", "/../lib/retake", "/../../models/speech/lib", "/../../../models/speech/lib"] {
            println!("cargo::rustc-link-arg=-Wl,-rpath,{origin}{place}");
        }
    }
    tauri_build::build();
}
