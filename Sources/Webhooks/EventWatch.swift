import ServiceRuntime
import Synchronization

/// Says whether events keep the server busy, and how much may be told beside them.
///
/// Nothing may slow an event. So whoever tells webhooks takes less on while there are many: deliveries
/// come later, and catch up when there is room.
final class EventWatch: Sendable {
    private struct State {
        var done: WorkDone
        var lookedAt: ContinuousClock.Instant
        var rate: Double?
    }

    private let workDone: @Sendable () -> WorkDone
    private let state: Mutex<State>

    /// A watch over what events are taken in by.
    init(
        _ workDone: @escaping @Sendable () -> WorkDone,
        from now: ContinuousClock.Instant = ContinuousClock.now
    ) {
        self.workDone = workDone
        state = Mutex(State(done: workDone(), lookedAt: now))
    }

    /// How many deliveries a second there is room for beside the events of lately; nothing where they
    /// leave room for any number.
    ///
    /// They do unless groups of events have followed each other, each of several. A caller who sends
    /// one event after the other keeps the intake at work too, and is not slowed.
    func rate(at now: ContinuousClock.Instant = ContinuousClock.now) -> Double? {
        state.withLock { state in
            let time = now - state.lookedAt
            guard time >= WebhookLimits.watchInterval else { return state.rate }
            let done = workDone()
            let lately = done - state.done
            (state.done, state.lookedAt) = (done, now)
            let isBusy =
                lately.time / time >= WebhookLimits.busyShare
                && lately.itemCount >= lately.turnCount * WebhookLimits.busyGroup
                && lately.turnCount > 0
            let events = Double(lately.itemCount) / (time / .seconds(1))
            state.rate = isBusy ? events * WebhookLimits.deliveriesAnEvent : nil
            return state.rate
        }
    }
}

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
