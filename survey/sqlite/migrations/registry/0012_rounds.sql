-- The day on which a release was published; NULL: only staff read it. What was imported before this
-- column had been shown to everybody at once.
ALTER TABLE release ADD COLUMN published TEXT;
UPDATE release SET published = date WHERE sealing IS NOT NULL;

-- Days of a round: when it was opened and closed, '' where that is not known, and when it is meant to
-- end, '' where nobody has said.
ALTER TABLE round ADD COLUMN opened TEXT NOT NULL DEFAULT '';
ALTER TABLE round ADD COLUMN ends TEXT NOT NULL DEFAULT '';
ALTER TABLE round ADD COLUMN closed TEXT NOT NULL DEFAULT '';
UPDATE round SET
    opened = coalesce((SELECT substr(min(at), 1, 10) FROM audit WHERE action = 'round.open' AND what = round.name), ''),
    closed = coalesce((SELECT substr(min(at), 1, 10) FROM audit WHERE action = 'round.close' AND what = round.name), '');
