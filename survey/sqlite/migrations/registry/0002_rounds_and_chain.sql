-- The batteries, other than those that a round asks, whose answers may wait for it: JSON list of
-- references. A round that is older than this column has none.
ALTER TABLE round ADD COLUMN takes_over TEXT NOT NULL DEFAULT '[]';

-- SHA-256 of the release that a release continues from, as it says itself; '' for the first of all,
-- and for releases that are older than this column.
ALTER TABLE release ADD COLUMN prev TEXT NOT NULL DEFAULT '';

-- Who did it: a role, and a municipality where it has one. Commands were the only way before.
ALTER TABLE audit ADD COLUMN actor TEXT NOT NULL DEFAULT 'console';
