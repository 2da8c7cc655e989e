public import ServiceRuntime
import Synchronization

/// Says whether events keep the server busy, and how much of other work there is room for beside them.
///
/// Nothing may slow an event. So whoever tells webhooks, or reminds users, takes less on while there
/// are many: it comes later, and catches up when there is room.
///
/// How much less follows from what the work costs. Events are to keep at least 0.85 of the rate that
/// they have alone, so what goes on beside each of them may cost 0.15 / 0.85 of an event, about 0.18.
/// `DeliveryLimits.shareBesideEvents` is less than that, for what was measured differs from machine to
/// machine. Work that costs as much as so many events is done that share of times divided by them.
public final class EventWatch: Sendable {
    private struct State {
        var done: WorkDone
        var lookedAt: ContinuousClock.Instant
        var restedAt: ContinuousClock.Instant
        var rate: Double?
    }

    private let workDone: @Sendable () -> WorkDone
    private let itemsAnEvent: Double
    private let state: Mutex<State>

    /// A watch over what events are taken in by, for work of which each item costs as much processor
    /// time as so many events.
    public init(
        _ workDone: @escaping @Sendable () -> WorkDone,
        beside cost: Double,
        from now: ContinuousClock.Instant = .now
    ) {
        precondition(cost > 0, "work costs something")
        self.workDone = workDone
        itemsAnEvent = DeliveryLimits.shareBesideEvents / cost
        state = Mutex(State(done: workDone(), lookedAt: now, restedAt: now))
    }

    /// How many items a second there is room for beside the events of lately; nothing where they leave
    /// room for any number.
    ///
    /// They do unless groups of events have followed each other, each of several. A caller who sends
    /// one event after the other keeps the intake at work too, and is not slowed.
    public func rate(at now: ContinuousClock.Instant = .now) -> Double? {
        state.withLock { state in
            let time = now - state.lookedAt
            guard time >= DeliveryLimits.watchInterval else { return state.rate }
            let done = workDone()
            let lately = done - state.done
            (state.done, state.lookedAt) = (done, now)
            let isBusy =
                lately.time / time >= DeliveryLimits.busyShare
                && lately.itemCount >= lately.turnCount * DeliveryLimits.busyGroup
                && lately.turnCount > 0
            let events = Double(lately.itemCount) / (time / .seconds(1))
            state.rate = isBusy ? events * itemsAnEvent : nil
            return state.rate
        }
    }

    /// How long to rest with so many items, beside the events of lately: less the time since the last
    /// rest began, and not for longer than this.
    public func rest(
        after count: Int,
        atMost longest: Duration,
        at now: ContinuousClock.Instant = .now
    ) -> Duration {
        let rate = rate(at: now)
        return state.withLock { state in
            let since = now - state.restedAt
            state.restedAt = now
            guard let rate, count > 0 else { return .zero }
            let needed = Duration.seconds(Double(count) / max(rate, 1))
            return min(max(.zero, needed - since), longest)
        }
    }
}
