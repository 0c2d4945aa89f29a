-- The municipalities that take part. None: nobody has said, and all of the county do, as before.
CREATE TABLE member (
    municipality TEXT PRIMARY KEY -- SCB's code
) WITHOUT ROWID, STRICT;

-- Signers that were replaced: releases from before are verified with them.
CREATE TABLE former_signer (
    position   INTEGER PRIMARY KEY, -- the order in which they were replaced
    public_key TEXT NOT NULL UNIQUE,
    until      TEXT NOT NULL        -- day
) STRICT;
