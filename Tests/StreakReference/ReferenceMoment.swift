package import CivilTime
package import Engine

/// Something that befalls a streak because time goes by, and that is told.
package struct ReferenceMoment {
    package let at: Instant
    package let kind: StreakFact.Kind
    package let length: Int
    package let previousLength: Int
    package let freezes: Int
    package let count: Int

    /// What befell a streak after one moment, up to and at another.
    package static func all(
        of history: ReferenceHistory,
        after start: Instant,
        through end: Instant
    ) -> [ReferenceMoment] {
        let timeline = ReferenceTimeline(history)
        let end = timeline.pausedSince.map { min($0, end) } ?? end
        guard case .calendar(let window, let zone) = timeline.newest.rule.window else { return [] }
        let judge = ReferenceCalendar(history, timeline, window, fixedZone: zone)
        return judge.moments(until: end).filter { $0.at > start && $0.at <= end }
    }
}

/// When a length was first reached (R16).
package struct ReferenceReach {
    /// When the period that reached it began; nothing of a rolling window.
    package let begins: Instant?
    /// When that period ended; nothing while it goes on.
    package let ends: Instant?

    /// When a streak, as it is known now, first had a length, if it ever had it.
    package init?(_ length: Int, of history: ReferenceHistory, at now: Instant) {
        guard ReferenceState(history, at: now).longest >= length else { return nil }
        let timeline = ReferenceTimeline(history)
        let now = timeline.pausedSince.map { min($0, now) } ?? now
        guard case .calendar(let window, let zone) = timeline.newest.rule.window else {
            (begins, ends) = (nil, nil)
            return
        }
        let judge = ReferenceCalendar(history, timeline, window, fixedZone: zone)
        let marks = judge.marks(by: now)
        let replay = ReferenceReplay(judge, until: now, marks.resets, covered: marks.covered)
        let row = replay.rows.first { $0.longest >= length }
        begins = judge.beginning(of: row?.date ?? judge.period(at: now))
        ends = row.map { judge.end(of: $0.date) }
    }
}

extension ReferenceCalendar {
    fileprivate func moments(until now: Instant) -> [ReferenceMoment] {
        let marks = marks(by: now)
        let replay = ReferenceReplay(self, until: now, marks.resets, covered: marks.covered)
        // Of a streak that has not begun, nothing is told.
        guard replay.hasBegun else { return [] }
        var moments = replay.rows.compactMap(ended)
        moments += replay.rows.filter { $0.verdict == .satisfied }.map {
            began($0.date, $0.period.length)
        }
        if replay.satisfiedAt != nil {
            moments.append(began(period(at: now), replay.run.length))
        }
        moments += replay.freezes.receipts.map { receipt in
            let at = first {
                self.date(at: $0) >= receipt.on
            } among: {
                $0.startOfDay(receipt.on, resetTime: window.resetTime)
            }
            let length = state(at: at).length
            return ReferenceMoment(
                at: at,
                kind: .freezeEarned,
                length: length,
                previousLength: length,
                freezes: receipt.balance,
                count: receipt.count
            )
        }
        return moments
    }

    private func ended(_ row: ReferenceReplay.Row) -> ReferenceMoment? {
        guard row.verdict == .freeze || row.verdict == .broken else { return nil }
        return ReferenceMoment(
            at: end(of: row.date),
            kind: row.verdict == .freeze ? .freezeConsumed : .lost,
            length: row.period.length,
            previousLength: row.period.length,
            freezes: row.period.freezes,
            count: row.verdict == .freeze ? 1 : 0
        )
    }

    /// The beginning of a period that is satisfied: worth telling where that was known before.
    private func began(_ date: CivilDate, _ length: Int) -> ReferenceMoment {
        let at = beginning(of: date)
        return ReferenceMoment(
            at: at,
            kind: length == 1 ? .started : .extended,
            length: length,
            previousLength: length - 1,
            freezes: state(at: at).freezeBalance,
            count: 0
        )
    }

    fileprivate func beginning(of period: CivilDate) -> Instant {
        first {
            self.period(at: $0) >= period
        } among: {
            window.period(holding: period, in: $0).start
        }
    }

    fileprivate func end(of period: CivilDate) -> Instant {
        first {
            self.period(at: $0) > period
        } among: {
            window.period(holding: period, in: $0).end
        }
    }

    /// The first moment from which on something is so for good: it can become so where a zone cuts
    /// days, and where the user comes into a zone.
    private func first(
        holds: (Instant) -> Bool,
        among boundary: (Zone) -> Instant
    ) -> Instant {
        let moments =
            zones.entries.dropFirst().map(\.from) + zones.entries.map { boundary($0.zone) }
        let sorted = moments.sorted()
        var first = sorted[sorted.count - 1]
        for moment in sorted.reversed() {
            guard holds(moment) else { break }
            first = moment
        }
        return first
    }
}
