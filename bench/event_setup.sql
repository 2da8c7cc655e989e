-- What somebody would write by hand to count events in PostgreSQL: two tables and one function.
-- The yardstick of `make bench`; it knows no zones, rules, keys or history.

CREATE TABLE total (
    user_key BIGINT NOT NULL,
    day INTEGER NOT NULL,
    total BIGINT NOT NULL,
    event_count BIGINT NOT NULL,
    PRIMARY KEY (user_key, day)
);

CREATE TABLE event (
    user_key BIGINT NOT NULL,
    idempotency_key TEXT NOT NULL,
    amount BIGINT NOT NULL,
    occurred_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (user_key, idempotency_key)
);

CREATE FUNCTION record_event(the_user BIGINT, the_key TEXT, the_amount BIGINT) RETURNS BIGINT
LANGUAGE plpgsql AS $$
DECLARE
    today INTEGER := current_date - DATE '1970-01-01';
    result BIGINT;
BEGIN
    INSERT INTO event (user_key, idempotency_key, amount) VALUES (the_user, the_key, the_amount)
    ON CONFLICT (user_key, idempotency_key) DO NOTHING;
    IF NOT FOUND THEN
        SELECT t.total INTO result FROM total t WHERE t.user_key = the_user AND t.day = today;
        RETURN result;
    END IF;
    INSERT INTO total AS t (user_key, day, total, event_count)
    VALUES (the_user, today, the_amount, 1)
    ON CONFLICT (user_key, day)
    DO UPDATE SET total = t.total + excluded.total, event_count = t.event_count + 1
    RETURNING t.total INTO result;
    RETURN result;
END
$$;

INSERT INTO total SELECT n, current_date - DATE '1970-01-01', 1, 1 FROM generate_series(1, :users) n;
INSERT INTO event SELECT n, 'first', 1 FROM generate_series(1, :users) n;
