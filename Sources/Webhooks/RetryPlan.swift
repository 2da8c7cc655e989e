import CivilTime

/// When a delivery that failed is tried again: a pure function of what happened.
struct RetryPlan: Sendable {
    let pauses: [Duration]

    /// How often a delivery is tried.
    var maximumTries: Int { pauses.count + 1 }

    /// How long to wait after so many tries, the last of which failed; nothing when that was the
    /// last.
    ///
    /// The number between 0 and 1 spreads those that failed at the same time.
    func pause(
        after tries: Int,
        retryAfter: String?,
        at now: Instant,
        spread: Double
    ) -> Duration? {
        guard tries >= 1, tries <= pauses.count else { return nil }
        let share = 1 + WebhookLimits.jitter * (2 * spread - 1)
        let pause = pauses[tries - 1] * share
        let wanted = retryAfter.flatMap { Self.wanted($0, at: now) } ?? .zero
        return max(pause, min(wanted, WebhookLimits.maximumRetryAfter))
    }

    /// What `Retry-After` asks for: a number of seconds, or a moment.
    private static func wanted(_ text: String, at now: Instant) -> Duration? {
        let text = text.filter { !$0.isNewline }
        if let seconds = Int64(text), (0...10_000_000).contains(seconds) {
            return .seconds(seconds)
        }
        return moment(text).map { $0 > now ? $0 - now : .zero }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The moment of a date as in `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func moment(_ text: String) -> Instant? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[1].utf8.count == 2,
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return try? Instant(iso8601: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }
}
