//! What weights were fitted from: a change of corpus, trainer or features shows, and asks for `make model`.

use std::path::Path;

use anyhow::Context;

const SHARED: [&str; 4] = [
    include_str!("fit.rs"),
    include_str!("stories.rs"),
    include_str!("../../../src-tauri/coach/src/chain.rs"),
    include_str!("../../../src-tauri/coach/src/lexicon.rs"),
];
const RESTARTS: [&str; 3] = [
    include_str!("restarts.rs"),
    include_str!("stammer.rs"),
    include_str!("../../../src-tauri/coach/src/restart.rs"),
];
const ARC: [&str; 5] = [
    include_str!("arc.rs"),
    include_str!("teach.rs"),
    include_str!("../../../src-tauri/coach/src/telling.rs"),
    include_str!("../../../src-tauri/coach/src/net.rs"),
    include_str!("../../../src-tauri/coach/src/meaning.rs"),
];

const TRAPS: [&str; 3] = [
    include_str!("traps.rs"),
    include_str!("../../../src-tauri/coach/src/trap/signs.rs"),
    include_str!("../../../src-tauri/coach/src/trap/weights.rs"),
];

/// Of the restarts' weights.
pub(crate) fn of_restarts(stories: &Path) -> anyhow::Result<u64> {
    of(stories, &RESTARTS)
}

/// Of the traps' weights, which are fitted to the parts as they are found.
pub(crate) fn of_traps(stories: &Path) -> anyhow::Result<u64> {
    let arc = of_arc(stories)?;
    Ok(TRAPS.iter().fold(arc, |hash, source| add(hash, source.as_bytes())))
}

/// Of the arc's weights.
pub(crate) fn of_arc(stories: &Path) -> anyhow::Result<u64> {
    let hash = of(stories, &ARC)?;
    match std::fs::read(stories.with_file_name("heard.jsonl")) {
        Ok(heard) => Ok(add(hash, &heard)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(hash),
        Err(error) => Err(error.into()),
    }
}

fn of(stories: &Path, sources: &[&str]) -> anyhow::Result<u64> {
    let mut files: Vec<_> = std::fs::read_dir(stories)
        .with_context(|| format!("{} cannot be read", stories.display()))?
        .map(|file| Ok(file?.path()))
        .collect::<std::io::Result<_>>()?;
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for file in files {
        hash = add(hash, &std::fs::read(file)?);
    }
    Ok(SHARED.iter().chain(sources).fold(hash, |hash, source| add(hash, source.as_bytes())))
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
    use coach::Part;
    use coach::chain::Chain;
    use coach::net::Net;
    use coach::trap::Weights;

    use super::*;
    use crate::{arc, restarts, stories, traps, weakest};

    const STORIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../arc/stories");

    #[test]
    fn the_weights_are_of_this_corpus_and_this_trainer() {
        let stories = Path::new(STORIES);
        let restarts = Chain::from_bytes(include_bytes!("../../restarts/weights.bin")).expect("weights");
        let arc = Net::from_bytes(include_bytes!("../../arc/weights.bin")).expect("weights");
        let traps = Weights::from_text(include_str!("../../traps/weights.txt")).expect("weights");
        for (fingerprint, wanted) in [
            (restarts.fingerprint, of_restarts(stories)),
            (arc.chain.fingerprint, of_arc(stories)),
            (traps.fingerprint, of_traps(stories)),
        ] {
            assert_eq!(
                fingerprint,
                wanted.expect("stories"),
                "weights are older than what they are fitted from: run 'make model'"
            );
        }
    }

    #[test]
    fn the_same_stories_teach_the_same() {
        let told = stories::read(Path::new(STORIES)).expect("stories");
        let some: Vec<_> = told.into_iter().step_by(60).collect();
        let restarts = || restarts::learn(&some.iter().collect::<Vec<_>>()).expect("marked").to_bytes();
        assert_eq!(restarts(), restarts());
        let samples = arc::samples(&some).expect("marked");
        let parts = || arc::learn(&samples.iter().collect::<Vec<_>>()).to_bytes();
        assert_eq!(parts(), parts());
        let cases: Vec<_> = some
            .iter()
            .zip(&samples)
            .map(|(story, sample)| {
                traps::case(story, sample.texts(), &vec![Part::Failure; sample.texts().len()])
            })
            .collect();
        let traps = || traps::learn(&cases.iter().collect::<Vec<_>>()).to_text();
        assert_eq!(traps(), traps());
    }

    #[test]
    fn the_weakest_part_is_what_the_stories_teach() {
        let cases = weakest::cases(&stories::read(Path::new(STORIES)).expect("stories")).expect("marked");
        let fitted = weakest::learn(&cases.iter().collect::<Vec<_>>());
        assert_eq!(coach::weakest::to_text(&fitted), include_str!("../../arc/weakest.txt"));
    }
}
