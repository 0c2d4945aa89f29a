-- How many people a gathering was announced for; 0 for what anybody may find (channel self). A session
-- that is older than this column was announced for as many as it has places.
ALTER TABLE session ADD COLUMN announced INTEGER NOT NULL DEFAULT 0;
UPDATE session SET announced = capacity WHERE channel <> 'self';
