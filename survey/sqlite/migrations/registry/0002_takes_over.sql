-- The batteries, other than those that a round asks, whose answers may wait for it: JSON list of
-- references. A round that is older than this column has none.
ALTER TABLE round ADD COLUMN takes_over TEXT NOT NULL DEFAULT '[]';
