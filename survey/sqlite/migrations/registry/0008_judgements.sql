-- What readers say of texts, until it is decided about: then it is deleted, and who said it with it.
CREATE TABLE judgement (
    language TEXT NOT NULL,
    file     TEXT NOT NULL,
    key      TEXT NOT NULL,
    staff    TEXT NOT NULL, -- id of the reader
    role     TEXT NOT NULL,
    day      TEXT NOT NULL,
    verdict  TEXT NOT NULL CHECK (verdict IN ('right', 'better', 'wrong')),
    reasons  TEXT NOT NULL, -- JSON list
    proposal TEXT NOT NULL, -- JSON, by plural form
    back     TEXT NOT NULL, -- what it says in Swedish
    source   TEXT NOT NULL, -- SHA-256 of the Swedish text
    text     TEXT NOT NULL, -- SHA-256 of the text that was judged
    PRIMARY KEY (language, file, key, staff)
) WITHOUT ROWID, STRICT;
