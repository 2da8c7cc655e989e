extension VerdictWire {
    /// What a period was found to be.
    public static let verdict = JSONSchema.words([
        "satisfied", "open", "broken", "idle", "neutral", "covered",
    ])

    /// What covered a period.
    public static let cover = JSONSchema.words([
        "freeze", "grace", "pause", "amnesty", "definition_paused", "restore", "day_off",
        "rest_day",
        "vacation", "zone_change", "no_such_date",
    ])
}
