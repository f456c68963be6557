//! Import: another journal's export is merged into this one, in one transaction and a take at a time. What is there already
//! is left; what has the same id and says something else is kept beside it as a copy. Whatever is wrong with the document,
//! the journal stays as it was.

use std::collections::HashMap;
use std::fmt;
use std::io::Read;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use coach::{Sounds, Words};
use rusqlite::{Transaction, TransactionBehavior};
use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{EXPORT_SCHEMA, OutlineOut, StoryOut, TakeOut, is_id};
use crate::takes::{Done, finish};
use crate::{Journal, JournalError, Outline, Retention, Settings, State};

/// What was merged.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Imported {
    /// New stories.
    pub stories: u32,
    /// New takes.
    pub takes: u32,
    /// Stories and takes that were there already, just so.
    pub same: u32,
    /// Titles or ids of what was there with other content, and is now there twice.
    pub copies: Vec<String>,
    /// The settings were taken over; they are not, where some have been chosen already.
    pub settings: bool,
}

/// Longer than anything that belongs in a journal.
const LONGEST_TEXT: usize = 100_000;

impl Journal {
    /// Merges an export. Nothing is written unless all of it can be read.
    pub fn import(&mut self, from: impl Read) -> Result<Imported, JournalError> {
        let unreadable = |reason| JournalError::Unreadable { what: "an export", reason };
        // The journal writes and reads within the one transaction.
        let write = Transaction::new_unchecked(self.read(), TransactionBehavior::Immediate)?;
        // Follow-ups may come before what they follow up on.
        write.pragma_update(None, "defer_foreign_keys", true)?;
        let mut merge = Merge {
            journal: self,
            write: &write,
            stories: HashMap::new(),
            takes: HashMap::new(),
            refused: None,
            done: Imported::default(),
        };
        let mut document = serde_json::Deserializer::from_reader(std::io::BufReader::new(from));
        let read = Document(&mut merge).deserialize(&mut document).and_then(|()| document.end());
        let Merge { refused, done, .. } = merge;
        if let Some(refused) = refused {
            return Err(refused);
        }
        read.map_err(unreadable)?;
        write.commit().map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => {
                let reason = "a take belongs to a story or a take that is not in it";
                unreadable(serde_json::Error::custom(reason))
            }
            _ => error.into(),
        })?;
        Ok(done)
    }
}

/// A merge going on.
struct Merge<'a> {
    journal: &'a Journal,
    write: &'a Transaction<'a>,
    /// What an id of the document is called here, where that differs.
    stories: HashMap<String, String>,
    takes: HashMap<String, String>,
    /// Why the journal did not take it: more than the document's reader can say.
    refused: Option<JournalError>,
    done: Imported,
}

impl Merge<'_> {
    fn settings(&mut self, settings: Option<Settings>) -> Result<(), JournalError> {
        if let Some(mut settings) = settings
            && self.journal.stored_settings()?.is_none()
        {
            let has_recordings = "SELECT 1 FROM takes WHERE recording IS NOT NULL";
            if self.write.prepare_cached(has_recordings)?.exists([])? {
                // Nobody here chose to have them removed.
                settings.recordings = Retention::default();
            }
            settings.keep(self.write)?;
            self.done.settings = true;
        }
        Ok(())
    }

    fn story(&mut self, mut story: StoryOut) -> Result<(), JournalError> {
        let id = story.story.id.clone();
        match self.journal.story_out(&id)? {
            Some(there) if there == story => {
                self.done.same += 1;
                return Ok(());
            }
            Some(_) => {
                story.story.id = copied(&id, &story);
                self.stories.insert(id, story.story.id.clone());
                if self.journal.story_out(&story.story.id)?.is_some() {
                    self.done.same += 1;
                    return Ok(());
                }
                self.done.copies.push(story.story.page.title.clone());
            }
            None => self.done.stories += 1,
        }
        story.story.insert(self.write, story.created_ms)?;
        self.write
            .prepare_cached("UPDATE stories SET deleted_ms = ?2 WHERE id = ?1")?
            .execute((&story.story.id, story.deleted_ms))?;
        Ok(())
    }

    fn take(&mut self, mut take: TakeOut) -> Result<(), JournalError> {
        let id = take.id.clone();
        match self.journal.take_out(&id)? {
            Some(there) if there == take => {
                self.done.same += 1;
                return Ok(());
            }
            Some(_) => {
                take.id = copied(&id, &take);
                self.takes.insert(id.clone(), take.id.clone());
                if self.journal.take_out(&take.id)?.is_some() {
                    self.done.same += 1;
                    return Ok(());
                }
                self.done.copies.push(id);
            }
            None => self.done.takes += 1,
        }
        let here = |known: &HashMap<String, String>, id: Option<String>| {
            id.map(|id| known.get(&id).cloned().unwrap_or(id))
        };
        take.begun.story = here(&self.stories, take.begun.story.take());
        take.begun.parent = here(&self.takes, take.begun.parent.take());
        take.report.id.clone_from(&take.id);
        self.keep(&take)
    }

    fn keep(&self, take: &TakeOut) -> Result<(), JournalError> {
        let TakeOut { id, begun, state, said, sounds, coach_version, report, .. } = take;
        begun.insert(self.write, id, *state)?;
        let outline = take.outline.as_ref().map(OutlineOut::outline).transpose()?;
        let sounds = sounds.as_deref().map(unpacked).transpose()?;
        let sounds = sounds.as_ref();
        finish(
            self.write,
            id,
            &Done { state: *state, report, coach_version, outline: outline.as_ref(), sounds },
        )?;
        said.keep(self.write, id)?;
        self.write
            .prepare_cached(
                "UPDATE takes SET deleted_ms = ?2, recording = iif(?3, recording, NULL) WHERE id = ?1",
            )?
            .execute((id, take.deleted_ms, take.recording))?;
        Ok(())
    }
}

/// What a copy is called: the same content always the same, so that importing it once more changes nothing.
fn copied(id: &str, content: &impl Serialize) -> String {
    let json = serde_json::to_vec(content).unwrap_or_default();
    // FNV-1a.
    let hash = json.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{}-{hash:016x}", &id[..id.len().min(40)])
}

impl OutlineOut {
    fn outline(&self) -> Result<Outline, JournalError> {
        let peaks = BASE64_STANDARD.decode(&self.peaks).map_err(|error| JournalError::Unreadable {
            what: "an export",
            reason: serde_json::Error::custom(error),
        })?;
        Ok(Outline { per_second: self.per_second, peaks })
    }
}

fn unpacked(sounds: &str) -> Result<Sounds, JournalError> {
    let bytes = BASE64_STANDARD.decode(sounds).ok();
    bytes.and_then(|bytes| Sounds::unpack(&bytes)).ok_or_else(|| JournalError::Unreadable {
        what: "an export",
        reason: serde_json::Error::custom("what was heard in a take is not whole"),
    })
}

/// What is wrong with a story, if anything is.
fn bad_story(story: &StoryOut) -> Option<&'static str> {
    let page = &story.story.page;
    let texts = [&page.title, &page.notes, &page.role, &page.happened];
    let lists = page.outline.iter().chain(&page.core_skills);
    let arc = coach::Part::ALL.iter().map(|part| &page.arc[*part]);
    if !is_id(&story.story.id) {
        Some("a story's id is none")
    } else if texts.into_iter().chain(lists).chain(arc).any(|text| text.len() > LONGEST_TEXT) {
        Some("a story is longer than anybody writes")
    } else if page.pain.is_some_and(|pain| !(1..=5).contains(&pain)) {
        Some("a story's pain is not from 1 to 5")
    } else {
        None
    }
}

/// What is wrong with a take, if anything is.
fn bad_take(take: &TakeOut) -> Option<&'static str> {
    let ids = [Some(&take.id), take.begun.story.as_ref(), take.begun.parent.as_ref()];
    if !ids.into_iter().flatten().all(|id| is_id(id)) {
        Some("a take's id, or the id of its story or of the take before it, is none")
    } else if !matches!(take.state, State::Done | State::Recovered) {
        Some("a take is not finished")
    } else if Words::new(take.report.words.clone()).is_err() {
        Some("the words of a take have times that cannot be")
    } else if take.report.arc.spans.iter().any(|span| span.last_word as usize >= take.report.words.len()) {
        Some("a part of a take has words that are not there")
    } else if take.begun.parent.as_deref() == Some(&take.id) {
        Some("a take follows up on itself")
    } else {
        None
    }
}

/// The whole document.
struct Document<'a, 'm>(&'a mut Merge<'m>);

impl<'de> DeserializeSeed<'de> for Document<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, document: D) -> Result<(), D::Error> {
        document.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an export of Retake's")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut version = None;
        let mut takes = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "retake_export" {
                version = Some(map.next_value::<u32>()?);
                continue;
            }
            match version {
                Some(EXPORT_SCHEMA) => {}
                Some(newer) if newer > EXPORT_SCHEMA => {
                    return Err(A::Error::custom(
                        "a newer Retake has written it; update Retake to import it",
                    ));
                }
                _ => return Err(A::Error::custom("it does not begin as an export of Retake's does")),
            }
            match key.as_str() {
                "settings" => {
                    let settings = map.next_value::<Option<Settings>>()?;
                    self.0.settings(settings).map_err(|error| refuse(self.0, error))?;
                }
                "stories" if takes => return Err(A::Error::custom("its stories come after its takes")),
                "stories" => map.next_value_seed(Each(self.0, Merge::story, bad_story))?,
                "takes" => {
                    takes = true;
                    map.next_value_seed(Each(self.0, Merge::take, bad_take))?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        version.map(drop).ok_or_else(|| A::Error::custom("it does not begin as an export of Retake's does"))
    }
}

fn refuse<E: Error>(merge: &mut Merge<'_>, error: JournalError) -> E {
    let told = E::custom(&error);
    merge.refused = Some(error);
    told
}

/// A list, each entry merged as soon as it is read.
struct Each<'a, 'm, T>(
    &'a mut Merge<'m>,
    fn(&mut Merge<'m>, T) -> Result<(), JournalError>,
    fn(&T) -> Option<&'static str>,
);

impl<'de, T: serde::Deserialize<'de>> DeserializeSeed<'de> for Each<'_, '_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, list: D) -> Result<(), D::Error> {
        list.deserialize_seq(self)
    }
}

impl<'de, T: serde::Deserialize<'de>> Visitor<'de> for Each<'_, '_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self(merge, keep, bad) = self;
        while let Some(entry) = list.next_element::<T>()? {
            if let Some(reason) = bad(&entry) {
                return Err(A::Error::custom(reason));
            }
            keep(merge, entry).map_err(|error| refuse(merge, error))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::takes::tests::{begun, told};
    use crate::{Begun, StoryDraft, Theme};

    const STORY: &str = "two years ago um i ran the move of our clinic's appointment book and on the first monday it \
        went wrong i assumed the the system would keep the old time zone and i never opened a single letter to check \
        i told the practice manager that morning i learned that being finished is not being right since then i print \
        ten real letters before every change and that check has caught two mistakes";

    fn filled(path: &std::path::Path) -> Journal {
        let mut journal = Journal::open(path).unwrap();
        journal.save_settings(&Settings { theme: Theme::Dark, ..Settings::default() }).unwrap();
        let page = StoryDraft {
            title: "letters".to_owned(),
            outline: vec!["a".to_owned()],
            ..StoryDraft::default()
        };
        let story = journal.add_story(&page, 3).unwrap().id;
        let other = journal.add_story(&StoryDraft { title: "gone".to_owned(), ..page }, 4).unwrap().id;
        journal.delete_story(&other, 9).unwrap();
        let take = told(&mut journal, &Begun { story: Some(story), ..begun(10) }, STORY);
        journal
            .keep_marks(&take, &[coach::Mark { part: coach::Part::Failure, start: 0.5, end: None }])
            .unwrap();
        journal.keep_flags(&take, &[coach::report::Flag { t: 2.25 }]).unwrap();
        journal.keep_outline(&take, &Outline { per_second: 50, peaks: vec![0, 7, 255] }).unwrap();
        let follow_up = Begun { parent: Some(take), asked: Some("Why?".to_owned()), ..begun(11) };
        told(&mut journal, &follow_up, "because i was tired");
        let deleted = told(&mut journal, &begun(12), "i broke it");
        journal.delete_take(&deleted, 20).unwrap();
        journal
    }

    fn exported(journal: &Journal) -> String {
        let mut out = Vec::new();
        journal.export(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_export_makes_an_equal_journal_and_once_more_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let journal = filled(&folder.path().join("one.db"));
        let document = exported(&journal);
        let mut other = Journal::open(&folder.path().join("other.db")).unwrap();
        let done = other.import(document.as_bytes()).unwrap();
        assert_eq!(done, Imported { stories: 2, takes: 3, settings: true, ..Imported::default() });
        assert_eq!(exported(&other), document);
        let again = other.import(document.as_bytes()).unwrap();
        assert_eq!(again, Imported { same: 5, ..Imported::default() });
        assert_eq!(exported(&other), document);
        let value: serde_json::Value = serde_json::from_str(&document).unwrap();
        assert_eq!(value["takes"][0]["flags"][0]["t"], 2.25);
    }

    #[test]
    fn settings_from_elsewhere_remove_no_recording_that_is_here() {
        let folder = tempfile::tempdir().unwrap();
        let mut from = Journal::open(&folder.path().join("from.db")).unwrap();
        let never = Settings { recordings: Retention::Never, zoom: 125, ..Settings::default() };
        from.save_settings(&never).unwrap();
        let document = exported(&from);
        let mut empty = Journal::open(&folder.path().join("empty.db")).unwrap();
        empty.import(document.as_bytes()).unwrap();
        assert_eq!(empty.settings().unwrap(), never);
        let mut here = Journal::open(&folder.path().join("here.db")).unwrap();
        told(&mut here, &begun(1), "i broke it");
        here.import(document.as_bytes()).unwrap();
        assert_eq!(here.settings().unwrap(), Settings { recordings: Retention::Keep, ..never });
    }

    #[test]
    fn what_differs_is_kept_as_a_copy_once_and_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = filled(&folder.path().join("one.db"));
        let document = exported(&journal);
        let story = journal.stories().unwrap().remove(0);
        journal.change_story(&story.id, &StoryDraft { title: "changed".to_owned(), ..story.page }).unwrap();
        let take = journal.trend(None, crate::Stretch::Whole).unwrap().remove(0).take;
        journal.keep_flags(&take, &[]).unwrap();
        let done = journal.import(document.as_bytes()).unwrap();
        assert_eq!((done.stories, done.takes, done.same), (0, 0, 3));
        assert_eq!(done.copies, ["letters".to_owned(), take.clone()]);
        let titles: Vec<_> = journal.stories().unwrap().into_iter().map(|story| story.page.title).collect();
        assert_eq!(titles, ["changed", "letters"]);
        let answers = journal.trend(None, crate::Stretch::Whole).unwrap();
        assert_eq!(answers.len(), 2);
        let copy = answers.iter().find(|answer| answer.take != take).unwrap();
        assert_eq!(journal.story_of(&copy.take).unwrap().unwrap().page.title, "letters");
        let before = exported(&journal);
        assert_eq!(journal.import(document.as_bytes()).unwrap().copies, [""; 0]);
        assert_eq!(exported(&journal), before);
    }

    #[test]
    fn a_hostile_document_is_one_clear_error_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let sound = exported(&filled(&folder.path().join("one.db")));
        let mut journal = Journal::open(&folder.path().join("other.db")).unwrap();
        let before = exported(&journal);
        let id = sound.split("\"id\":\"").nth(3).unwrap().split('"').next().unwrap();
        let deep = format!("{{\"retake_export\":1,\"x\":{}", "[".repeat(200_000));
        let bad: [String; 15] = [
            String::new(),
            "[]".to_owned(),
            "{}".to_owned(),
            deep,
            "{\"retake_export\":2,\"takes\":[]}".to_owned(),
            "{\"takes\":[]}".to_owned(),
            "{\"retake_export\":1,\"takes\":[7]}".to_owned(),
            "{\"retake_export\":1,\"stories\":\"'; DROP TABLE takes; --\"}".to_owned(),
            sound.chars().take(sound.chars().count() / 2).collect(),
            sound[..sound.len() - 3].to_owned(),
            format!("{sound}{sound}"),
            sound.replace(&format!("\"id\":\"{id}\""), "\"id\":\"../../evil\""),
            sound.replace("\"start\":0.4,", "\"start\":1e400,"),
            sound.replace("\"start\":0.4,", "\"start\":-4,"),
            sound.replace("\"story\":\"", "\"story\":\"feed"),
        ];
        for document in bad {
            assert_ne!(document, sound);
            let error = journal.import(document.as_bytes()).expect_err(&document[..document.len().min(80)]);
            let told = error.to_string();
            assert!(matches!(error, JournalError::Unreadable { what: "an export", .. }), "{told}");
            assert!(!told.contains('\n') && told.len() < 300, "{told}");
            assert_eq!(exported(&journal), before);
        }
        // A text may say anything.
        let words = sound.replace("letters\"", "'); DROP TABLE takes; --\"");
        journal.import(words.as_bytes()).unwrap();
        assert_eq!(journal.stories().unwrap()[0].page.title, "'); DROP TABLE takes; --");
        journal.check().unwrap();
    }
}
