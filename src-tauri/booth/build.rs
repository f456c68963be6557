//! Tells the linker where set-up unpacked libvosk, and booth's tests where to find it when they run.

use std::path::Path;

fn main() {
    let lib = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/speech/lib");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", lib.display());
    if !lib.is_dir() {
        println!("cargo::warning=libvosk is not there yet; `make test` or `make run` fetches it");
    }
    println!("cargo::rustc-link-search=native={}", lib.display());
    // Test binaries lie in target/<profile>/deps, three folders below the project.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo::rustc-link-arg=-Wl,-rpath,$ORIGIN/../../../models/speech/lib");
    } else if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("macos") {
        println!("cargo::rustc-link-arg=-Wl,-rpath,@loader_path/../../../models/speech/lib");
    }
}
