-- How somebody reaches the host without saying who they are; '' where it is not said.
ALTER TABLE host ADD COLUMN contact TEXT NOT NULL DEFAULT '';
