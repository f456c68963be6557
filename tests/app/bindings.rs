//! The UI is typed with bindings made from the commands; the committed ones must be those of today.

use std::path::Path;

/// `RETAKE_BLESS=1 cargo test --test app bindings` writes them anew.
#[test]
fn the_committed_bindings_are_those_of_the_commands() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/lib/bindings.ts");
    let made = retake::window::bindings().unwrap();
    if std::env::var_os("RETAKE_BLESS").is_some() {
        std::fs::write(&committed, &made).unwrap();
    }
    let found = std::fs::read_to_string(&committed).unwrap();
    assert!(
        found == made,
        "ui/src/lib/bindings.ts is out of date; RETAKE_BLESS=1 cargo test --test app bindings"
    );
}
