import JSONText

/// Streaks as Trophy's wire has them.
enum StreakWire {
    /// Writes the streak of a workspace that has none configured.
    static func writeNoStreak(to object: inout JSONObjectWriter) {
        object.field("length", 0)
        object.field("frequency", "daily")
        object.null("started")
        object.null("periodStart")
        object.null("periodEnd")
        object.null("expires")
        object.field("extended", false)
    }
}
