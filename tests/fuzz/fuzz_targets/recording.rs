//! A recording, opened and read to its end: a WAV of any kind, torn or mended, or something that is none.
#![no_main]

use std::io::Write;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let Ok(mut recording) = booth::recording::open(file.path()) else { return };
    assert!(recording.rate_hz() > 0 && recording.channels() > 0);
    let mut block = Vec::new();
    let mut samples = 0;
    while recording.read(&mut block) {
        assert!(block.iter().all(|sample| sample.is_finite()));
        samples += block.len();
        assert!((0.0..=1.0).contains(&recording.done()));
        block.clear();
    }
    // What is compressed may unpack to much, and no more than a packet of it for each few bytes.
    assert!(samples <= bytes.len() * 4_096, "{samples} samples of {} bytes", bytes.len());
});
