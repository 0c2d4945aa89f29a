-- The answers. No column here may hold a time, a sequence, a person, a device
-- or an address, and no table may have a hidden row number: WITHOUT ROWID
-- keeps the order of arrival out, together with random keys and Compact.
-- Nothing joins a receipt or a ticket to a pending answer.

CREATE TABLE pending (
    round TEXT NOT NULL, -- or the release that stages the answer for its next round
    k     BLOB NOT NULL, -- random, 16 bytes
    ct    BLOB NOT NULL, -- of one size in the whole round
    PRIMARY KEY (round, k)
) WITHOUT ROWID, STRICT;

CREATE TABLE receipt (
    session TEXT NOT NULL,
    mac     BLOB NOT NULL, -- first 16 bytes of HMAC-SHA256(salt of the session, nonce)
    PRIMARY KEY (session, mac)
) WITHOUT ROWID, STRICT;

CREATE TABLE salt (
    session TEXT PRIMARY KEY,
    salt    BLOB NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE spent_ticket (
    session TEXT NOT NULL,
    hash    BLOB NOT NULL,
    PRIMARY KEY (session, hash)
) WITHOUT ROWID, STRICT;

-- What remains of the three tables above two days after a session.
CREATE TABLE final_count (
    session TEXT    PRIMARY KEY,
    n       INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
