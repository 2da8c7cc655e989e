-- The rules of `bench/points` as somebody would write them by hand in PostgreSQL: a total, a daily streak,
-- a hundred achievements of the metric, and points with two triggers, five levels and a ledger.
-- It knows no zones, late events, corrections, caps or boosts.

CREATE TABLE event (
    user_key BIGINT NOT NULL,
    idempotency_key TEXT NOT NULL,
    amount BIGINT NOT NULL,
    day INTEGER NOT NULL,
    occurred_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (user_key, idempotency_key)
);

CREATE TABLE total (
    user_key BIGINT NOT NULL,
    day INTEGER NOT NULL,
    total BIGINT NOT NULL,
    event_count BIGINT NOT NULL,
    PRIMARY KEY (user_key, day)
);

CREATE TABLE streak (
    user_key BIGINT PRIMARY KEY,
    last_day INTEGER NOT NULL,
    length INTEGER NOT NULL
);

CREATE TABLE achievement (threshold BIGINT PRIMARY KEY);

CREATE TABLE completion (
    user_key BIGINT NOT NULL,
    threshold BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (user_key, threshold)
);

CREATE TABLE level (points BIGINT PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE balance (
    user_key BIGINT PRIMARY KEY,
    total BIGINT NOT NULL,
    last_row BIGINT NOT NULL
);

CREATE TABLE ledger (
    user_key BIGINT NOT NULL,
    row_number BIGINT NOT NULL,
    cause TEXT NOT NULL,
    amount BIGINT NOT NULL,
    total BIGINT NOT NULL,
    idempotency_key TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (user_key, row_number)
);

CREATE TABLE fact (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_key BIGINT NOT NULL,
    kind TEXT NOT NULL,
    value BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE FUNCTION give(the_user BIGINT, the_cause TEXT, the_amount BIGINT, the_key TEXT) RETURNS VOID
LANGUAGE plpgsql AS $$
DECLARE
    now_total BIGINT;
    number BIGINT;
    old_level BIGINT;
    new_level BIGINT;
BEGIN
    INSERT INTO balance AS b (user_key, total, last_row) VALUES (the_user, the_amount, 1)
    ON CONFLICT (user_key) DO UPDATE SET total = b.total + excluded.total, last_row = b.last_row + 1
    RETURNING b.total, b.last_row INTO now_total, number;
    INSERT INTO ledger (user_key, row_number, cause, amount, total, idempotency_key)
    VALUES (the_user, number, the_cause, the_amount, now_total, the_key);
    INSERT INTO fact (user_key, kind, value) VALUES (the_user, 'points.changed', now_total);
    SELECT max(points) INTO old_level FROM level WHERE points <= now_total - the_amount;
    SELECT max(points) INTO new_level FROM level WHERE points <= now_total;
    IF old_level IS DISTINCT FROM new_level THEN
        INSERT INTO fact (user_key, kind, value) VALUES (the_user, 'points.level_changed', new_level);
    END IF;
END
$$;

CREATE FUNCTION record_event(the_user BIGINT, the_key TEXT, the_amount BIGINT, today INTEGER)
RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    before BIGINT;
    after BIGINT;
    last INTEGER;
    new_length INTEGER;
BEGIN
    INSERT INTO event (user_key, idempotency_key, amount, day)
    VALUES (the_user, the_key, the_amount, today)
    ON CONFLICT (user_key, idempotency_key) DO NOTHING;
    IF NOT FOUND THEN
        SELECT t.total INTO after FROM total t WHERE t.user_key = the_user ORDER BY day DESC LIMIT 1;
        RETURN after;
    END IF;
    -- One after the other for each user.
    SELECT s.last_day INTO last FROM streak s WHERE s.user_key = the_user FOR UPDATE;
    SELECT t.total INTO before FROM total t WHERE t.user_key = the_user ORDER BY day DESC LIMIT 1;
    after := coalesce(before, 0) + the_amount;
    INSERT INTO total AS t (user_key, day, total, event_count) VALUES (the_user, today, after, 1)
    ON CONFLICT (user_key, day)
    DO UPDATE SET total = excluded.total, event_count = t.event_count + 1;
    INSERT INTO completion (user_key, threshold)
    SELECT the_user, a.threshold FROM achievement a
    WHERE a.threshold > coalesce(before, 0) AND a.threshold <= after;
    IF after / :units > coalesce(before, 0) / :units THEN
        PERFORM give(the_user, 'metric', 10 * (after / :units - coalesce(before, 0) / :units), the_key);
    END IF;
    IF last IS DISTINCT FROM today THEN
        INSERT INTO streak AS s (user_key, last_day, length) VALUES (the_user, today, 1)
        ON CONFLICT (user_key) DO UPDATE SET last_day = today,
            length = CASE WHEN s.last_day = today - 1 THEN s.length + 1 ELSE 1 END
        RETURNING s.length INTO new_length;
        INSERT INTO fact (user_key, kind, value) VALUES (the_user, 'streak.extended', new_length);
        PERFORM give(the_user, 'streak', 5, the_key);
    END IF;
    RETURN after;
END
$$;

INSERT INTO achievement SELECT 10 * n FROM generate_series(1, 100) n;
INSERT INTO level SELECT 20 * n, 'Level ' || n FROM generate_series(1, 5) n;
SELECT count(record_event(n, 'first', 1, 1)) FROM generate_series(1, :users) n;
