//! `retake batch`: a report a line, in order, errors in their place.

use serde_json::{Value, json};

use crate::program::{fixture, retake, stderr, stdout};

fn batch(lines: &[String]) -> (Option<i32>, Vec<Value>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("inputs.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let output = retake(["batch", file.to_str().unwrap(), "--plan", "short"]);
    assert_eq!(stderr(&output), "");
    let reports = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (output.status.code(), reports)
}

#[test]
fn texts_words_and_recordings_are_reported_in_order() {
    let (code, reports) = batch(&[
        json!({"id": "a", "text": "i broke the build and i never ran the tests so now a hook runs them"})
            .to_string(),
        json!({"id": "b", "words": [{"text": "hello", "start": 0.5, "end": 0.9, "conf": 1.0}]}).to_string(),
        String::new(),
        json!({"id": "c", "wav": fixture("short-answer.wav")}).to_string(),
    ]);
    assert_eq!(code, Some(0));
    let ids: Vec<&str> = reports.iter().map(|report| report["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert!(reports.iter().all(|report| report["plan"] == "short"));
    assert_eq!(reports[0]["source"]["kind"], "text");
    assert_eq!(reports[1]["kind"], "not_failure_answer");
    assert_eq!(reports[2]["source"]["kind"], "audio");
    assert!(reports[2]["words"].as_array().unwrap().len() > 60);
}

#[test]
fn marks_of_a_line_win_over_the_coach() {
    let text = "i broke the build and i never ran the tests so now a hook runs them every single time";
    let (code, reports) = batch(&[json!({
        "id": "m", "text": text,
        "marks": [{"part": "learning", "start": 0.0, "end": 1.6}, {"part": "action", "start": 4.3}],
    })
    .to_string()]);
    assert_eq!(code, Some(0));
    let spans = reports[0]["arc"]["spans"].as_array().unwrap();
    assert_eq!((&spans[0]["part"], &spans[0]["last_word"]), (&json!("learning"), &json!(3)));
    let by_speaker: Vec<&Value> = spans.iter().filter(|span| span["by"] == "speaker").collect();
    assert_eq!(by_speaker.len(), 2, "{spans:?}");
    assert_eq!((&by_speaker[1]["part"], &by_speaker[1]["first_word"]), (&json!("action"), &json!(11)));
    assert_eq!(spans[1]["by"], "coach", "what lies between is the coach's");
    assert_eq!(reports[0]["marks"].as_array().unwrap().len(), 2);
}

#[test]
fn a_bad_line_gives_an_error_in_its_place_and_the_run_goes_on() {
    let (code, reports) = batch(&[
        "no json".to_owned(),
        json!({"id": "none"}).to_string(),
        json!({"id": "both", "text": "a", "wav": "b.wav"}).to_string(),
        json!({"id": "lost", "wav": "no-such.wav"}).to_string(),
        json!({"id": "back", "words": [{"text": "i", "start": 2.0, "end": 1.0}]}).to_string(),
        json!({"id": "late", "words": [{"text": "i", "start": 1e308, "end": 1.7e308}]}).to_string(),
        json!({"id": 7, "text": "a"}).to_string(),
        json!({"id": "good", "text": "hello there"}).to_string(),
    ]);
    assert_eq!(code, Some(1));
    let codes: Vec<Value> = reports.iter().map(|report| report["error"]["code"].clone()).collect();
    let expected = ["json", "line", "line", "wav", "words", "words", "line"]
        .map(|code| json!(code))
        .into_iter()
        .chain([Value::Null]);
    assert_eq!(codes, expected.collect::<Vec<_>>());
    assert_eq!(reports[0]["id"], Value::Null);
    assert_eq!(reports[3]["id"], "lost");
    assert!(reports[3]["error"]["message"].as_str().unwrap().contains("no-such.wav"));
    assert_eq!(reports[6]["id"], 7);
    assert_eq!(reports[7]["schema"], 1);
}
