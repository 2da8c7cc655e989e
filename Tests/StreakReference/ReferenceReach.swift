package import CivilTime
import Engine

/// When a length was first reached (R16).
package struct ReferenceReach {
    /// When the period that reached it began.
    package let begins: Instant
    /// When that period ended; nothing while it goes on.
    package let ends: Instant?

    /// When a streak, as it is known now, first had a length, if it ever had it.
    package init?(_ length: Int, of history: ReferenceHistory, at now: Instant) {
        let timeline = ReferenceTimeline(history)
        let now = timeline.pausedSince.map { min($0, now) } ?? now
        switch timeline.newest.rule.window {
        case .calendar(let window, let zone):
            let judge = ReferenceCalendar(history, timeline, window, fixedZone: zone)
            let replay = judge.replay(until: now)
            guard replay.run.longest >= length else { return nil }
            let row = replay.rows.first { $0.longest >= length }
            begins = judge.beginning(of: row?.date ?? judge.period(at: now))
            ends = row.map { judge.end(of: $0.date) }
        case .rolling(let duration):
            let rows = ReferenceRolling(history, timeline, duration).windows(at: now).rows
            guard let row = rows.first(where: { $0.longest >= length }) else { return nil }
            begins = row.opens
            ends = row.closes <= now ? row.closes : nil
        }
    }
}

extension ReferenceStretch {
    /// The runs of a streak, as it is known now, oldest first; in each of them, what every run
    /// brings is reached once (R16).
    package static func all(of history: ReferenceHistory, at now: Instant) -> [ReferenceStretch] {
        let timeline = ReferenceTimeline(history)
        let now = timeline.pausedSince.map { min($0, now) } ?? now
        switch timeline.newest.rule.window {
        case .calendar(let window, let zone):
            let judge = ReferenceCalendar(history, timeline, window, fixedZone: zone)
            return judge.replay(until: now).run.stretches
        case .rolling(let duration):
            return ReferenceRolling(history, timeline, duration).windows(at: now).run.stretches
        }
    }
}
