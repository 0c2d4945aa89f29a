-- What a gathering said aloud, as its ambassador noted it: themes of a fixed list, no words and no
-- numbers. The session is there to be told once; it is forgotten when the round is sealed.
CREATE TABLE voice (
    id           TEXT PRIMARY KEY, -- random: the order of rows says nothing
    round        TEXT NOT NULL REFERENCES round (id),
    municipality TEXT NOT NULL,
    intervention TEXT NOT NULL REFERENCES intervention (id),
    session      TEXT UNIQUE REFERENCES session (code),
    themes       TEXT NOT NULL     -- JSON
) WITHOUT ROWID, STRICT;

CREATE INDEX voice_round ON voice (round);
