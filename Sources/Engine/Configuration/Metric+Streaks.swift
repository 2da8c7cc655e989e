extension Metric {
    /// What the keys of streaks' own metrics begin with; no key that people choose has a colon.
    private static let streakPrefix = "streak:"

    /// The key of a streak's own metric: what its ticks are events of.
    public static func key(ofStreak key: String) -> String { streakPrefix + key }

    /// The key of the streak whose own it is; nothing of one that people set up.
    public var streakKey: String? {
        isOfStreak ? String(key.unicodeScalars.dropFirst(Self.streakPrefix.count)) : nil
    }

    /// Whether it is a streak's own, and comes and goes with it.
    public var isOfStreak: Bool { key.utf8.starts(with: Self.streakPrefix.utf8) }
}
