-- What the register says of an intervention beside what is asked about: what it was to reach, and what
-- became of it. No person is in it.
ALTER TABLE intervention ADD COLUMN target_group TEXT NOT NULL DEFAULT '';
ALTER TABLE intervention ADD COLUMN goals TEXT NOT NULL DEFAULT 'null';   -- JSON list
ALTER TABLE intervention ADD COLUMN afterwards TEXT NOT NULL DEFAULT '';
ALTER TABLE intervention ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE intervention ADD COLUMN reports TEXT NOT NULL DEFAULT 'null'; -- JSON list
ALTER TABLE intervention ADD COLUMN closed TEXT NOT NULL DEFAULT '';      -- day
ALTER TABLE intervention ADD COLUMN merged_into TEXT NOT NULL DEFAULT ''; -- id
ALTER TABLE intervention ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

-- What was changed of an intervention. Of who changed it the role is known, and an officer's municipality.
CREATE TABLE intervention_change (
    intervention TEXT    NOT NULL REFERENCES intervention (id),
    version      INTEGER NOT NULL,
    at           TEXT    NOT NULL, -- 2006-01-02 15:04, UTC
    role         TEXT    NOT NULL,
    municipality TEXT    NOT NULL, -- code, or ''
    verb         TEXT    NOT NULL,
    fields       TEXT    NOT NULL, -- JSON: what stood in which column before and after
    PRIMARY KEY (intervention, version)
) WITHOUT ROWID, STRICT;
