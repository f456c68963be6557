//! Guide: what the coach knows, and answers that it measured.

use coach::guide::{BadExample, ModelAnswer};
use coach::trap::Trap;
use coach::{Plan, Report, Setting, Take, guide, judge, text};
use serde::Serialize;

/// What the Guide shows.
#[derive(Debug, Serialize, specta::Type)]
pub(crate) struct Guide {
    traps: Vec<ToldTrap>,
    answers: Vec<MeasuredAnswer>,
}

/// A trap, explained.
#[derive(Debug, Serialize, specta::Type)]
pub(crate) struct ToldTrap {
    why: &'static str,
    r#try: &'static str,
    example: BadExample,
}

/// A model answer, as the coach measures it.
#[derive(Debug, Serialize, specta::Type)]
pub(crate) struct MeasuredAnswer {
    answer: ModelAnswer,
    question: &'static str,
    plan: Plan,
    report: Report,
}

/// What the Guide shows; the arcs of its answers are the coach's own.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn guide_content() -> Guide {
    let told = |(trap, example): (Trap, &BadExample)| ToldTrap {
        why: trap.why(),
        r#try: trap.rewrite(),
        example: *example,
    };
    Guide {
        traps: Trap::ALL.into_iter().zip(guide::bad_examples()).map(told).collect(),
        answers: guide::model_answers().iter().map(measured).collect(),
    }
}

fn measured(answer: &ModelAnswer) -> MeasuredAnswer {
    let setting = Setting { level: Some(answer.level), question: answer.lens, ..Setting::default() };
    let words = text::words(&answer.text()).expect("evenly timed words are in order");
    let report = judge(&Take::of_text(answer.title, words), &setting);
    MeasuredAnswer { answer: *answer, question: answer.lens.text(), plan: setting.plan, report }
}
