-- Which set of its batteries a round asks about which interventions: an object of sets by the id of an
-- intervention or by a category. The battery of a session is the set that it asks; one alone is written as
-- before.
ALTER TABLE round ADD COLUMN asks TEXT NOT NULL DEFAULT '{}';
