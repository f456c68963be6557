//! A take's page in Markdown.

use std::fmt::Write as _;

use super::page::{Markup, Piece, TakePage, clock, entry, name};

/// The page in Markdown.
#[must_use]
pub fn markdown(take: &TakePage<'_>) -> String {
    let mut page = format!("# {}\n\n{}\n", plain(&take.title()), plain(&take.subtitle()));
    // Writing to a string cannot fail.
    let _ = write!(page, "\n| Part | Time | Share | Plan | |\n|---|---:|---:|---:|---|\n");
    for row in take.table() {
        let _ = writeln!(page, "| {} |", row.join(" | "));
    }
    for section in take.sections() {
        let _ = write!(page, "\n## {}\n\n", section.title);
        for line in &section.lines {
            let _ = writeln!(page, "- {}", entry::<Markdown>(line));
        }
    }
    let _ = write!(page, "\n## Transcript\n");
    for told in take.transcript() {
        let pieces: Vec<String> = told.pieces.iter().map(piece).collect();
        let _ = write!(page, "\n**{}** ({}) {}\n", name(told.part), clock(told.start), pieces.join(" "));
    }
    page
}

struct Markdown;

impl Markup for Markdown {
    fn plain(text: &str) -> String {
        plain(text)
    }

    fn label(text: &str) -> String {
        format!("**{}:**", plain(text))
    }

    fn quote(text: &str, at: &str) -> String {
        format!("“{}” ({at})", plain(text))
    }
}

fn piece(piece: &Piece<'_>) -> String {
    match piece {
        Piece::Word(word) => plain(word),
        Piece::Filler(word) => format!("*{}*", plain(word)),
        Piece::TakenBack(word) => format!("~~{}~~", plain(word)),
        Piece::Silence(seconds) => format!("({seconds:.1} s)"),
        Piece::Flag => "⚑".to_owned(),
    }
}

/// Text that stays text.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => plain.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' => plain.extend(['\\', letter]),
            _ => plain.push(letter),
        }
    }
    plain
}
