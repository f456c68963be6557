-- A take may come from a file instead of a microphone: what the file was called.
ALTER TABLE takes ADD COLUMN imported_from TEXT;

-- The outline of a take's recording, counted once: a byte for each of so many moments a second.
CREATE TABLE peaks (
  take_id     TEXT PRIMARY KEY REFERENCES takes (id) ON DELETE CASCADE,
  per_second  INTEGER NOT NULL,
  peaks       BLOB NOT NULL
) STRICT;
