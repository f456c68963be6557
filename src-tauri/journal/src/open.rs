//! Opening the journal: pragmas, each with its reason, and migrations, append-only.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::JournalError;

/// Every schema there ever was, oldest first. A released one is never edited; a change is a new file.
const MIGRATIONS: [&str; 4] = [
    include_str!("schema/001.sql"),
    include_str!("schema/002.sql"),
    include_str!("schema/003.sql"),
    include_str!("schema/004.sql"),
];

/// The schema this version writes.
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// Marks the file as Retake's, for `file` and for whoever finds it: "Rtke".
const APPLICATION_ID: i32 = 0x5274_6b65;

/// More openings at once than anybody has.
const MOST_TURNS: u32 = 100;

/// An open journal.
pub struct Journal {
    connection: Connection,
    path: PathBuf,
}

impl Journal {
    /// Opens or creates the journal at `path`, bringing an older one up to date. A copy of an older file is kept
    /// beside it first.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        if let Some(folder) = path.parent() {
            private_folder(folder)
                .map_err(|reason| JournalError::Folder { folder: folder.to_owned(), reason })?;
        }
        private_file(path).map_err(|reason| JournalError::Folder { folder: path.to_owned(), reason })?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(path, flags).map_err(JournalError::from);
        let prepared = opened.and_then(|mut connection| {
            prepare(&mut connection, path)?;
            Ok(connection)
        });
        let connection = prepared.map_err(|error| match error {
            JournalError::Sqlite(error) if is_damage(&error) => JournalError::Damaged(path.to_owned()),
            JournalError::DamagedWithin => JournalError::Damaged(path.to_owned()),
            JournalError::Sqlite(error) if is_refused(&error) => match written(path) {
                Err(reason) => JournalError::Folder { folder: path.to_owned(), reason },
                Ok(()) => error.into(),
            },
            other => other,
        })?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Gives a damaged journal, and what belongs to it, a name with the time in it, so that another can be in its place.
    /// It is never deleted. Gives where it lies now.
    pub fn set_aside(path: &Path, stamp: &str) -> std::io::Result<PathBuf> {
        crate::backup::moved_aside(path, &format!("damaged-{stamp}"))
    }

    /// Refuses the file of the journal at `path` where another is wanted, before somebody opens and closes it: that would
    /// take the locks from the open journal.
    pub fn refuse_itself(path: &Path, file: &Path) -> Result<(), JournalError> {
        let is_same =
            path.canonicalize().is_ok_and(|path| file.canonicalize().is_ok_and(|file| file == path));
        if is_same { Err(JournalError::Itself(file.to_owned())) } else { Ok(()) }
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks through the whole file; `Ok` if it is sound.
    pub fn check(&self) -> Result<(), JournalError> {
        let verdict: String = self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if verdict == "ok" { Ok(()) } else { Err(JournalError::Damaged(self.path.clone())) }
    }

    pub(crate) fn read(&self) -> &Connection {
        &self.connection
    }

    pub(crate) fn write(&mut self) -> Result<rusqlite::Transaction<'_>, JournalError> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

fn prepare(connection: &mut Connection, path: &Path) -> Result<(), JournalError> {
    // Another Retake (the CLI) may be writing for a moment.
    connection.busy_timeout(Duration::from_secs(5))?;
    // In one transaction, so that another Retake that is just making the journal is seen before or after, not between.
    let look = connection.transaction()?;
    let (found, is_ours) = (version(&look)?, is_ours(&look)?);
    drop(look);
    if found > SCHEMA_VERSION {
        return Err(JournalError::NewerJournal { found, supported: SCHEMA_VERSION });
    }
    if !is_ours {
        return Err(JournalError::Foreign(path.to_owned()));
    }
    // What the system does not let it write SQLite only reads; and a header that asks for more than this SQLite knows.
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(match written(path) {
            Err(reason) => JournalError::Folder { folder: path.to_owned(), reason },
            Ok(()) => JournalError::Damaged(path.to_owned()),
        });
    }
    let_readers_read(connection)?;
    // With WAL this survives a crash of the program, and a power cut costs at most the last transaction.
    connection.pragma_update(None, "synchronous", "normal")?;
    // Charts read the same pages again and again; 16 MiB hold those of ten thousand takes.
    connection.pragma_update(None, "cache_size", -16_384)?;
    // A take's words and report go with it.
    connection.pragma_update(None, "foreign_keys", true)?;
    // Values in a journal that came from elsewhere are data, never code.
    connection.pragma_update(None, "trusted_schema", false)?;
    if found < SCHEMA_VERSION {
        if found > 0 {
            copy_before(connection, path)?;
        }
        migrate(connection, found)?;
    }
    look_over(connection, path)
}

/// Whether the system lets the file be written: SQLite does not say why it cannot. Asked only where SQLite could not open
/// it, because this, too, opens and closes it; see [`private_file`].
fn written(path: &Path) -> std::io::Result<()> {
    std::fs::File::options().append(true).open(path).map(drop)
}

fn is_refused(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}

/// What everything else hangs on is looked at each time; the whole file only when asked, for it may be large.
fn look_over(connection: &Connection, path: &Path) -> Result<(), JournalError> {
    for table in ["takes", "stories", "settings"] {
        let verdict: String =
            connection.query_row(&format!("PRAGMA quick_check('{table}')"), [], |row| row.get(0))?;
        if verdict != "ok" {
            return Err(JournalError::Damaged(path.to_owned()));
        }
    }
    Ok(())
}

/// Readers go on while a take is written: the write-ahead log. The file has it for good once it was switched to, and
/// SQLite does not wait for others when it switches; it does wait for its turn to write.
fn let_readers_read(connection: &mut Connection) -> rusqlite::Result<()> {
    let mut turns = 0;
    loop {
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error) if is_busy(&error) && turns < MOST_TURNS => turns += 1,
            done => return done,
        }
        drop(connection.transaction_with_behavior(TransactionBehavior::Immediate)?);
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

/// Copies an older journal before it is brought up to date. A copy that an interrupted attempt left is replaced; nothing
/// but a whole one ever has the name.
fn copy_before(connection: &Connection, path: &Path) -> Result<(), JournalError> {
    let refused = |reason| JournalError::Folder { folder: path.to_owned(), reason };
    let copy = path.with_extension(format!("before-{SCHEMA_VERSION}.db"));
    // Another Retake may be at the same; each makes a copy of its own.
    let half = path.with_extension(format!("half-{}.db", std::process::id()));
    match std::fs::remove_file(&half) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(refused(error)),
        _ => {}
    }
    private_file(&half).map_err(refused)?;
    connection.execute("VACUUM INTO ?1", [half.to_string_lossy()])?;
    std::fs::rename(&half, &copy).map_err(refused)
}

fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Whether the file is a journal, or nothing yet. Somebody else's database is not taken over.
fn is_ours(connection: &Connection) -> rusqlite::Result<bool> {
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: u32 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(application == APPLICATION_ID || application == 0 && tables == 0)
}

fn migrate(connection: &mut Connection, from: u32) -> Result<(), JournalError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another Retake may have brought it up to date while this one waited for its turn.
    let from = version(&transaction)?.max(from);
    for migration in MIGRATIONS.iter().skip(from as usize) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    transaction.commit()?;
    Ok(())
}

/// Whether a file that is no open journal is a sound one that this Retake knows; it is only read.
pub(crate) fn inspect(path: &Path) -> Result<(), JournalError> {
    let damaged = || JournalError::Damaged(path.to_owned());
    let look = || -> rusqlite::Result<(u32, bool, String)> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let check = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        Ok((version(&connection)?, is_ours(&connection)?, check))
    };
    let (found, is_ours, check) =
        look().map_err(|error| if is_damage(&error) { damaged() } else { error.into() })?;
    if found > SCHEMA_VERSION {
        return Err(JournalError::NewerJournal { found, supported: SCHEMA_VERSION });
    }
    if is_ours && found > 0 && check == "ok" { Ok(()) } else { Err(damaged()) }
}

pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A person's worst hours are nobody else's to read. The file is made before SQLite opens it, because SQLite gives its
/// side files the mode that the main one has when they are made. One that is there is not touched: closing a file takes
/// every lock on it from the whole process, those of an open journal too, and the next program to look into the journal
/// would remove its log from under it.
pub(crate) fn private_file(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_journal_is_refused_and_left_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        drop(Journal::open(&path).unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
        let before = std::fs::read(&path).unwrap();
        let refusal = Journal::open(&path).err().expect("refused");
        assert!(matches!(refusal, JournalError::NewerJournal { found: 999, supported: SCHEMA_VERSION }));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_file_that_is_no_journal_is_refused_and_left_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let letter = "dear diary, ".repeat(100);
        std::fs::write(&path, &letter).unwrap();
        assert!(matches!(Journal::open(&path), Err(JournalError::Damaged(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), letter);
    }

    #[test]
    fn somebody_elses_database_is_refused_and_left_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(Journal::open(&path), Err(JournalError::Foreign(_))));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn eight_at_once_can_open_a_journal_that_is_not_there_yet() {
        for _ in 0..4 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("journal.db");
            let opened: Vec<_> = std::thread::scope(|scope| {
                let threads: Vec<_> =
                    (0..8).map(|_| scope.spawn(|| Journal::open(&path).map(drop))).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            for result in opened {
                result.unwrap();
            }
        }
    }

    /// Everything the schema says, in its own words.
    fn schema(connection: &Connection) -> Vec<String> {
        let mut select =
            connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
        select.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn every_older_journal_is_brought_up_to_date_and_its_takes_stay() {
        let folder = tempfile::tempdir().unwrap();
        let fresh = Journal::open(&folder.path().join("fresh.db")).unwrap();
        for from in 1..MIGRATIONS.len() {
            let path = folder.path().join(format!("of-{from}.db"));
            let older = Connection::open(&path).unwrap();
            MIGRATIONS[..from].iter().for_each(|migration| older.execute_batch(migration).unwrap());
            older.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
            older.pragma_update(None, "user_version", from as u32).unwrap();
            older
                .execute_batch(
                    "INSERT INTO takes (id, question, plan, device, started_ms, state, duration_s)
                     VALUES ('t1', 'plain', 'quarter', 'Yeti', 7, 'done', 4.5)",
                )
                .unwrap();
            drop(older);
            // As an attempt leaves it that was cut off between the copy and the change.
            std::fs::write(path.with_extension(format!("before-{SCHEMA_VERSION}.db")), b"half a copy")
                .unwrap();
            let upgraded = Journal::open(&path).unwrap();
            assert_eq!(schema(upgraded.read()), schema(fresh.read()), "from {from}");
            let [take] = &upgraded.takes(&crate::Wanted::default(), 0, 10).unwrap()[..] else {
                panic!("one take, from {from}")
            };
            assert_eq!((take.id.as_str(), take.started_ms, take.duration_s), ("t1", 7, Some(4.5)));
            let copy = path.with_extension(format!("before-{SCHEMA_VERSION}.db"));
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                assert_eq!(std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
            }
            assert_eq!(version(&Connection::open(copy).unwrap()).unwrap() as usize, from);
        }
    }

    #[test]
    fn a_report_that_was_one_value_is_taken_apart_and_still_the_same() {
        use coach::{FillerWords, Mark, Part, Setting, Take, judge, text};

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let older = Connection::open(&path).unwrap();
        MIGRATIONS[..3].iter().for_each(|migration| older.execute_batch(migration).unwrap());
        older.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        older.pragma_update(None, "user_version", 3).unwrap();
        let answers: Vec<String> =
            coach::guide::model_answers().iter().map(coach::guide::ModelAnswer::text).collect();
        let mut reports = Vec::new();
        older.execute_batch("BEGIN").unwrap();
        for (n, answer) in (0_u32..).zip(&answers) {
            let id = format!("t{n}");
            let said = format!("so um you know we we were {answer} and that was that");
            let mut take = Take::of_text(id.as_str(), text::words(&said).unwrap());
            take.marks = vec![Mark { part: Part::Failure, start: 0.0, end: Some(2.5) }];
            let setting = Setting { fillers: FillerWords::default(), ..Setting::default() };
            let report = judge(&take, &setting);
            let sounds = "[{\"start\":0.1}]";
            older
                .execute(
                    "INSERT INTO takes (id, question, plan, device, started_ms, state, duration_s, marks, sounds)
                     VALUES (?1, 'plain', 'quarter', 'Yeti', ?2, 'done', 4.5, ?3, ?4)",
                    (&id, n, serde_json::to_string(&take.marks).unwrap(), sounds),
                )
                .unwrap();
            for (at, word) in (0_u32..).zip(&report.words) {
                older
                    .execute(
                        "INSERT INTO words VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                        (&id, at, &word.text, word.start, word.end, word.conf, word.struck),
                    )
                    .unwrap();
            }
            let json = serde_json::to_string(&report).unwrap();
            older.execute("INSERT INTO reports VALUES (?1, '0.1.0', ?2)", (&id, json)).unwrap();
            reports.push((id, take.marks, report));
        }
        older.execute_batch("COMMIT").unwrap();
        // A report that an early coach gave lacks most of what one has now, and still upgrades.
        older
            .execute_batch(
                "INSERT INTO takes (id, question, plan, device, started_ms, state)
                 VALUES ('early', 'plain', 'quarter', 'Yeti', 99, 'done');
                 INSERT INTO reports VALUES ('early', '0.0.1', '{\"kind\":\"failure_answer\",\"arc\":{\"failure_share\":0,\"learning_change_share\":0,\"spans\":[{}]},\"composure\":{\"by_part\":{\"failure\":{}}}}');
                 INSERT INTO stories (id, title, notes, created_ms) VALUES
                   ('s1', 'payroll', 'It cost C:\\new' || char(10) || ' - called the bank' || char(13, 10) || '• told the \"team\" ' || char(10) || '-' || char(10) || 'no point', 1),
                   ('s2', 'plain', 'one half - the other half', 2)",
            )
            .unwrap();
        drop(older);

        let upgraded = Journal::open(&path).unwrap();
        for (id, marks, report) in reports {
            assert_eq!(upgraded.report(&id).unwrap(), report);
            assert_eq!(upgraded.said(&id).unwrap().marks, marks);
        }
        assert!(upgraded.report("early").is_err(), "it is judged anew");
        let pages: Vec<_> = upgraded.stories().unwrap().into_iter().map(|story| story.page).collect();
        assert_eq!(pages[0].outline, ["called the bank", "told the \"team\""]);
        assert_eq!(pages[0].notes, "It cost C:\\new\nno point");
        assert_eq!((pages[1].outline.len(), pages[1].notes.as_str()), (0, "one half - the other half"));
    }

    #[test]
    fn a_failing_migration_leaves_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        let half = connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        half.execute_batch("CREATE TABLE words (id TEXT) STRICT").unwrap();
        half.commit().unwrap();
        // The first migration has made two tables when it comes to one that is already there.
        assert!(migrate(&mut connection, 0).is_err());
        let tables: u32 = connection
            .query_row("SELECT count(*) FROM sqlite_schema WHERE type = 'table'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(tables, 1);
        let version: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(version, 0);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_can_read_the_journal() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data").join("journal.db");
        let mut journal = Journal::open(&path).unwrap();
        journal.save_settings(&crate::Settings::default()).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        for name in ["journal.db", "journal.db-wal", "journal.db-shm"] {
            assert_eq!(mode(&path.with_file_name(name)), 0o600, "{name}");
        }
        assert!(journal.check().is_ok());
    }
}
