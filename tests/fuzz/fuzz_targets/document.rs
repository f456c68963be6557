//! An exported journal, read back into one that has nothing yet: refused, or brought in and exported again.
#![no_main]

use journal::Journal;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
    let before = exported(&journal);
    if journal.import(bytes).is_err() {
        assert_eq!(exported(&journal), before, "what was refused left something");
        return;
    }
    let whole = exported(&journal);
    let mut other = Journal::open(&folder.path().join("other.db")).unwrap();
    other.import(whole.as_slice()).expect("what was exported can be read");
});

fn exported(journal: &Journal) -> Vec<u8> {
    let mut out = Vec::new();
    journal.export(&mut out).unwrap();
    out
}
