//! What interviewers grade, one to four, each by a rule that the Guide prints and with the quotes and numbers it rests on.
//! There is no total: four numbers added up say nothing about anybody.

use crate::report::{
    Composure, Dimension, Finding, Learning, Measures, OwnMedian, Ownership, Quote, Repair, Report, Rubric,
    Rung, Severity,
};
use crate::trap::Trap;

/// How many hedges on the own part are too many.
const MANY_HEDGES: usize = 2;
/// How much more often than elsewhere something may slip: the same, half as much again, twice and a half.
const SLIPS: [f64; 3] = [1.15, 1.6, 2.5];

/// What the rules look at.
pub(crate) struct Judged<'a> {
    pub(crate) ownership: &'a Ownership,
    pub(crate) hedges: &'a [Quote],
    pub(crate) learning: &'a Learning,
    pub(crate) repair: &'a Repair,
    pub(crate) findings: &'a [Finding],
    pub(crate) composure: &'a Composure,
}

impl Judged<'_> {
    fn has(&self, trap: Trap) -> bool {
        self.findings.iter().any(|finding| finding.id == trap.id() && finding.severity == Severity::Warn)
    }
}

/// All four dimensions.
pub(crate) fn rubric(judged: &Judged<'_>) -> Vec<Rubric> {
    vec![accountability(judged), self_awareness(judged), growth(judged), composure(judged.composure, None)]
}

fn said(quote: &Quote) -> String {
    format!("“{}”", quote.quote)
}

fn accountability(judged: &Judged<'_>) -> Rubric {
    let mut because = Vec::new();
    let Some(sentence) = &judged.ownership.sentence else {
        because.push("No sentence names a cause of your own.".to_owned());
        return Rubric { dimension: Dimension::Accountability, level: Some(1), because };
    };
    because.push(said(sentence));
    let outward = judged.ownership.outward_share.unwrap_or(0.0);
    because.push(format!("{:.0} % of the telling of the cause is about others.", 100.0 * outward));
    let softened = judged.hedges.len() >= MANY_HEDGES;
    if softened {
        because.push(format!("It is softened {} times.", judged.hedges.len()));
    }
    let put_on_others =
        judged.has(Trap::Blame) || judged.has(Trap::WeLanguage) || judged.has(Trap::Bystander);
    if put_on_others {
        because.push("The cause is put on others or on “we”.".to_owned());
    }
    let told = judged.repair.told.as_ref();
    because.extend(told.map(|told| format!("You told somebody: {}", said(told))));
    let level = match (put_on_others || outward > 0.6, softened, told) {
        (true, ..) => 2,
        (false, true, _) | (false, _, None) => 3,
        (false, false, Some(_)) => 4,
    };
    Rubric { dimension: Dimension::Accountability, level: Some(level), because }
}

fn self_awareness(judged: &Judged<'_>) -> Rubric {
    let rung = judged.learning.rung.unwrap_or(Rung::None);
    let mut because: Vec<String> = judged.learning.quote.iter().map(said).collect();
    let disguised = [Trap::NonFailure, Trap::NeverFailed, Trap::NoScars, Trap::OverApology]
        .into_iter()
        .find(|trap| judged.has(*trap));
    because.extend(disguised.map(|trap| trap.why().to_owned()));
    let owns = judged.ownership.sentence.is_some();
    if !owns {
        because.push("Your own part is not told.".to_owned());
    }
    if rung == Rung::None {
        because.push("No lesson is heard.".to_owned());
    }
    let level = match (disguised.is_some(), owns, rung) {
        (true, ..) | (_, false, Rung::None) => 1,
        (_, false, _) | (_, _, Rung::None | Rung::Slogan) => 2,
        (_, true, Rung::Rule) => 3,
        (_, true, Rung::Artefact | Rung::Evidence) => 4,
    };
    Rubric { dimension: Dimension::SelfAwareness, level: Some(level), because }
}

fn growth(judged: &Judged<'_>) -> Rubric {
    let rung = judged.learning.rung.unwrap_or(Rung::None);
    let mut because: Vec<String> = judged.learning.quote.iter().map(said).collect();
    let (level, reached) = match rung {
        Rung::None => (1, "Nothing is said to have been learned or changed."),
        Rung::Slogan => (1, "The lesson is a slogan."),
        Rung::Rule => (2, "There is a rule, and nothing yet that carries it."),
        Rung::Artefact => (3, "There is something that lasts, and no proof yet that it held."),
        Rung::Evidence => (4, "There is proof that it held."),
    };
    because.push(reached.to_owned());
    Rubric { dimension: Dimension::Growth, level: Some(level), because }
}

/// Composure is compared with oneself alone: with the rest of the same take, and with one's own median.
fn composure(composure: &Composure, own_median: Option<&OwnMedian>) -> Rubric {
    let dimension = Dimension::Composure;
    let measured = &composure.owning_vs_rest;
    if composure.whole.seconds > 0.0 && composure.whole.fillers_per_min.is_none() {
        let because = vec!["The recording is not clear enough to count slips in.".to_owned()];
        return Rubric { dimension, level: None, because };
    }
    let own_median =
        own_median.filter(|own| composure.whole.enough && own.measures.fillers_per_min.is_some());
    if !measured.enough && own_median.is_none() {
        let because = vec![
            "Too short to say: it takes 20 s of owning the failure and 20 s of the rest, or three earlier takes.".to_owned(),
        ];
        return Rubric { dimension, level: None, because };
    }
    let mut because = Vec::new();
    let mut most: f64 = 1.0;
    if measured.enough {
        let (owning, rest) = (slips(&measured.owning), slips(&measured.rest));
        because.push(format!(
            "{owning:.1} slips and hesitations a minute while owning it, {rest:.1} in the rest."
        ));
        most = most.max((owning + 1.0) / (rest + 1.0));
    }
    if let Some(own) = own_median {
        let (now, usual) = (slips(&composure.whole), slips(&own.measures));
        because.push(format!(
            "{now:.1} slips and hesitations a minute, {usual:.1} in your usual take (of {}).",
            own.takes
        ));
        most = most.max((now + 1.0) / (usual + 1.0));
    }
    let level = match SLIPS.iter().position(|limit| most <= *limit) {
        Some(0) => 4,
        Some(1) => 3,
        Some(_) => 2,
        None => 1,
    };
    Rubric { dimension, level: Some(level), because }
}

/// Fillers, restarts and hesitations a minute.
fn slips(measures: &Measures) -> f64 {
    [measures.fillers_per_min, measures.restarts_per_min, measures.hesitations_per_min]
        .into_iter()
        .flatten()
        .sum()
}

impl Report {
    /// Sets beside this take what the speaker usually does; composure is graded by that too.
    pub fn compare_with_own(&mut self, own_median: Option<OwnMedian>) {
        self.own_median = own_median;
        let anew = composure(&self.composure, self.own_median.as_ref());
        if let Some(graded) = self.rubric.iter_mut().find(|graded| graded.dimension == Dimension::Composure) {
            *graded = anew;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Setting, Take, judge, text};

    fn levels(said: &str) -> Vec<(Dimension, Option<u8>)> {
        let report = judge(&Take::of_text("t", text::words(said).expect("plain words")), &Setting::default());
        report.rubric.iter().map(|graded| (graded.dimension, graded.level)).collect()
    }

    const WHOLE: &str = "two years ago i broke the payroll run and forty people were paid late \
        i assumed the file was the same as the month before and i never opened it \
        i told everybody the same morning and i called the bank and it was fixed on wednesday \
        what i understood is that a routine is where i stop looking \
        since then a second person opens the file before every run and in two years it has not happened again";

    #[test]
    fn a_whole_answer_is_graded_high_and_small_talk_low_and_neither_gets_a_composure_it_has_not_shown() {
        use Dimension::{Accountability, Composure, Growth, SelfAwareness};
        let whole =
            [(Accountability, Some(4)), (SelfAwareness, Some(4)), (Growth, Some(4)), (Composure, None)];
        assert_eq!(levels(WHOLE), whole);
        let nothing =
            [(Accountability, Some(1)), (SelfAwareness, Some(1)), (Growth, Some(1)), (Composure, None)];
        assert_eq!(levels("the weather has been lovely all week and the coffee here is good"), nothing);
    }

    #[test]
    fn composure_is_graded_against_oneself_once_there_is_something_to_compare() {
        let mut report =
            judge(&Take::of_text("t", text::words(WHOLE).expect("plain words")), &Setting::default());
        let usual = |slips: f64| {
            let measures = Measures { fillers_per_min: Some(slips), ..Measures::default() };
            Some(OwnMedian { takes: 5, measures })
        };
        let graded = |report: &Report| {
            report.rubric.iter().find(|graded| graded.dimension == Dimension::Composure).cloned()
        };
        report.compare_with_own(usual(4.0));
        let good = graded(&report).expect("graded");
        assert_eq!(good.level, Some(4));
        assert!(good.because[0].contains("4.0 in your usual take (of 5)"), "{good:?}");
        report.composure.whole.fillers_per_min = Some(20.0);
        report.compare_with_own(usual(4.0));
        assert_eq!(graded(&report).expect("graded").level, Some(1));
        report.compare_with_own(None);
        assert_eq!(graded(&report).expect("graded").level, None);
        report.composure.whole.enough = false;
        report.compare_with_own(usual(4.0));
        assert_eq!(graded(&report).expect("graded").level, None);
        report.composure.whole = Measures { fillers_per_min: None, enough: true, ..report.composure.whole };
        report.compare_with_own(usual(4.0));
        let unclear = graded(&report).expect("graded");
        assert!(unclear.level.is_none() && unclear.because[0].contains("not clear enough"), "{unclear:?}");
    }
}
