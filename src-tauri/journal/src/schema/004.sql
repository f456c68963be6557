-- A story's whole page: what it is about along the arc, whom it is told to, what is to be said. Lists have a line each.
ALTER TABLE stories ADD COLUMN failure TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN ownership TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN action TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN learning TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN change TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN outline TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN level TEXT;
ALTER TABLE stories ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN core_skills TEXT NOT NULL DEFAULT '';
-- As it was written: "spring 2023".
ALTER TABLE stories ADD COLUMN happened TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN shape TEXT;
-- What the speaker has ticked off of what a story should be.
ALTER TABLE stories ADD COLUMN checks TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
-- In the trash since then; NULL for what is not.
ALTER TABLE stories ADD COLUMN deleted_ms INTEGER;

-- The points to be said were the lines of the notes that begin with a dash.
WITH RECURSIVE lines (story, number, line, rest) AS (
  SELECT id, 0, NULL, notes || char(10) FROM stories
  UNION ALL
  SELECT story, number + 1, substr(rest, 1, instr(rest, char(10)) - 1), substr(rest, instr(rest, char(10)) + 1)
  FROM lines WHERE rest <> ''
), told (story, number, line, is_point, point) AS (
  SELECT story, number, line, trim(line) GLOB '[-–•*]*', trim(line, ' -–•*' || char(9, 13))
  FROM lines WHERE number > 0
)
UPDATE stories SET
  outline = coalesce((SELECT group_concat(point, char(10) ORDER BY number) FROM told
                      WHERE story = stories.id AND is_point AND point <> ''), ''),
  notes = coalesce((SELECT group_concat(line, char(10) ORDER BY number) FROM told
                    WHERE story = stories.id AND NOT is_point), '');

ALTER TABLE takes ADD COLUMN mode TEXT NOT NULL DEFAULT 'practice' CHECK (mode IN ('practice', 'interview'));
ALTER TABLE takes ADD COLUMN drill TEXT;
-- The question in the words it was asked in.
ALTER TABLE takes ADD COLUMN asked TEXT;
-- The take it follows up on.
ALTER TABLE takes ADD COLUMN parent TEXT REFERENCES takes (id) ON DELETE CASCADE;
ALTER TABLE takes ADD COLUMN deleted_ms INTEGER;

-- What was heard beside the words, as the booth packs it: with it a take can be judged anew without its recording. What an
-- earlier booth heard is of another kind, and left out.
CREATE TABLE sounds (
  take_id  TEXT PRIMARY KEY REFERENCES takes (id) ON DELETE CASCADE,
  packed   BLOB NOT NULL
) STRICT;

-- What the speaker said while speaking: which part it is, and which moments to look at again.
CREATE TABLE marks (
  take_id   TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  part      TEXT NOT NULL,
  start_s   REAL NOT NULL,
  end_s     REAL,
  PRIMARY KEY (take_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO marks
  SELECT takes.id, mark.key, mark.value ->> 'part', mark.value ->> 'start', mark.value ->> 'end'
  FROM takes, json_each(takes.marks) AS mark;

CREATE TABLE flags (
  take_id   TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  at_s      REAL NOT NULL,
  PRIMARY KEY (take_id, position)
) STRICT, WITHOUT ROWID;

ALTER TABLE takes DROP COLUMN sounds;
ALTER TABLE takes DROP COLUMN marks;

-- Whole answers that stand on their own: what the charts show. Follow-ups and drills are left out.
CREATE INDEX answers_by_start ON takes (started_ms)
  WHERE state IN ('done', 'recovered') AND deleted_ms IS NULL AND parent IS NULL AND drill IS NULL;
CREATE INDEX answers_by_story ON takes (story_id, started_ms)
  WHERE state IN ('done', 'recovered') AND deleted_ms IS NULL AND parent IS NULL AND drill IS NULL;
CREATE INDEX takes_by_parent ON takes (parent) WHERE parent IS NOT NULL;
CREATE INDEX takes_in_trash ON takes (deleted_ms) WHERE deleted_ms IS NOT NULL;

-- The report, taken apart: what is counted or searched has rows, the rest of it is in `reports`.
CREATE TABLE spans (
  take_id     TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  part        TEXT NOT NULL,
  start_s     REAL NOT NULL,
  end_s       REAL NOT NULL,
  first_word  INTEGER NOT NULL,
  last_word   INTEGER NOT NULL,
  certainty   REAL NOT NULL,
  by          TEXT NOT NULL,
  PRIMARY KEY (take_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE fillers (
  take_id    TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  text       TEXT NOT NULL,
  start_s    REAL NOT NULL,
  end_s      REAL NOT NULL,
  part       TEXT NOT NULL,
  heard_by   TEXT NOT NULL,
  certainty  REAL NOT NULL,
  PRIMARY KEY (take_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE restarts (
  take_id     TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  taken_back  TEXT NOT NULL,
  instead     TEXT NOT NULL,
  from_word   INTEGER NOT NULL,
  to_word     INTEGER NOT NULL,
  start_s     REAL NOT NULL,
  end_s       REAL NOT NULL,
  part        TEXT NOT NULL,
  PRIMARY KEY (take_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE pauses (
  take_id   TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  start_s   REAL NOT NULL,
  end_s     REAL NOT NULL,
  part      TEXT NOT NULL,
  PRIMARY KEY (take_id, position)
) STRICT, WITHOUT ROWID;

-- Composure in a stretch of a take: 'whole', 'owning' (failure and ownership), 'rest', or a part.
CREATE TABLE measures (
  take_id              TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
  stretch              TEXT NOT NULL,
  seconds              REAL NOT NULL,
  wpm                  REAL,
  fillers_per_min      REAL,
  restarts_per_min     REAL,
  hesitations_per_min  REAL,
  fillers              INTEGER NOT NULL,
  restarts             INTEGER NOT NULL,
  hesitations          INTEGER NOT NULL,
  -- There is enough speech in it for a rate to mean something.
  enough               INTEGER NOT NULL CHECK (enough IN (0, 1)),
  PRIMARY KEY (take_id, stretch)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
  take_id    TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  id         TEXT NOT NULL,
  severity   TEXT NOT NULL,
  certainty  REAL NOT NULL,
  rule       TEXT NOT NULL,
  quote      TEXT NOT NULL,
  start_s    REAL NOT NULL,
  end_s      REAL NOT NULL,
  why        TEXT NOT NULL,
  try        TEXT NOT NULL,
  PRIMARY KEY (take_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE rubric (
  take_id    TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  dimension  TEXT NOT NULL,
  level      INTEGER CHECK (level BETWEEN 1 AND 4),
  because    TEXT NOT NULL,
  PRIMARY KEY (take_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE follow_ups (
  take_id   TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  question  TEXT NOT NULL,
  PRIMARY KEY (take_id, position)
) STRICT, WITHOUT ROWID;

-- What a report of an older coach lacks is left out here and comes when the take is judged anew.
INSERT OR IGNORE INTO spans
  SELECT take_id, s.key, s.value ->> 'part', s.value ->> 'start', s.value ->> 'end', s.value ->> 'first_word',
         s.value ->> 'last_word', s.value ->> 'certainty', s.value ->> 'by'
  FROM reports, json_each(reports.json, '$.arc.spans') AS s;
INSERT OR IGNORE INTO fillers
  SELECT take_id, f.key, f.value ->> 'kind', f.value ->> 'text', f.value ->> 'start', f.value ->> 'end',
         f.value ->> 'part', f.value ->> 'heard_by', f.value ->> 'certainty'
  FROM reports, json_each(reports.json, '$.composure.fillers') AS f;
INSERT OR IGNORE INTO restarts
  SELECT take_id, r.key, r.value ->> 'kind', r.value ->> 'first', r.value ->> 'then',
         r.value ->> '$.first_words[0]', r.value ->> '$.first_words[1]', r.value ->> 'start', r.value ->> 'end',
         r.value ->> 'part'
  FROM reports, json_each(reports.json, '$.composure.restarts') AS r;
INSERT OR IGNORE INTO pauses
  SELECT take_id, p.key, p.value ->> 'kind', p.value ->> 'start', p.value ->> 'end', p.value ->> 'part'
  FROM reports, json_each(reports.json, '$.composure.pauses') AS p;
INSERT OR IGNORE INTO measures
  SELECT take_id, m.stretch, m.json ->> 'seconds', m.json ->> 'wpm', m.json ->> 'fillers_per_min',
         m.json ->> 'restarts_per_min', m.json ->> 'hesitations_per_min', coalesce(m.json ->> 'fillers', 0),
         coalesce(m.json ->> 'restarts', 0), coalesce(m.json ->> 'hesitations', 0), coalesce(m.json ->> 'enough', 0)
  FROM (
    SELECT take_id, part.key AS stretch, part.value AS json
    FROM reports, json_each(reports.json, '$.composure.by_part') AS part
    UNION ALL SELECT take_id, 'whole', json -> '$.composure.whole' FROM reports
    UNION ALL SELECT take_id, 'owning', json -> '$.composure.owning_vs_rest.owning' FROM reports
    UNION ALL SELECT take_id, 'rest', json -> '$.composure.owning_vs_rest.rest' FROM reports) AS m;
INSERT OR IGNORE INTO findings
  SELECT take_id, f.key, f.value ->> 'id', f.value ->> 'severity', f.value ->> 'certainty', f.value ->> 'rule',
         f.value ->> 'quote', f.value ->> 'start', f.value ->> 'end', f.value ->> 'why', f.value ->> 'try'
  FROM reports, json_each(reports.json, '$.findings') AS f;
INSERT OR IGNORE INTO rubric
  SELECT take_id, r.key, r.value ->> 'dimension', r.value ->> 'level', r.value -> 'because'
  FROM reports, json_each(reports.json, '$.rubric') AS r;
INSERT OR IGNORE INTO follow_ups
  SELECT take_id, q.key, q.value FROM reports, json_each(reports.json, '$.follow_ups') AS q;

-- The columns that charts and lists read come before the long one.
CREATE TABLE reports_of_4 (
  take_id                TEXT PRIMARY KEY REFERENCES takes (id) ON DELETE CASCADE,
  coach_version          TEXT NOT NULL,
  kind                   TEXT NOT NULL CHECK (kind IN ('failure_answer', 'not_failure_answer')),
  failure_share          REAL NOT NULL,
  learning_change_share  REAL NOT NULL,
  -- Everything else the report says, as JSON.
  rest                   TEXT NOT NULL
) STRICT;
INSERT INTO reports_of_4
  SELECT take_id, coach_version, json ->> 'kind', json ->> '$.arc.failure_share', json ->> '$.arc.learning_change_share',
         json_set(json, '$.words', json('[]'), '$.arc.spans', json('[]'),
                  '$.composure.fillers', json('[]'), '$.composure.restarts', json('[]'),
                  '$.composure.pauses', json('[]'), '$.findings', json('[]'), '$.rubric', json('[]'),
                  '$.follow_ups', json('[]'))
  FROM reports;
DROP TABLE reports;
ALTER TABLE reports_of_4 RENAME TO reports;
CREATE INDEX reports_by_coach ON reports (coach_version);
-- What the charts read of a report, without the pages of the long column.
CREATE INDEX reports_on_charts ON reports (take_id, kind, failure_share, learning_change_share);
