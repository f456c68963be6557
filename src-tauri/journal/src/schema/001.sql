-- Times are UTC milliseconds; seconds are offsets into a recording.

CREATE TABLE stories (
  id          TEXT PRIMARY KEY,
  title       TEXT NOT NULL,
  notes       TEXT NOT NULL DEFAULT '',
  -- How much it hurts, 1 (least) to 5 (most); NULL until ranked.
  pain        INTEGER CHECK (pain BETWEEN 1 AND 5),
  created_ms  INTEGER NOT NULL
) STRICT;

CREATE TABLE takes (
  id          TEXT PRIMARY KEY,
  story_id    TEXT REFERENCES stories (id) ON DELETE SET NULL,
  question    TEXT NOT NULL,
  plan        TEXT NOT NULL,
  level       TEXT,
  device      TEXT NOT NULL,
  -- The recording's file name within the recordings folder.
  recording   TEXT,
  started_ms  INTEGER NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('recording', 'analysing', 'done', 'recovered', 'discarded')),
  duration_s  REAL,
  model       TEXT
) STRICT;

CREATE INDEX takes_by_start ON takes (started_ms DESC);
CREATE INDEX takes_by_story ON takes (story_id, started_ms DESC);

CREATE TABLE words (
  take_id     TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  text        TEXT NOT NULL,
  start_s     REAL NOT NULL,
  end_s       REAL NOT NULL,
  conf        REAL NOT NULL,
  struck      INTEGER NOT NULL DEFAULT 0 CHECK (struck IN (0, 1)),
  PRIMARY KEY (take_id, position)
) STRICT, WITHOUT ROWID;

-- The coach's report as it was given, and which coach gave it.
CREATE TABLE reports (
  take_id       TEXT PRIMARY KEY REFERENCES takes (id) ON DELETE CASCADE,
  coach_version TEXT NOT NULL,
  json          TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
  key    TEXT PRIMARY KEY,
  value  TEXT NOT NULL
) STRICT;
