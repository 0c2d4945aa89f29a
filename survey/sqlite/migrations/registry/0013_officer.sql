-- What a municipality heard, until which day it does what it says, and whether it was done, with a
-- sentence about it: '' where that is not said. What was said before stays: it is what is done. Days and
-- whether it was done stand in the Swedish row. source is the mark of the Swedish that a text says the
-- same as, '' where that is not known.
ALTER TABLE reply ADD COLUMN heard TEXT NOT NULL DEFAULT '';
ALTER TABLE reply ADD COLUMN until TEXT NOT NULL DEFAULT '';
ALTER TABLE reply ADD COLUMN done TEXT NOT NULL DEFAULT '' CHECK (done IN ('', 'yes', 'partly', 'no'));
ALTER TABLE reply ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE reply ADD COLUMN source TEXT NOT NULL DEFAULT '';

-- A reply in another language until a second person has approved it; then it is deleted here, and who
-- wrote it with it.
CREATE TABLE reply_draft (
    release      TEXT NOT NULL REFERENCES release (id),
    intervention TEXT NOT NULL REFERENCES intervention (id),
    language     TEXT NOT NULL,
    text         TEXT NOT NULL,
    heard        TEXT NOT NULL,
    note         TEXT NOT NULL,
    source       TEXT NOT NULL,
    staff        TEXT NOT NULL, -- id of whoever wrote it
    PRIMARY KEY (release, intervention, language)
) WITHOUT ROWID, STRICT;
