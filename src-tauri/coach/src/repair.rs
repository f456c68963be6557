//! Which steps of the repair were told: that it was noticed, contained, told to somebody, put right, and kept from
//! happening again. What is not heard is asked about, and never held against anyone.

use crate::report::{Quote, Repair};
use crate::spoken::{Clause, Spoken, says};
use crate::{Part, ladder};

const REALISED: [&str; 29] = [
    "found out",
    "rang to",
    "rang us",
    "phoned us",
    "came back from",
    "complained",
    "wrote to me",
    "i realised",
    "i realized",
    "i noticed",
    "i found out",
    "we found out",
    "i found",
    "we found",
    "i discovered",
    "we noticed",
    "we realised",
    "we discovered",
    "it dawned",
    "came to light",
    "turned out",
    "rang me",
    "called me",
    "phoned me",
    "told me",
    "emailed me",
    "showed me",
    "spotted",
    "woke up to",
];
const CONTAINED: [&str; 35] = [
    "took it out",
    "took them off",
    "unplugged",
    "cut the",
    "put a stop",
    "sent home",
    "pulled the",
    "shut the",
    "cleared the",
    "stopped",
    "paused",
    "pulled",
    "rolled back",
    "rolled it back",
    "reverted",
    "recalled",
    "took down",
    "took it down",
    "turned off",
    "turned it off",
    "switched off",
    "shut",
    "suspended",
    "blocked",
    "froze",
    "cancelled",
    "isolated",
    "held back",
    "quarantined",
    "closed",
    "evacuated",
    "disconnected",
    "locked",
    "called off",
    "kept the",
];
const TOLD: [&str; 47] = [
    "took questions",
    "stood on",
    "stood in front",
    "stood up in",
    "met with",
    "sat down with",
    "drove to tell",
    "wrote her",
    "wrote him",
    "wrote them",
    "i faced",
    "i told",
    "i rang",
    "i called",
    "i phoned",
    "i telephoned",
    "i wrote to",
    "i emailed",
    "i went to",
    "i apologised",
    "i apologized",
    "i said sorry",
    "i reported",
    "i owned up",
    "i informed",
    "i let",
    "i explained",
    "i said",
    "told them",
    "told him",
    "told her",
    "told the",
    "rang the",
    "rang every",
    "called the",
    "called every",
    "called each",
    "wrote to",
    "phoned the",
    "apologised to",
    "owned up",
    "i stood up",
    "i admitted",
    "we told",
    "we called",
    "we wrote",
    "in front of",
];
const FIXED: [&str; 40] = [
    "fixed",
    "repaired",
    "replaced",
    "rebuilt",
    "redid",
    "restored",
    "refunded",
    "paid",
    "corrected",
    "patched",
    "delivered",
    "resent",
    "put right",
    "put it right",
    "made good",
    "reran",
    "ran it again",
    "finished",
    "recovered",
    "got it back",
    "got them back",
    "worked through",
    "worked the weekend",
    "worked nights",
    "reprinted",
    "rewrote",
    "reissued",
    "relaid",
    "returned",
    "sorted",
    "cleaned",
    "caught up",
    "shipped",
    "found them",
    "got her",
    "bought",
    "brought",
    "sent a",
    "new one",
    "again by",
];

/// What might have been done is no repair, and what is meant to be done prevents nothing yet.
const NEVER_DONE: [&str; 6] =
    ["would have", "could have", "should have", "would've", "should've", "could've"];
const MEANT: [&str; 8] =
    ["going to", "next time", "i'll", "i will", "i hope", "i'd like", "i want to", "probably"];

/// Which steps of the repair were told.
pub(crate) fn repair(spoken: &Spoken<'_>) -> Repair {
    let first = |parts: &[Part], phrases: &[&str]| -> Option<Quote> {
        // Where it belongs first, then anywhere it may be told.
        parts.iter().find_map(|part| {
            let done = |texts: &[String]| says(texts, phrases) && !says(texts, &NEVER_DONE);
            let clause = spoken.of_part(*part).find(|clause| done(spoken.text(&clause.words)))?;
            Some(spoken.quote(&clause.words))
        })
    };
    // What prevents it is the habit, not the proof that it worked, and not an intention.
    let prevents = |clause: &&Clause| {
        let texts = spoken.text(&clause.words);
        !says(texts, &MEANT) && !ladder::is_proof(texts)
    };
    let changed = spoken.of_part(Part::Change).filter(prevents).max_by_key(|clause| {
        let texts = spoken.text(&clause.words);
        (ladder::lasts(texts), clause.words.len(), usize::MAX - clause.words.start)
    });
    Repair {
        realised: first(&[Part::Failure, Part::Action, Part::Ownership], &REALISED),
        contained: first(&[Part::Action], &CONTAINED),
        told: first(&[Part::Action], &TOLD),
        fixed: first(&[Part::Action], &FIXED),
        prevented: changed.map(|clause| spoken.quote(&clause.words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoken::told;

    #[test]
    fn each_step_is_quoted_where_it_is_told_and_nowhere_else() {
        let (words, parts) = told(&[
            (Part::Failure, "the oven was cold and i noticed at noon"),
            (Part::Action, "i stopped the line and i told the owner and we repaired the switch"),
            (Part::Change, "a timer rings at eleven"),
        ]);
        let repair = repair(&Spoken::new(&words, &parts));
        let quote = |quote: Option<Quote>| quote.map(|quote| quote.quote);
        assert_eq!(quote(repair.realised).as_deref(), Some("and i noticed at noon"));
        assert_eq!(quote(repair.contained).as_deref(), Some("i stopped the line"));
        assert_eq!(quote(repair.told).as_deref(), Some("and i told the owner"));
        assert_eq!(quote(repair.fixed).as_deref(), Some("and we repaired the switch"));
        assert_eq!(quote(repair.prevented).as_deref(), Some("a timer rings at eleven"));
    }

    #[test]
    fn what_is_not_told_is_not_heard() {
        let (words, parts) = told(&[(Part::Failure, "i told them it would be fixed and it stopped")]);
        assert_eq!(repair(&Spoken::new(&words, &parts)), Repair::default());
    }
}
