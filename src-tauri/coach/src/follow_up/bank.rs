//! What an interviewer asks next, by what is missing or thin.

use super::{About, Step};
use crate::Part;
use crate::report::Rung;
use crate::trap::Trap;

/// The questions, with what each is for.
pub(super) const BANK: [(About, &[&str]); 28] = [
    (
        About::Part(Part::Failure),
        &[
            "In a sentence or two, what went wrong?",
            "Who felt it first?",
            "Can you put a size on the damage for me?",
            "What was riding on it at the time?",
            "If I'd walked in that day, what would I have seen?",
            "How bad did it get before it was over?",
            "And how was it supposed to go?",
        ],
    ),
    (
        About::Part(Part::Ownership),
        &[
            "Which decision in there was yours alone?",
            "What were you taking for granted at that point?",
            "Going back to that moment, what did you believe was true?",
            "Where was the point at which you could still have turned it?",
            "How much of it did you know by then, and how much were you guessing?",
            "At the time, what was pulling you that way?",
            "Talk me through how you came to that choice.",
        ],
    ),
    (
        About::Part(Part::Action),
        &[
            "Once it had gone wrong, what did you do first?",
            "Walk me through the first hour or so after you found out.",
            "How did it end?",
            "Which of the things you did helped the most?",
            "What did you take on yourself, and what did you ask others for?",
            "How did the people it touched come out of it?",
            "By the end of that week, where did things stand?",
        ],
    ),
    (
        About::Part(Part::Learning),
        &[
            "What do you understand now that you didn't then?",
            "Say a friend was about to do the same thing. What would you tell them?",
            "What did it show you about the way you work?",
            "When did the penny drop?",
            "How would you put the lesson in your own plain words?",
            "Looking back, which signal would you read differently?",
            "Back then, what was missing in how you saw the job?",
        ],
    ),
    (
        About::Part(Part::Change),
        &[
            "These days, how do you go about the same thing?",
            "Tell me about the next time you were in the same spot.",
            "If I watched you at work next Monday, what would I notice?",
            "Has anything in your working week changed because of it?",
            "What would the people around you say is different since?",
            "So how has it gone since then?",
        ],
    ),
    (
        About::Trap(Trap::NonFailure),
        &[
            "Which part of that would you call the failure itself?",
            "Who was worse off afterwards, and how?",
            "Can you think of a day when it cost somebody something?",
        ],
    ),
    (
        About::Trap(Trap::NeverFailed),
        &[
            "Of the last few years' work, what would you most like to do over?",
            "Who was the last person at work you said sorry to, and what for?",
            "Is there a piece of work that still makes you wince a little?",
        ],
    ),
    (
        About::Trap(Trap::Blame),
        &[
            "Setting the others aside for a moment, what was in your hands?",
            "Suppose everyone else had acted just the same. What could you have changed?",
        ],
    ),
    (
        About::Trap(Trap::WeLanguage),
        &["When you say we, which bit was you?", "Could you tell me that part once more, starting with I?"],
    ),
    (
        About::Trap(Trap::Trivial),
        &["What hung on it?", "Do you have one that cost a bit more, to you or to somebody else?"],
    ),
    (
        About::Trap(Trap::TooBig),
        &[
            "How much of that was yours to decide?",
            "Is there a smaller one from around that time you could tell me about?",
            "These days, what kind of work do people bring to you?",
        ],
    ),
    (
        About::Trap(Trap::VagueLearning),
        &[
            "What does that mean on an ordinary Tuesday?",
            "How would a stranger spot that lesson in what you do?",
            "Give me one small example of that, if you would.",
        ],
    ),
    (
        About::Trap(Trap::NoEvidence),
        &["When did you last do that, and how did it turn out?", "What has come of it so far?"],
    ),
    (
        About::Trap(Trap::OverApology),
        &[
            "Putting the feelings to one side, what happened next?",
            "With a bit of distance, how do you look on it today?",
        ],
    ),
    (
        About::Trap(Trap::NoScars),
        &[
            "Which moment in all that was the worst for you?",
            "What couldn't be put right, in the end?",
            "Even now, what don't you like about how that went?",
        ],
    ),
    (
        About::Trap(Trap::Ancient),
        &[
            "Could you give me a more recent one?",
            "Where has something like that come up in the last couple of years?",
            "What made you pick that one, out of all of them?",
        ],
    ),
    (
        About::Trap(Trap::LongBackstory),
        &[
            "Let's start at the moment it went wrong. What happened?",
            "Suppose I already know the background. Where does the trouble begin?",
        ],
    ),
    (
        About::Trap(Trap::Bystander),
        &[
            "Where were you in all this?",
            "What did you do, or leave undone, that played into it?",
            "Have you got one where the call was yours?",
        ],
    ),
    (
        About::Trap(Trap::Unresolved),
        &[
            "How far has it got, as of today?",
            "What would have to happen for you to call it finished?",
            "Is there another one that's over and done with?",
        ],
    ),
    (
        About::Trap(Trap::NearMiss),
        &["In the end, what did it cost, if anything?", "Tell me about one where the luck ran out."],
    ),
    (
        About::Rung(Rung::Rule),
        &[
            "If you had to make a rule of it for yourself, how would it go?",
            "What's the first thing you do when that situation comes up now?",
            "Is there anything you never skip any more?",
            "Which moment at work calls for that, and what do you do then?",
            "How would you explain it to someone on their first day?",
        ],
    ),
    (
        About::Rung(Rung::Artefact),
        &[
            "What could you show me that came out of this?",
            "Where would I find that if you were away on holiday?",
            "On a really busy day, what makes sure it still happens?",
            "How does it work when you're not in the room?",
            "Is there anything from this that I could hold in my hand?",
        ],
    ),
    (
        About::Rung(Rung::Evidence),
        &[
            "What tells you it's working?",
            "How often has it been put to the test since?",
            "Who has noticed, and what did they say?",
            "Can you compare before and after for me?",
            "When was it hardest to keep up, and what did you do?",
        ],
    ),
    (
        About::Repair(Step::Realised),
        &[
            "How did you find out?",
            "What was the first sign, for you?",
            "Where were you when it became clear?",
            "How long had it been going on before anyone saw it?",
        ],
    ),
    (
        About::Repair(Step::Contained),
        &[
            "How did you keep it from getting worse?",
            "At that point, what could still be saved?",
            "What was the very first thing you made safe?",
            "While you were working out what to do, what happened to everything else?",
        ],
    ),
    (
        About::Repair(Step::Told),
        &[
            "Who heard about it from you first?",
            "How did you break the news?",
            "What did you say to the people it had landed on?",
            "And how did people take it, when they heard?",
        ],
    ),
    (
        About::Repair(Step::Fixed),
        &[
            "How was it put right?",
            "What did it take to mend it?",
            "When was everything working again, and what got it there?",
            "Which parts had to be done over?",
        ],
    ),
    (
        About::Repair(Step::Prevented),
        &[
            "What stops the same thing happening again?",
            "If it happened again tomorrow, where would it be caught?",
            "How is the next person in your seat protected from it?",
            "Afterwards, what did you leave behind so it wouldn't come round again?",
        ],
    ),
];
