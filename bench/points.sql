-- pgbench script: an event of a random user on a day, with an idempotency key that nobody used before.
\set user random(1, :users)
\set key random(1, 9000000000000000000)
SELECT record_event(:user, ('bench-' || :key), 1, :day);
