-- What everybody who answers in a round reads of its batteries, as it was when the round opened. A
-- round that is older than this table has none.
CREATE TABLE round_texts (
    round  TEXT PRIMARY KEY REFERENCES round (id),
    texts  BLOB NOT NULL, -- JSON, gzip
    sha256 TEXT NOT NULL  -- of the JSON
) WITHOUT ROWID, STRICT;
