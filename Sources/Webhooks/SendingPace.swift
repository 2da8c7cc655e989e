/// How many deliveries may begin now.
struct SendingPace {
    private var room = 0.0
    private var filledAt: ContinuousClock.Instant

    init(from now: ContinuousClock.Instant) { filledAt = now }

    /// As many as anybody likes, or what a rate allows.
    mutating func room(at rate: Double?, now: ContinuousClock.Instant) -> Int {
        defer { filledAt = now }
        guard let rate else { return .max }
        let most = rate * (WebhookLimits.storingInterval / .seconds(1))
        room = min(most, room + rate * ((now - filledAt) / .seconds(1)))
        return Int(room)
    }

    /// So many have begun.
    mutating func take(_ count: Int) { room = max(0, room - Double(count)) }
}
