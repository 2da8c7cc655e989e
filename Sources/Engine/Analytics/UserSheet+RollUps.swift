import CivilTime

extension UserSheet {
    /// Everything that the user adds to the roll-ups.
    public func rollUps() -> [RollUpKey: RollUpValue] {
        var all = cells
        addActivity(to: &all)
        addRetention(to: &all)
        var rollUps = valued
        rollUps.reserveCapacity(all.count * (segments.count + 1) + valued.count)
        for segment in segments.union([.everybody]) {
            for (cell, value) in all { rollUps[RollUpKey(cell, of: segment)] = value }
        }
        return rollUps
    }

    /// What changes when a sheet takes the place of another; nothing is in it that stays.
    public static func difference(
        from old: UserSheet?,
        to new: UserSheet?
    ) -> [RollUpKey: RollUpValue] {
        if old == new { return [:] }
        var changes = new?.rollUps() ?? [:]
        for (key, value) in old?.rollUps() ?? [:] {
            changes[key, default: .zero] += value.negated
            if changes[key] == .zero { changes[key] = nil }
        }
        return changes
    }

    /// The days on which the user did something, in order: by the metric, and of any.
    func activeDays(of days: DaysOf) -> (byMetric: [Int64: [CivilDate]], any: [CivilDate]) {
        var byMetric: [Int64: [CivilDate]] = [:]
        var any: Set<CivilDate> = []
        for cell in cells.keys where cell.series == .events && cell.slot == days.rawValue {
            byMetric[cell.subject, default: []].append(cell.day)
            any.insert(cell.day)
        }
        return (byMetric, any.sorted())
    }

    private func addActivity(to all: inout [RollUpCell: RollUpValue]) {
        for days in DaysOf.allCases {
            let (byMetric, any) = activeDays(of: days)
            for (metric, active) in byMetric {
                for day in active {
                    all[RollUpCell(.active, of: metric, on: day, slot: days.rawValue)] =
                        RollUpValue(count: 1)
                }
            }
            for day in any {
                all[RollUpCell(.active, on: day, slot: days.rawValue)] = RollUpValue(count: 1)
            }
            for (series, length) in [(RollUpCell.Series.activeWeek, 7), (.activeMonth, 30)] {
                for (day, change) in Self.changes(of: any, lasting: length) {
                    all[RollUpCell(series, on: day, slot: days.rawValue)] =
                        RollUpValue(count: change)
                }
            }
        }
    }

    /// Where stretches begin and end that are made of so many days from each of some days on.
    static func changes(
        of days: [CivilDate],
        lasting length: Int
    ) -> [CivilDate: Int64] {
        var changes: [CivilDate: Int64] = [:]
        var end: CivilDate?
        for day in days {
            if let end, day <= end { changes[end] = nil } else { changes[day] = 1 }
            let next = day.adding(days: length)
            // A stretch that ends where the next one begins goes on.
            changes[next] = -1
            end = next
        }
        return changes
    }

    private func addRetention(to all: inout [RollUpCell: RollUpValue]) {
        let days = activeDays(of: .user).any
        let week = signUpOn.startOfWeek(weekStart: 1)
        let slots = [RetentionAge.all] + Self.ages(of: days, from: signUpOn)
        for slot in slots {
            all[RollUpCell(.retained, on: week, slot: slot)] = RollUpValue(count: 1)
            for trait in traits {
                let cell = RollUpCell(
                    trait.series,
                    of: trait.subject,
                    on: week,
                    slot: slot,
                    part: trait.part
                )
                all[cell] = RollUpValue(count: 1)
            }
        }
        let first = Self.firstDays(among: days, from: signUpOn)
        all[RollUpCell(.firstDays, on: week, slot: Int64(first))] = RollUpValue(count: 1)
    }

    /// The ages at which the user was active, by their slots.
    func ages() -> [Int64] { Self.ages(of: activeDays(of: .user).any, from: signUpOn) }

    /// On how many of the first 30 days the user was active.
    func firstDays() -> Int {
        Self.firstDays(among: activeDays(of: .user).any, from: signUpOn)
    }

    private static func firstDays(among days: [CivilDate], from start: CivilDate) -> Int {
        days.count { $0 >= start && $0 < start.adding(days: 30) }
    }

    /// The ages at which somebody was active.
    private static func ages(of days: [CivilDate], from start: CivilDate) -> [Int64] {
        var ages: Set<Int64> = []
        for day in days {
            let age = start.days(until: day)
            guard age >= 0 else { continue }
            if RetentionAge.days.contains(age) { ages.insert(Int64(age)) }
            if RetentionAge.weeks.contains(age / 7) {
                ages.insert(RetentionAge.slot(ofWeek: age / 7))
            }
        }
        return Array(ages)
    }
}
