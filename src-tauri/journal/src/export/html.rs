//! A take's page as one HTML file that opens offline anywhere: the arc, the transcript, what was found, and the recording
//! itself where it is wanted.

use std::fmt::Write as _;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use coach::Part;

use super::page::{Markup, Piece, TakePage, clock, entry, name};

const STYLE: &str = include_str!("page.css");

/// The page as HTML; `recording` is a WAV that is put inside.
#[must_use]
pub fn html(take: &TakePage<'_>, recording: Option<&[u8]>) -> String {
    let mut page = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         media-src data:\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n<p class=\"soft\">{}</p>\n",
        plain(&take.subtitle()),
        title = plain(&take.title()),
    );
    if let Some(recording) = recording {
        let _ = writeln!(
            page,
            "<audio controls src=\"data:audio/wav;base64,{}\"></audio>",
            BASE64_STANDARD.encode(recording)
        );
    }
    strips(&mut page, take);
    table(&mut page, take);
    for section in take.sections() {
        let _ = write!(page, "<h2>{}</h2>\n<ul>\n", section.title);
        for line in &section.lines {
            let _ = writeln!(page, "<li>{}</li>", entry::<Html>(line));
        }
        page.push_str("</ul>\n");
    }
    page.push_str("<h2>Transcript</h2>\n");
    for told in take.transcript() {
        let pieces: Vec<String> = told.pieces.iter().map(piece).collect();
        let _ = writeln!(
            page,
            "<p class=\"told {}\"><b>{} <span class=\"soft\">{}</span></b> {}</p>",
            told.part.id(),
            name(told.part),
            clock(told.start),
            pieces.join(" ")
        );
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

/// What was told over what was planned.
fn strips(page: &mut String, take: &TakePage<'_>) {
    let arc = &take.report.arc;
    let (Some(first), Some(last)) = (arc.spans.first(), arc.spans.last()) else { return };
    let length = (last.end - first.start).max(0.001);
    let mut strip = |what: &str, stretches: &mut dyn Iterator<Item = (Part, f64)>| {
        let _ = write!(page, "<div class=\"row\"><span class=\"soft\">{what}</span><div class=\"strip\">");
        for (part, share) in stretches {
            let (id, name, percent) = (part.id(), name(part), 100.0 * share);
            // A label that does not fit is worse than none; the table has them all.
            let label = if percent >= 12.0 { name } else { "" };
            let _ = write!(
                page,
                "<span class=\"{id}\" style=\"width:{percent:.2}%\" title=\"{name}, {percent:.0} %\">{label}</span>"
            );
        }
        page.push_str("</div></div>\n");
    };
    strip("told", &mut arc.spans.iter().map(|span| (span.part, (span.end - span.start) / length)));
    if take.report.answered.is_none() {
        strip("plan", &mut Part::STORY.into_iter().map(|part| (part, arc.parts[part].target.unwrap_or(0.0))));
    }
}

fn table(page: &mut String, take: &TakePage<'_>) {
    page.push_str("<table>\n<tr><th>Part</th><th>Time</th><th>Share</th><th>Plan</th><th></th></tr>\n");
    for [part, time, share, target, verdict] in take.table() {
        let _ = writeln!(
            page,
            "<tr><th>{part}</th><td>{time}</td><td>{share}</td><td>{target}</td><td>{verdict}</td></tr>"
        );
    }
    page.push_str("</table>\n");
}

struct Html;

impl Markup for Html {
    fn plain(text: &str) -> String {
        plain(text)
    }

    fn label(text: &str) -> String {
        format!("<b>{}:</b>", plain(text))
    }

    fn quote(text: &str, at: &str) -> String {
        format!("<q>{}</q> <span class=\"soft\">{at}</span>", plain(text))
    }
}

fn piece(piece: &Piece<'_>) -> String {
    match piece {
        Piece::Word(word) => plain(word),
        Piece::Filler(word) => format!("<em>{}</em>", plain(word)),
        Piece::TakenBack(word) => format!("<s>{}</s>", plain(word)),
        Piece::Silence(seconds) => format!("<span class=\"soft\">({seconds:.1} s)</span>"),
        Piece::Flag => "<span title=\"to look at again\">⚑</span>".to_owned(),
    }
}

/// Text that stays text.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::markdown;
    use crate::takes::tests::{begun, told};
    use crate::{Begun, Journal, StoryDraft, Wanted};

    #[test]
    fn a_page_says_what_the_report_says_and_lets_no_text_become_markup() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal.db")).unwrap();
        let title = "the <script>alert(1)</script> | story".to_owned();
        let story = journal.add_story(&StoryDraft { title, ..StoryDraft::default() }, 1).unwrap().id;
        let said = "last year um i broke the the payroll run and forty people were paid late because i never checked \
            the <b>file</b> i called the bank the same morning i learned that done is not checked and since then a \
            second person opens every file and it has not happened again";
        let id = told(&mut journal, &Begun { story: Some(story), ..begun(1) }, said);
        let row = journal.takes(&Wanted::default(), 0, 1).unwrap().remove(0);
        let report = journal.report(&id).unwrap();
        let take = TakePage { row: &row, report: &report, when: "1 January" };

        let page = html(&take, Some(b"RIFF"));
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script"), "{page}");
        assert!(page.contains("data:audio/wav;base64,UklGRg=="));
        assert!(page.contains("<em>um</em>") && page.contains("<s>the</s>"), "{page}");
        assert!(
            !page.contains("http:") && !page.contains("https:") && !page.contains("src=\"/"),
            "nothing from elsewhere"
        );
        assert!(!html(&take, None).contains("<audio"));
        let owned = report.ownership.sentence.clone().expect("it is owned").quote;
        assert!(page.contains(&plain(&owned)));

        let page = markdown(&take);
        assert!(page.starts_with("# the \\<script\\>alert(1)\\</script\\> \\| story\n"), "{page}");
        assert!(
            page.contains("| Failure | 0:") && page.contains("*um*") && page.contains("~~the~~"),
            "{page}"
        );
        assert!(page.contains("\\<b\\>file"), "{page}");
    }
}
