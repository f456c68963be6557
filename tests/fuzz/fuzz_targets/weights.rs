//! What the coach has learnt, read from its files: refused, or of use for any words.
#![no_main]

use coach::chain::Chain;
use coach::net::Net;
use coach::{filled, telling, trap};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(net) = Net::from_bytes(bytes) {
        let words = ["we", "lost", "the", "order", "nobody's"];
        let given = vec![0.5; net.shape().given];
        let incoming: Vec<_> = words.iter().map(|word| net.incoming(word, given.clone())).collect();
        let scores = net.scores(&incoming);
        assert_eq!(scores.len(), words.len() * net.chain.labels());
        let likelihoods = net.chain.likelihoods(&scores);
        assert_eq!(net.chain.steady(&likelihoods, telling::CHANGE).len(), words.len());
    }
    if let Ok(chain) = Chain::from_bytes(bytes) {
        let places = vec![vec![1, 7, u32::MAX]; 4];
        let best = chain.best(&chain.scores(&places));
        assert!(best.len() == 4 && best.iter().all(|&label| label < chain.labels()));
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = filled::Weights::parse(text);
    if let Some(weights) = trap::Weights::from_text(text) {
        let written = weights.to_text();
        assert_eq!(trap::Weights::from_text(&written).map(|again| again.to_text()), Some(written));
    }
});
