extension Schema {
    /// Makes one envelope of facts, whatever they are about: what they say is a document.
    ///
    /// What was told of streaks before says the same afterwards, at the same place in the order.
    @Sendable static func envelopFacts(_ dialect: SQLDialect) -> [String] {
        [
            envelope(dialect),
            envelopeOldFacts(dialect),
            "DROP TABLE fact",
            "ALTER TABLE fact_envelope RENAME TO fact",
            "CREATE INDEX fact_by_place ON fact (place, fact_number, user_key)",
        ]
    }

    /// The user's key is 0 where a fact is about no user.
    private static func envelope(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE fact_envelope (
            fact_number BIGINT NOT NULL,
            user_key BIGINT NOT NULL,
            place BIGINT NOT NULL DEFAULT 0,
            workspace_id BIGINT NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT,
            occurred_at BIGINT NOT NULL,
            told_at BIGINT NOT NULL,
            payload TEXT NOT NULL,
            PRIMARY KEY (fact_number, user_key)
        ) \(dialect.clusteredByKey)
        """
    }

    private static func envelopeOldFacts(_ dialect: SQLDialect) -> String {
        let says = """
            'length', length, 'previousLength', previous_length, 'freezes', freezes,
            'count', amount, 'rewardItemId', reward_item_id, 'endsAt', \(endsAt(dialect))
            """
        let payload =
            switch dialect {
            // A patch has no values for what is null.
            case .sqlite: "json_patch('{}', json_object(\(says)))"
            case .postgres: "json_strip_nulls(json_build_object(\(says)))::text"
            }
        return """
            INSERT INTO fact_envelope (fact_number, user_key, place, workspace_id, kind, subject,
                                       occurred_at, told_at, payload)
            SELECT fact_number, user_key, place, fact.workspace_id, kind,
                   streak_definition.public_id, happened_at, told_at, \(payload)
            FROM fact LEFT JOIN streak_definition
                ON streak_definition.definition_id = fact.definition_id
            """
    }

    /// The moment in the words of the wire, to the millisecond.
    private static func endsAt(_ dialect: SQLDialect) -> String {
        switch dialect {
        case .sqlite:
            """
            strftime('%Y-%m-%dT%H:%M:%S', ends_at / 1000000, 'unixepoch')
                || printf('.%03dZ', ends_at / 1000 % 1000)
            """
        case .postgres:
            """
            to_char(to_timestamp(ends_at / 1000000) AT TIME ZONE 'UTC',
                    'YYYY-MM-DD"T"HH24:MI:SS')
                || '.' || lpad((ends_at / 1000 % 1000)::text, 3, '0') || 'Z'
            """
        }
    }
}
