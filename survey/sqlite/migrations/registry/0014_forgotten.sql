-- About which session of a sealed round an ambassador's line of the audit log is, is forgotten with who
-- opened it. What was noted of a session named the municipality alone, so that nobody can tell which
-- round it was in.
UPDATE audit SET what = '' WHERE actor = 'ambassador' AND (action = 'voice.note' OR action GLOB 'session.*'
AND substr(what, 1, 8) IN (SELECT session.code FROM session JOIN round ON round.id = session.round WHERE round.state = 'sealed'));
