-- pgbench script: what somebody has done, read by key.
\set user random(1, :users)
SELECT user_key, day, total, event_count FROM total WHERE user_key = :user;
