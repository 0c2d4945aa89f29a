-- Batteries of a region's own, from the first question on. A battery that is frozen is in the data folder too.
CREATE TABLE battery_draft (
    id       TEXT NOT NULL,
    version  INTEGER NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('draft', 'referred', 'frozen', 'approved', 'retired')),
    document TEXT NOT NULL, -- JSON: what is asked, and the words by language and key
    prefix   TEXT NOT NULL, -- of the ids of questions
    given    INTEGER NOT NULL, -- the highest number that a question was given
    until    TEXT NOT NULL, -- last day of the referral, or ''
    edit     INTEGER NOT NULL, -- rises with each change
    PRIMARY KEY (id, version)
) WITHOUT ROWID, STRICT;

-- What is said of a battery while it is referred. By a role and a municipality, never by somebody.
CREATE TABLE battery_comment (
    line         INTEGER PRIMARY KEY,
    battery      TEXT NOT NULL,
    version      INTEGER NOT NULL,
    question     TEXT NOT NULL, -- '' for the battery as a whole
    role         TEXT NOT NULL,
    municipality TEXT NOT NULL, -- '' for the region
    day          TEXT NOT NULL,
    text         TEXT NOT NULL
) STRICT;

CREATE INDEX comments_of_battery ON battery_comment (battery, version);
