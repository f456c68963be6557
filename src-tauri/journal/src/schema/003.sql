-- Where the speaker says which part it is, and what was heard beside the words: with them a take can be judged anew
-- without its recording.
ALTER TABLE takes ADD COLUMN marks TEXT NOT NULL DEFAULT '[]';
ALTER TABLE takes ADD COLUMN sounds TEXT;
