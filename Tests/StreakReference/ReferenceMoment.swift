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
    /// When a run ends that is at risk.
    package var endsAt: Instant?

    /// What befell a streak after one moment, up to and at another.
    package static func all(
        of history: ReferenceHistory,
        after start: Instant,
        through end: Instant
    ) -> [ReferenceMoment] {
        let timeline = ReferenceTimeline(history)
        let end = timeline.pausedSince.map { min($0, end) } ?? end
        let moments: [ReferenceMoment]
        switch timeline.newest.rule.window {
        case .calendar(let window, let zone):
            let judge = ReferenceCalendar(history, timeline, window, fixedZone: zone)
            moments = judge.moments(until: end)
        case .rolling(let length):
            moments = ReferenceRolling(history, timeline, length).moments(until: end)
        }
        return moments.filter { $0.at > start && $0.at <= end }
    }
}

extension ReferenceTimeline {
    /// Since when a run is at risk whose period is open from one moment to another, by the rule that
    /// holds then: once in a period, and only where a rule says for how long (R12).
    fileprivate func riskBegins(from begins: Instant, to ends: Instant) -> Instant? {
        let moments = versions.enumerated().compactMap { index, version -> Instant? in
            guard let seconds = version.rule.atRiskSeconds, !version.isPaused else { return nil }
            let at = max(begins, ends.adding(seconds: -seconds))
            return (versions.lastIndex { $0.from <= at } ?? 0) == index ? at : nil
        }
        return moments.min()
    }
}

extension ReferenceRolling {
    fileprivate func moments(until now: Instant) -> [ReferenceMoment] {
        let rows = windows(at: now).rows
        var moments: [ReferenceMoment] = []
        for (row, next) in zip(rows, rows.dropFirst().map(\.opens) + [nil]) {
            func moment(_ kind: StreakFact.Kind, _ at: Instant) -> ReferenceMoment {
                ReferenceMoment(
                    at: at,
                    kind: kind,
                    length: row.length,
                    previousLength: row.length,
                    freezes: 0,
                    count: 0
                )
            }
            if row.isSatisfied {
                moments.append(
                    ReferenceMoment(
                        at: row.opens,
                        kind: row.length == 1 ? .started : .extended,
                        length: row.length,
                        previousLength: row.length - 1,
                        freezes: 0,
                        count: 0
                    )
                )
            }
            guard row.isGoing, !row.isReset else { continue }
            // What follows in time keeps the run.
            let isBroken = next.map { $0 >= row.deadline } ?? (now >= row.deadline)
            if isBroken { moments.append(moment(.lost, row.deadline)) }
            let opensAt = row.isSatisfied ? row.closes : row.opens
            guard let at = timeline.riskBegins(from: opensAt, to: row.deadline),
                next.map({ at < $0 }) ?? true
            else { continue }
            var risk = moment(.atRisk, at)
            risk.endsAt = row.deadline
            moments.append(risk)
        }
        return moments
    }
}

extension ReferenceCalendar {
    fileprivate func moments(until now: Instant) -> [ReferenceMoment] {
        let replay = replay(until: now)
        // Of a streak that has not begun, nothing is told.
        guard replay.hasBegun else { return [] }
        var moments = replay.rows.compactMap(ended)
        moments += replay.rows.filter { $0.verdict == .satisfied }.map {
            began($0.date, $0.period.length)
        }
        if replay.satisfiedAt != nil {
            moments.append(began(period(at: now), replay.run.length))
        }
        moments += (replay.rows.map(\.date) + [period(at: now)]).compactMap(risk)
        moments += replay.freezes.receipts.map { receipt in
            let at = first {
                self.date(at: $0) >= receipt.on
            } among: {
                // What comes on a date that a zone has skipped comes with the next one.
                let existing = $0.day(after: receipt.on.adding(days: -1))
                return $0.startOfDay(existing, resetTime: window.resetTime)
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

    /// When the run became one that ends with a period unless something happens, if it did.
    private func risk(in period: CivilDate) -> ReferenceMoment? {
        let ends = end(of: period)
        let begins = timeline.riskBegins(from: beginning(of: period), to: ends)
        guard let at = begins else { return nil }
        let state = state(at: at)
        guard state.currentPeriod == period, state.status == .alive, state.cover == .broken else {
            return nil
        }
        return ReferenceMoment(
            at: at,
            kind: .atRisk,
            length: state.length,
            previousLength: state.length,
            freezes: state.freezeBalance,
            count: 0,
            endsAt: ends
        )
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

    func beginning(of period: CivilDate) -> Instant {
        first {
            self.period(at: $0) >= period
        } among: {
            window.period(holding: period, in: $0).start
        }
    }

    func end(of period: CivilDate) -> Instant {
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
