//! What is said of each trap: why it costs, how it is asked about when it is not sure, and what to try. Never an answer.

use super::Trap;

impl Trap {
    /// Why it costs, in a sentence.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Trap::NonFailure => {
                "This sounds like a strength in disguise: whoever asked is still waiting for the failure."
            }
            Trap::NeverFailed => "Nobody is believed who has never failed; it sounds as if you do not look.",
            Trap::Blame => {
                "The cause is put on others or on circumstances, and it is your judgement they want to hear about."
            }
            Trap::WeLanguage => {
                "The failure belongs to “we” from beginning to end, and nobody can tell what you did."
            }
            Trap::Trivial => {
                "Nothing hung on it. A slip without a consequence tells nothing about how you handle one that has."
            }
            Trap::TooBig => {
                "The damage is so large that the listener stops hearing the lesson and starts doubting the judgement."
            }
            Trap::VagueLearning => {
                "The lesson is a slogan: anybody could say it, so it does not show that you learned it."
            }
            Trap::NoEvidence => {
                "After the lesson comes nothing, or an intention: whether anything changed is left open."
            }
            Trap::OverApology => {
                "You punish yourself for it, and the listener has to comfort you instead of hearing what you did."
            }
            Trap::NoScars => {
                "Everything turned out wonderful. With no cost left in the telling it sounds rehearsed."
            }
            Trap::Ancient => "It was long ago. Who you were then says little about how you work now.",
            Trap::LongBackstory => {
                "It takes long until anything goes wrong, and attention is spent before the story starts."
            }
            Trap::Bystander => "You watched this failure. The question is about one you caused.",
            Trap::Unresolved => "It is still going on, so there is no end to have learned from.",
            Trap::NearMiss => "In the end nothing went wrong. A danger that passed is not yet a failure.",
        }
    }

    /// The same as a question, for when it is not sure.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Trap::NonFailure => "Would a stranger hear a failure here, or a strength?",
            Trap::NeverFailed => "Is there a failure in this that you would name as one?",
            Trap::Blame => "Whose decision caused it, as you tell it here?",
            Trap::WeLanguage => "When you say “we” here, who decided?",
            Trap::Trivial => "Who felt the consequence of this, and how much?",
            Trap::TooBig => "Is this more damage than you want to be remembered by?",
            Trap::VagueLearning => "Would your best colleague hear something new in this lesson?",
            Trap::NoEvidence => "What has happened since that shows it?",
            Trap::OverApology => "Does this sentence help the listener, or punish you?",
            Trap::NoScars => "What did it cost that is still missing today?",
            Trap::Ancient => "Is there a story from the last four years that shows the same?",
            Trap::LongBackstory => "How much of this does a listener need before the failure?",
            Trap::Bystander => "What was yours in this?",
            Trap::Unresolved => "Has this ended, so that you can say how?",
            Trap::NearMiss => "What was really lost here?",
        }
    }

    /// What to try in the next take.
    #[must_use]
    pub fn rewrite(self) -> &'static str {
        match self {
            Trap::NonFailure => {
                "Begin with the damage: finish the sentence “It went wrong, and … had to pay for it.”"
            }
            Trap::NeverFailed => {
                "Look for the last thing you had to repair, and say in one sentence what you had done."
            }
            Trap::Blame => {
                "Say the same event in one sentence that begins with “I decided”, “I assumed” or “I left out”."
            }
            Trap::WeLanguage => "Keep “we” for the team and the repair. Tell the cause once more, with “I”.",
            Trap::Trivial => {
                "Name who was worse off for it and what it cost them. If nobody was, take the next story on your list."
            }
            Trap::TooBig => {
                "Take a smaller story, or tell only the part of this one that was yours to decide."
            }
            Trap::VagueLearning => {
                "Finish the sentence “So the rule I work by now is …” with something a colleague could check."
            }
            Trap::NoEvidence => {
                "Say what you did the next time it mattered, when that was, and how it came out."
            }
            Trap::OverApology => "Say sorry once, to those it was owed to, and go on with what you did next.",
            Trap::NoScars => "Leave one loss in the story that was never made good.",
            Trap::Ancient => "Look for the same habit in something of the last one to four years.",
            Trap::LongBackstory => {
                "Start with the moment it went wrong, and give the background in one sentence after it."
            }
            Trap::Bystander => {
                "Tell what you decided, said or kept to yourself that let it happen, or take another story."
            }
            Trap::Unresolved => "Take a story that is over, or end this one at a point that is.",
            Trap::NearMiss => "Tell one in which the damage was done, or say what this one did cost.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_explained_and_what_is_not_sure_is_asked() {
        for trap in Trap::ALL {
            assert!(trap.why().ends_with('.'), "{trap:?}");
            assert!(trap.question().ends_with('?'), "{trap:?}");
            assert!(trap.rewrite().len() > 40, "{trap:?}");
        }
    }
}
