-- The registry: everything but answers. No request of a participant writes
-- here; a copy of this file taken every minute would otherwise be a timeline.

-- Who runs this instance: exactly one row.
CREATE TABLE host (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    base_url TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    signer   TEXT    NOT NULL,
    demo     INTEGER NOT NULL
) STRICT;

CREATE TABLE intervention (
    id             TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    municipalities TEXT NOT NULL, -- JSON list of codes
    funding        TEXT NOT NULL,
    period         TEXT NOT NULL,
    category       TEXT NOT NULL,
    asked          TEXT NOT NULL
) WITHOUT ROWID, STRICT;

-- Reporting areas as they hold for the next round that is opened.
CREATE TABLE area (
    position       INTEGER PRIMARY KEY,
    name           TEXT NOT NULL UNIQUE,
    municipalities TEXT NOT NULL -- JSON list of codes
) STRICT;

CREATE TABLE round (
    opening    INTEGER PRIMARY KEY, -- the order in which rounds were opened
    id         TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL UNIQUE,
    state      TEXT    NOT NULL CHECK (state IN ('open', 'closing', 'closed', 'exported', 'sealed')),
    k          INTEGER NOT NULL,
    batteries  TEXT    NOT NULL, -- JSON list of references
    languages  TEXT    NOT NULL, -- JSON list of tags
    size       INTEGER NOT NULL,
    public_key TEXT    NOT NULL,
    key_kept   INTEGER NOT NULL,
    areas      TEXT    NOT NULL, -- JSON: the areas as they were when the round was opened
    grace_ends INTEGER           -- unix seconds
) STRICT;

CREATE TABLE session (
    code         TEXT    PRIMARY KEY,
    round        TEXT    NOT NULL REFERENCES round (id),
    battery      TEXT    NOT NULL,
    municipality TEXT    NOT NULL,
    intervention TEXT    NOT NULL REFERENCES intervention (id),
    channel      TEXT    NOT NULL,
    timing       TEXT    NOT NULL,
    capacity     INTEGER NOT NULL,
    tag          TEXT    UNIQUE,   -- stands in the answers; NULL once the round is sealed
    opens        INTEGER NOT NULL, -- unix seconds, as all times of a session
    closes       INTEGER NOT NULL,
    grace_ends   INTEGER NOT NULL,
    tickets      INTEGER NOT NULL,
    discarded    TEXT    NOT NULL  -- why; empty if the answers are used
) WITHOUT ROWID, STRICT;

CREATE INDEX session_round ON session (round);

-- Tickets that were made. Which of them are spent is not known here.
CREATE TABLE ticket (
    session TEXT NOT NULL REFERENCES session (code),
    hash    BLOB NOT NULL,
    PRIMARY KEY (session, hash)
) WITHOUT ROWID, STRICT;

-- A release counts from the moment in which its round is sealed.
CREATE TABLE release (
    id        TEXT    PRIMARY KEY,
    round     TEXT    NOT NULL UNIQUE REFERENCES round (id),
    next      TEXT    REFERENCES round (id), -- the round that its waiting answers went to
    date      TEXT    NOT NULL,
    json      BLOB    NOT NULL,
    signature BLOB    NOT NULL,
    disposal  TEXT    NOT NULL, -- JSON
    sealing   INTEGER UNIQUE    -- the order in which rounds were sealed
) STRICT;

-- What somebody on the staff did, to the minute.
CREATE TABLE audit (
    line   INTEGER PRIMARY KEY,
    at     TEXT NOT NULL, -- 2006-01-02 15:04, UTC
    action TEXT NOT NULL,
    what   TEXT NOT NULL
) STRICT;

-- What a municipality says it will do now, in the participants' languages.
CREATE TABLE reply (
    release      TEXT NOT NULL REFERENCES release (id),
    intervention TEXT NOT NULL REFERENCES intervention (id),
    language     TEXT NOT NULL,
    text         TEXT NOT NULL,
    PRIMARY KEY (release, intervention, language)
) WITHOUT ROWID, STRICT;
