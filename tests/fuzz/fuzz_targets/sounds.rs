//! What was heard beside the words, as the journal keeps it: refused, or the same when it is packed again.
#![no_main]

use coach::Sounds;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some(sounds) = Sounds::unpack(bytes) else { return };
    let packed = sounds.pack();
    assert_eq!(Sounds::unpack(&packed).map(|again| again.pack()), Some(packed));
});
