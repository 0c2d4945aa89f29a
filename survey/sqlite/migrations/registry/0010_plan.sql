-- The gatherings that a round intends to hold. It names its round by the name that it has or will have.
CREATE TABLE plan (
    id           TEXT    PRIMARY KEY,
    round        TEXT    NOT NULL, -- name
    municipality TEXT    NOT NULL,
    intervention TEXT    NOT NULL REFERENCES intervention (id),
    timing       TEXT    NOT NULL,
    week         TEXT    NOT NULL, -- 2026-W48
    ambassador   TEXT,             -- id of staff; forgotten when the round is sealed
    expected     INTEGER NOT NULL,
    cancelled    INTEGER NOT NULL,
    version      INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

CREATE INDEX plan_round ON plan (round);

-- The entry of the plan that a session was opened from.
ALTER TABLE session ADD COLUMN planned TEXT;
