//! What weights were fitted from: a change of corpus, trainer or features shows, and asks for `make model`.

use std::path::Path;

use anyhow::Context;

const SOURCES: [&str; 7] = [
    include_str!("fit.rs"),
    include_str!("restarts.rs"),
    include_str!("stammer.rs"),
    include_str!("stories.rs"),
    include_str!("../../../src-tauri/coach/src/chain.rs"),
    include_str!("../../../src-tauri/coach/src/lexicon.rs"),
    include_str!("../../../src-tauri/coach/src/restart.rs"),
];

/// Of the restarts' weights.
pub(crate) fn of_restarts(stories: &Path) -> anyhow::Result<u64> {
    let mut files: Vec<_> = std::fs::read_dir(stories)
        .with_context(|| format!("{} cannot be read", stories.display()))?
        .map(|file| Ok(file?.path()))
        .collect::<std::io::Result<_>>()?;
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for file in files {
        hash = add(hash, &std::fs::read(file)?);
    }
    Ok(SOURCES.iter().fold(hash, |hash, source| add(hash, source.as_bytes())))
}

/// FNV-1a. A line ends the same everywhere, whatever a checkout makes of it.
fn add(hash: u64, bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .filter(|byte| **byte != b'\r')
        .fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use coach::chain::Chain;

    use super::*;
    use crate::{restarts, stories};

    const STORIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../arc/stories");
    const WEIGHTS: &[u8] = include_bytes!("../../restarts/weights.bin");

    #[test]
    fn the_weights_are_of_this_corpus_and_this_trainer() {
        let weights = Chain::from_bytes(WEIGHTS).expect("weights");
        assert_eq!(
            weights.fingerprint,
            of_restarts(Path::new(STORIES)).expect("stories"),
            "the restarts' weights are older than what they are fitted from: run 'make model'"
        );
    }

    #[test]
    fn the_same_stories_teach_the_same() {
        let told = stories::read(Path::new(STORIES)).expect("stories");
        let some: Vec<_> = told.iter().step_by(20).collect();
        let fitted = || restarts::learn(&some).expect("marked").to_bytes();
        assert_eq!(fitted(), fitted());
    }
}
