//! Prepares Tauri's context and tells the program where libvosk lies when it runs: beside the binary, in the
//! package's private folder, or where set-up unpacked it in a checkout.

fn main() {
    println!("cargo::rerun-if-changed=src-tauri/build.rs");
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    let installed = match system.as_str() {
        "linux" => Some(("$ORIGIN", "/../lib/retake")),
        "macos" => Some(("@loader_path", "/../Frameworks")),
        // Windows looks beside the binary by itself.
        _ => None,
    };
    if let Some((origin, private)) = installed {
        // A binary lies in target/<profile>, a test in target/<profile>/deps.
        for place in ["", private, "/../../models/speech/lib", "/../../../models/speech/lib"] {
            println!("cargo::rustc-link-arg=-Wl,-rpath,{origin}{place}");
        }
    }
    tauri_build::build();
}
