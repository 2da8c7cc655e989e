import CivilTime

// What a batch or a group tells of the past comes together: it is put into its periods first, and
// then judged once from the earliest of them on. So it costs what it changes, however many events
// there are and in whatever order they come.

extension CalendarJudge {
    /// Whether activities can be put in together: where somebody reset or restored the streak, what
    /// an activity changes depends on when it came.
    var judgesTogether: Bool { circumstances.corrections.isEmpty }

    /// Takes activities into loaded periods, and judges it once; false when none of them counts.
    func record(
        together activities: [StreakActivity],
        in loaded: inout LoadedPeriods
    ) throws(Interruption) -> Bool {
        var touched: Set<Int64> = []
        var recounted: Set<Int64> = []
        var isCounted = false
        for activity in activities {
            let opens = period(of: activity)
            let versions = tallied(in: opens)
            var added = PeriodTally(partCount: versions.count)
            guard added.add(activity, under: versions), counts(activity, in: opens) else {
                continue
            }
            isCounted = true
            let index = loaded.index(of: opens)
            guard index < loaded.periods.endIndex, loaded.periods[index].opens == opens else {
                try loaded.requirePredecessor(of: opens, at: index)
                loaded.insert(
                    StreakPeriod(opens: opens, tally: added, before: StreakStanding()),
                    at: index
                )
                touched.insert(opens)
                continue
            }
            var period = loaded.periods[index]
            switch take(activity, under: versions, into: &period.tally) {
            case .unchanged: break
            case .changed(let satisfaction):
                loaded.replace(at: index, with: period)
                if satisfaction { touched.insert(opens) }
            case .unknown: recounted.insert(opens)
            }
        }
        try recount(recounted, in: &loaded)
        try rejudge(&loaded, after: touched.union(recounted).sorted())
        return isCounted
    }

    /// What an activity makes of the tally of its period.
    enum Taken {
        case unchanged
        /// It is another one now; and perhaps satisfied since another moment.
        case changed(satisfaction: Bool)
        /// What follows is not known without everything that happened in the period.
        case unknown
    }

    /// Adds an activity to the tally of its period, as far as the tally tells what follows.
    func take(
        _ activity: StreakActivity,
        under versions: [StreakVersion],
        into tally: inout PeriodTally
    ) -> Taken {
        let before = tally.satisfiedAt
        if timeline.countsUntilSatisfied, tally.isSatisfied {
            // What is taken away may leave too little, and how much there was is not kept.
            guard activity.amount >= .zero else { return .unknown }
            if tally.isSatisfied(by: activity.at) { return .unchanged }
        }
        if activity.at >= tally.latestAt || tally.takesLate(activity, under: versions) {
            _ = tally.add(activity, under: versions)
        } else if tally.takesFirst(activity, under: versions) {
            // It comes before everything, and is enough by itself.
            var first = PeriodTally(partCount: versions.count)
            _ = first.add(activity, under: versions)
            if timeline.countsUntilSatisfied {
                first.voided = tally.voided
                tally = first
            } else {
                _ = tally.add(activity, under: versions)
                for index in tally.parts.indices { tally.parts[index].satisfiedAt = activity.at }
            }
        } else {
            return .unknown
        }
        return .changed(satisfaction: tally.satisfiedAt != before)
    }

    /// Counts some periods anew from all that happened in them.
    private func recount(
        _ periods: Set<Int64>,
        in loaded: inout LoadedPeriods
    ) throws(Interruption) {
        guard let first = periods.min(), let last = periods.max() else { return }
        let instants = reach(of: first).lowerBound..<reach(of: last).upperBound
        let found = Dictionary(
            grouping: try loaded.activities(in: instants, under: timeline),
            by: period
        )
        for opens in periods {
            let index = loaded.index(of: opens)
            guard let tally = keptTally(opens, of: found[opens] ?? []) else {
                try loaded.requirePredecessor(of: opens, at: index)
                loaded.remove(at: index)
                continue
            }
            var period = loaded.periods[index]
            period.tally = tally
            loaded.replace(at: index, with: period)
        }
    }

    /// Judges anew what follows on some periods that have changed, or are no more: after each of
    /// them as far as that changes anything.
    private func rejudge(
        _ loaded: inout LoadedPeriods,
        after touched: [Int64]
    ) throws(Interruption) {
        guard let first = touched.first else { return }
        let start = loaded.index(of: first)
        try loaded.requirePredecessor(of: first, at: start)
        let end = loaded.periods.endIndex
        var rest = touched[...]
        var index = start
        while index < end {
            let opens = loaded.periods[index].opens
            let before =
                index == 0
                ? standing(before: opens)
                : standing(after: loaded.periods[index - 1], before: opens)
            let isChanged = before != loaded.periods[index].before
            if isChanged { loaded.restand(at: index, before) }
            var isTouched = false
            while let next = rest.first, next <= opens {
                isTouched = true
                rest.removeFirst()
            }
            if isChanged || isTouched {
                index += 1
            } else if let next = rest.first {
                index = loaded.index(of: next)
            } else {
                return
            }
        }
    }
}
