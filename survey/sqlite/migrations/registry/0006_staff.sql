-- Who is or has been staff. Nobody's name is asked for: the label is what a steward knows somebody by.
CREATE TABLE staff (
    id             TEXT PRIMARY KEY,
    role           TEXT NOT NULL,
    label          TEXT NOT NULL,
    municipalities TEXT NOT NULL, -- JSON list of codes
    interventions  TEXT NOT NULL, -- JSON list of ids
    languages      TEXT NOT NULL, -- JSON list of tags
    invited        TEXT NOT NULL, -- day
    state          TEXT NOT NULL CHECK (state IN ('invited', 'active', 'revoked'))
) WITHOUT ROWID, STRICT;

CREATE TABLE invitation (
    hash  BLOB    PRIMARY KEY, -- SHA-256 of the token
    staff TEXT    NOT NULL REFERENCES staff (id),
    ends  INTEGER NOT NULL,    -- unix seconds
    used  INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID, STRICT;

-- Where somebody is signed in. Of a phone, seen is a day and no closer.
CREATE TABLE sign_in (
    hash  BLOB    PRIMARY KEY, -- SHA-256 of the secret in the browser
    id    TEXT    NOT NULL UNIQUE,
    staff TEXT    NOT NULL REFERENCES staff (id),
    since TEXT    NOT NULL, -- day
    seen  INTEGER NOT NULL, -- unix seconds
    ends  INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

CREATE INDEX sign_in_staff ON sign_in (staff);

CREATE TABLE passkey (
    id         BLOB PRIMARY KEY, -- of the credential
    staff      TEXT NOT NULL REFERENCES staff (id),
    credential TEXT NOT NULL,    -- JSON
    added      TEXT NOT NULL     -- day
) WITHOUT ROWID, STRICT;

CREATE INDEX passkey_staff ON passkey (staff);

-- Municipalities' OpenID Connect providers, and who somebody there is here.
CREATE TABLE provider (
    id           TEXT PRIMARY KEY,
    label        TEXT NOT NULL,
    issuer       TEXT NOT NULL,
    client_id    TEXT NOT NULL,
    municipality TEXT NOT NULL -- code; '' for the region's staff
) WITHOUT ROWID, STRICT;

CREATE TABLE identity (
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    staff   TEXT NOT NULL REFERENCES staff (id),
    PRIMARY KEY (issuer, subject)
) WITHOUT ROWID, STRICT;

-- Who opened a session, and by which form. Both are forgotten when its round is sealed. It refers to
-- no row of staff: whoever is forgotten there is not kept by it.
ALTER TABLE session ADD COLUMN opened_by TEXT;
ALTER TABLE session ADD COLUMN opening TEXT;
CREATE UNIQUE INDEX session_opening ON session (opening) WHERE opening IS NOT NULL;
