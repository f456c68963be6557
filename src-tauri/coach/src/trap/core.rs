//! A failure at the role's core skill: the half of `too_big` that nobody can hear without knowing the role. It is judged
//! only when the story's page names what the role must do above all, and it only ever asks.

use crate::Part;
use crate::number::thousandths;
use crate::outline::said;
use crate::report::{Finding, Quote, Severity};
use crate::spoken::Spoken;
use crate::trap::{SURE, Trap, WORTH_ASKING};

/// What failed, where the failure or its cause is told in words of a core skill.
pub(super) fn failed(spoken: &Spoken<'_>, core_skills: &[String]) -> Option<Finding> {
    let is_told = |at: usize| matches!(spoken.parts[at], Part::Failure | Part::Ownership);
    let (skill, words) =
        core_skills.iter().find_map(|skill| said(spoken, skill, is_told).map(|words| (skill, words)))?;
    let clause = spoken.clauses.iter().find(|clause| clause.words.contains(&words.start));
    let Quote { quote, start, end } = spoken.quote(clause.map_or(&words, |clause| &clause.words));
    Some(Finding {
        id: Trap::TooBig.id().to_owned(),
        severity: Severity::Note,
        certainty: thousandths(f64::midpoint(SURE, WORTH_ASKING)),
        rule: format!("the story's page names “{skill}” as what the role must do above all"),
        quote,
        start,
        end,
        why: format!(
            "Did you fail at “{skill}” itself? Then they may ask themselves whether you can do the job."
        ),
        r#try: "Say what else it was besides that skill, or keep this story for another role.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use crate::{Setting, Take, judge, text};

    #[test]
    fn a_failure_at_a_core_skill_is_asked_about_and_only_where_the_page_names_it() {
        let told = "two years ago i moved the clinic's appointment book to a new system and on the first monday sixty \
            patients had the wrong time on their letters i assumed the new system would keep the old time zone and i \
            never opened a single letter to check i told the practice manager that morning and i called every patient \
            on the list myself what i understood is that being finished is not the same as being right since then i \
            print ten real letters before every change and in two years that check has caught two mistakes";
        let asked = |skills: &[&str]| {
            let take = Take::of_text("t", text::words(told).expect("plain words"));
            let core_skills = skills.iter().map(|skill| (*skill).to_owned()).collect();
            judge(&take, &Setting { core_skills, ..Setting::default() }).findings
        };
        assert_eq!(asked(&[]), []);
        assert_eq!(asked(&["negotiation", "welding"]), []);
        let [finding] = &asked(&["welding", "appointment systems"])[..] else { panic!("one finding") };
        assert_eq!((finding.id.as_str(), finding.severity), ("too_big", crate::report::Severity::Note));
        assert!(finding.quote.contains("appointment"), "{}", finding.quote);
        // Told as part of the repair it is no failure at it.
        assert_eq!(asked(&["telling the practice manager"]), []);
    }
}
