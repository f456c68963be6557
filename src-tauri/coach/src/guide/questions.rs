//! The ways the failure question is asked, by lens and level.

use super::Phrasing;
use crate::{Lens, Level};

/// The first of each lens is the one that is asked when nothing else is chosen.
pub(super) const PHRASINGS: [Phrasing; 56] = [
    Phrasing { lens: Lens::Plain, level: None, text: "Tell me about a time you failed." },
    Phrasing {
        lens: Lens::Plain,
        level: None,
        text: "What's something at work you got wrong, and what came of it?",
    },
    Phrasing {
        lens: Lens::Plain,
        level: None,
        text: "Is there a failure of yours that you still think about?",
    },
    Phrasing {
        lens: Lens::Plain,
        level: Some(Level::Ic3To4),
        text: "Which piece of your own work went out with a mistake in it?",
    },
    Phrasing {
        lens: Lens::Plain,
        level: Some(Level::Ic5),
        text: "Describe something you planned or designed that made life harder for your team.",
    },
    Phrasing {
        lens: Lens::Plain,
        level: Some(Level::Ic6To7),
        text: "Think of a long bet you pushed for that didn't come good. What happened?",
    },
    Phrasing {
        lens: Lens::Plain,
        level: Some(Level::Manager),
        text: "When did a call of yours let down the people who work for you?",
    },
    Phrasing {
        lens: Lens::ChangedCourse,
        level: None,
        text: "Tell me about a project where your approach was wrong and you had to change course.",
    },
    Phrasing {
        lens: Lens::ChangedCourse,
        level: None,
        text: "When did you last find out, halfway through, that you were going about it the wrong way?",
    },
    Phrasing {
        lens: Lens::ChangedCourse,
        level: None,
        text: "What's a plan of yours that you had to throw out?",
    },
    Phrasing {
        lens: Lens::ChangedCourse,
        level: Some(Level::Ic3To4),
        text: "Can you think of a task you'd started the wrong way and had to begin again?",
    },
    Phrasing {
        lens: Lens::ChangedCourse,
        level: Some(Level::Ic5),
        text: "Walk me through a design you'd chosen that your team had to rework partway.",
    },
    Phrasing {
        lens: Lens::ChangedCourse,
        level: Some(Level::Ic6To7),
        text: "Which direction did you set for several teams, and then have to take back?",
    },
    Phrasing {
        lens: Lens::ChangedCourse,
        level: Some(Level::Manager),
        text: "How about a time you'd sent your team the wrong way and had to turn back?",
    },
    Phrasing {
        lens: Lens::ManagerMistake,
        level: None,
        text: "What is the biggest mistake you have made as a manager?",
    },
    Phrasing {
        lens: Lens::ManagerMistake,
        level: None,
        text: "When you've been in charge of other people's work, what have you got most wrong?",
    },
    Phrasing {
        lens: Lens::ManagerMistake,
        level: Some(Level::Ic3To4),
        text: "Think of a newer colleague you were showing the ropes. What did you get wrong?",
    },
    Phrasing {
        lens: Lens::ManagerMistake,
        level: Some(Level::Ic5),
        text: "Last time you led a piece of work, what did you misjudge about the people?",
    },
    Phrasing {
        lens: Lens::ManagerMistake,
        level: Some(Level::Ic6To7),
        text: "Where have you gone wrong in leading people who didn't report to you?",
    },
    Phrasing {
        lens: Lens::ManagerMistake,
        level: Some(Level::Manager),
        text: "Tell me about someone on your team you let down.",
    },
    Phrasing {
        lens: Lens::ManagerMistake,
        level: Some(Level::Manager),
        text: "Which decision about your team would you most like to have back?",
    },
    Phrasing {
        lens: Lens::LittleData,
        level: None,
        text: "Tell me about a decision you made with little data that turned out to be wrong.",
    },
    Phrasing {
        lens: Lens::LittleData,
        level: None,
        text: "When did you go with your gut and find out it was wrong?",
    },
    Phrasing {
        lens: Lens::LittleData,
        level: None,
        text: "What's a guess you acted on that turned out not to hold?",
    },
    Phrasing {
        lens: Lens::LittleData,
        level: Some(Level::Ic3To4),
        text: "Can you remember pressing ahead with a task before you knew enough, and getting it wrong?",
    },
    Phrasing {
        lens: Lens::LittleData,
        level: Some(Level::Ic5),
        text: "Describe an estimate you gave on thin information that your team then paid for.",
    },
    Phrasing {
        lens: Lens::LittleData,
        level: Some(Level::Ic6To7),
        text: "Which big call did you make before the facts were in, and get wrong?",
    },
    Phrasing {
        lens: Lens::LittleData,
        level: Some(Level::Manager),
        text: "Has there been a choice about your team that you made half in the dark, and regretted?",
    },
    Phrasing { lens: Lens::RegrettedHire, level: None, text: "Tell me about a hire you regret." },
    Phrasing {
        lens: Lens::RegrettedHire,
        level: None,
        text: "Have you ever spoken up for a candidate and later wished you hadn't?",
    },
    Phrasing {
        lens: Lens::RegrettedHire,
        level: Some(Level::Ic3To4),
        text: "Did you ever put a name forward for a job and come to regret it?",
    },
    Phrasing {
        lens: Lens::RegrettedHire,
        level: Some(Level::Ic5),
        text: "What did you get wrong about somebody you helped to interview?",
    },
    Phrasing {
        lens: Lens::RegrettedHire,
        level: Some(Level::Ic6To7),
        text: "Describe a senior appointment you backed that turned out badly.",
    },
    Phrasing {
        lens: Lens::RegrettedHire,
        level: Some(Level::Manager),
        text: "Who did you take on that you wouldn't take on again, and what happened?",
    },
    Phrasing {
        lens: Lens::RegrettedHire,
        level: Some(Level::Manager),
        text: "Of all the people you've hired, which one would you most like to decide on again?",
    },
    Phrasing { lens: Lens::MissedCommitment, level: None, text: "Tell me about a commitment you missed." },
    Phrasing {
        lens: Lens::MissedCommitment,
        level: None,
        text: "What did you promise somebody at work and then not deliver?",
    },
    Phrasing {
        lens: Lens::MissedCommitment,
        level: None,
        text: "When were you last late with something another person was counting on?",
    },
    Phrasing {
        lens: Lens::MissedCommitment,
        level: Some(Level::Ic3To4),
        text: "What's a piece of your own work that wasn't ready when you'd said?",
    },
    Phrasing {
        lens: Lens::MissedCommitment,
        level: Some(Level::Ic5),
        text: "Take me back to a delivery you'd put your name to that slipped.",
    },
    Phrasing {
        lens: Lens::MissedCommitment,
        level: Some(Level::Ic6To7),
        text: "Which promise did you make to the whole organisation and fail to keep?",
    },
    Phrasing {
        lens: Lens::MissedCommitment,
        level: Some(Level::Manager),
        text: "How about something you promised your team and didn't come through on?",
    },
    Phrasing { lens: Lens::Conflict, level: None, text: "Tell me about a conflict that you handled badly." },
    Phrasing {
        lens: Lens::Conflict,
        level: None,
        text: "When did a disagreement at work get worse because of something you did?",
    },
    Phrasing {
        lens: Lens::Conflict,
        level: None,
        text: "Who have you fallen out with at work, in a way you're not proud of?",
    },
    Phrasing {
        lens: Lens::Conflict,
        level: Some(Level::Ic3To4),
        text: "Can you think of a colleague you were short with, and what came of it?",
    },
    Phrasing {
        lens: Lens::Conflict,
        level: Some(Level::Ic5),
        text: "Describe an argument over a design or a plan that you let go too far.",
    },
    Phrasing {
        lens: Lens::Conflict,
        level: Some(Level::Ic6To7),
        text: "What's a dispute between teams that you made harder to settle?",
    },
    Phrasing {
        lens: Lens::Conflict,
        level: Some(Level::Manager),
        text: "Has there been a quarrel in your team that you stepped into the wrong way?",
    },
    Phrasing {
        lens: Lens::Feedback,
        level: None,
        text: "Tell me about hard feedback you were given that turned out to be right.",
    },
    Phrasing {
        lens: Lens::Feedback,
        level: None,
        text: "What were you once told about yourself that you didn't want to hear, and that was true?",
    },
    Phrasing {
        lens: Lens::Feedback,
        level: None,
        text: "Who has told you something uncomfortable about your work, and been right?",
    },
    Phrasing {
        lens: Lens::Feedback,
        level: Some(Level::Ic3To4),
        text: "Can you remember a comment on your work that stung, and that you came to agree with?",
    },
    Phrasing {
        lens: Lens::Feedback,
        level: Some(Level::Ic5),
        text: "When has a teammate told you that your way of working made theirs harder, and been right?",
    },
    Phrasing {
        lens: Lens::Feedback,
        level: Some(Level::Ic6To7),
        text: "Which criticism of your judgement did you push back on, and later accept?",
    },
    Phrasing {
        lens: Lens::Feedback,
        level: Some(Level::Manager),
        text: "How about something your own team told you that was hard to hear, and right?",
    },
];
