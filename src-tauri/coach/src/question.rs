//! How the question is asked, and at which level.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The speaker's level: what size of failure and of learning fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub enum Level {
    /// Individual contributor, early.
    #[serde(rename = "ic3_4")]
    Ic3To4,
    /// Senior individual contributor.
    #[serde(rename = "ic5")]
    Ic5,
    /// Staff and above.
    #[serde(rename = "ic6_7")]
    Ic6To7,
    /// Manager.
    #[serde(rename = "manager")]
    Manager,
}

/// A level id that names no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no level '{0}'; the levels are ic3_4, ic5, ic6_7 and manager")]
pub struct UnknownLevel(pub String);

impl Level {
    /// The levels, from junior to senior.
    pub const ALL: [Level; 4] = [Level::Ic3To4, Level::Ic5, Level::Ic6To7, Level::Manager];

    /// The id used in reports and on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Level::Ic3To4 => "ic3_4",
            Level::Ic5 => "ic5",
            Level::Ic6To7 => "ic6_7",
            Level::Manager => "manager",
        }
    }
}

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(id: &str) -> Result<Self, UnknownLevel> {
        Level::ALL.into_iter().find(|level| level.id() == id).ok_or_else(|| UnknownLevel(id.to_owned()))
    }
}

/// The angle from which the failure is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant's question is the text below")]
pub enum Lens {
    #[default]
    Plain,
    ChangedCourse,
    ManagerMistake,
    LittleData,
    RegrettedHire,
    MissedCommitment,
    Conflict,
    Feedback,
}

/// A question id that names no lens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no question '{0}'; the questions are plain, changed_course, manager_mistake, little_data, \
     regretted_hire, missed_commitment, conflict and feedback"
)]
pub struct UnknownLens(pub String);

impl Lens {
    /// Every lens, the plain question first.
    pub const ALL: [Lens; 8] = [
        Lens::Plain,
        Lens::ChangedCourse,
        Lens::ManagerMistake,
        Lens::LittleData,
        Lens::RegrettedHire,
        Lens::MissedCommitment,
        Lens::Conflict,
        Lens::Feedback,
    ];

    /// The id used in reports and on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Lens::Plain => "plain",
            Lens::ChangedCourse => "changed_course",
            Lens::ManagerMistake => "manager_mistake",
            Lens::LittleData => "little_data",
            Lens::RegrettedHire => "regretted_hire",
            Lens::MissedCommitment => "missed_commitment",
            Lens::Conflict => "conflict",
            Lens::Feedback => "feedback",
        }
    }

    /// The question as an interviewer asks it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Lens::Plain => "Tell me about a time you failed.",
            Lens::ChangedCourse => {
                "Tell me about a project where your approach was wrong and you had to change course."
            }
            Lens::ManagerMistake => "What is the biggest mistake you have made as a manager?",
            Lens::LittleData => {
                "Tell me about a decision you made with little data that turned out to be wrong."
            }
            Lens::RegrettedHire => "Tell me about a hire you regret.",
            Lens::MissedCommitment => "Tell me about a commitment you missed.",
            Lens::Conflict => "Tell me about a conflict that you handled badly.",
            Lens::Feedback => "Tell me about hard feedback you were given that turned out to be right.",
        }
    }
}

impl FromStr for Lens {
    type Err = UnknownLens;

    fn from_str(id: &str) -> Result<Self, UnknownLens> {
        Lens::ALL.into_iter().find(|lens| lens.id() == id).ok_or_else(|| UnknownLens(id.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_as_what_they_name() {
        for level in Level::ALL {
            assert_eq!(level.id().parse(), Ok(level));
        }
        for lens in Lens::ALL {
            assert_eq!(lens.id().parse(), Ok(lens));
        }
        assert!("cto".parse::<Level>().is_err());
        assert!("hobby".parse::<Lens>().is_err());
    }

    #[test]
    fn ids_are_what_reports_print() {
        for level in Level::ALL {
            assert_eq!(serde_json::to_value(level).expect("a string"), level.id());
        }
        for lens in Lens::ALL {
            assert_eq!(serde_json::to_value(lens).expect("a string"), lens.id());
        }
    }
}
