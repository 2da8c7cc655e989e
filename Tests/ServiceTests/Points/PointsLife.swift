import CivilTime
import Engine

/// A judge of points that knows nothing of how they are kept: it goes through everything that a user
/// did, and keeps lists.
///
/// It judges one system with a few triggers. Days are those of one zone.
struct PointsLife {
    /// What is set up.
    struct Rules: Sendable {
        var maxPoints: Int64?
        var expiresAfterDays: Int?
        /// Each so many steps, from when on, and what it gives; the second one takes.
        var units: Int64 = 5
        var points: Int64 = 10
        var maxPerDay: Int64?
        var maxPerWeek: Int64?
        var price: Int64?
        var blocks = false
        /// Each so many days of the streak.
        var streakLength: Int64?
        var streakPoints: Int64 = 7
        /// Once in so many hours, and at every so manieth midnight.
        var hours: Int64?
        var days: Int64?
        var welcome: Int64?
        /// The first days of boosts, with three halves and with two; both hold for three days.
        var halves: CivilDate?
        var doubles: CivilDate?
        var begins: Instant
    }

    struct Event {
        let number: Int
        let amount: Int64
        let day: CivilDate
    }

    /// Something that was given, and what of it still holds.
    struct Award {
        enum Cause { case gains, price, streak, other }

        let cause: Cause
        let from: Int64
        var to: Int64
        var net: Int64
        let day: CivilDate
        let period: CivilDate?
        let boosts: [CivilDate?]
    }

    let rules: Rules
    let zone: Zone
    var isActive = true
    private(set) var amounts: [Int64] = []
    private(set) var total: Int64 = 0
    private var events: [Event] = []
    private var awards: [Award] = []
    /// What is left of what came on a day, oldest first.
    private var lots: [(day: CivilDate, left: Int64)] = []
    /// What was taken beyond what there was.
    private var debt: Int64 = 0
    private var seenAt: Instant?
    private var tickedHours: Int64 = 0
    private var tickedDays: Int64 = 0
    private var lastEvent = 0

    init(_ rules: Rules, in zone: Zone) {
        self.rules = rules
        self.zone = zone
    }

    /// An event that would take too much.
    struct Refused: Error {}

    /// Whether the user was ever seen.
    var isSeen: Bool { seenAt != nil }

    private func today(_ now: Instant) -> CivilDate { zone.civilDate(at: now) }

    private var steps: Int64 { events.reduce(0) { $0 + $1.amount } }

    private func multiples(_ steps: Int64, _ units: Int64) -> Int64 { max(0, steps) / units }

    // MARK: - What happens

    /// Takes an event in, and tells its number; refused, nothing of it stays.
    mutating func record(_ amount: Int64, on day: CivilDate, at now: Instant) throws -> Int {
        var after = self
        after.see(at: now)
        after.lastEvent += 1
        let before = after.events
        after.events.append(Event(number: after.lastEvent, amount: amount, day: day))
        try after.judge(since: before, on: day, isRefusable: true, at: now)
        self = after
        return lastEvent
    }

    /// Takes an event back.
    mutating func delete(_ number: Int, at now: Instant) throws {
        settle(at: now)
        let before = events
        guard let event = events.first(where: { $0.number == number }) else { return }
        events.removeAll { $0.number == number }
        try judge(since: before, on: event.day, isRefusable: false, at: now)
        // A day that nothing satisfies any more gives back what it gave.
        let isHeld = events.contains { $0.day == event.day }
        for index in awards.indices
        where awards[index].cause == .streak && awards[index].period == event.day && !isHeld {
            cut(index, to: 0, at: now)
        }
    }

    /// Gives or takes points by a call.
    mutating func give(_ amount: Int64, at now: Instant) throws {
        var after = self
        after.see(at: now)
        if amount < 0, after.total + amount < 0 { throw Refused() }
        let room = after.room(for: amount)
        guard room != 0 else { throw Refused() }
        after.put(room, at: now)
        self = after
    }

    /// Lets time go by, and sees a user who was not there.
    mutating func see(at now: Instant) {
        if seenAt == nil {
            seenAt = now
            if let welcome = rules.welcome { give(.other, welcome, on: today(now), at: now) }
        }
        settle(at: now)
    }

    // MARK: - Judging

    private mutating func judge(
        since before: [Event],
        on day: CivilDate,
        isRefusable: Bool,
        at now: Instant
    ) throws {
        let old = before.reduce(0) { $0 + $1.amount }
        let new = steps
        let gains = (multiples(old, rules.units), multiples(new, rules.units))
        let prices = (multiples(old, 3), multiples(new, 3))
        if isActive, gains.1 < gains.0 { fall(.gains, to: gains.1, at: now) }
        if rules.price != nil, prices.1 < prices.0 { fall(.price, to: prices.1, at: now) }
        if isActive, gains.1 > gains.0 {
            give(.gains, rules.points, from: gains.0, to: gains.1, on: day, at: now)
        }
        for (period, multiple) in newMultiples(since: before) {
            let run = run(of: period)
            let given = awards.filter { award in
                award.cause == .streak && award.to > award.from
                    && award.period.map { run.contains($0) } ?? false
            }
            guard !given.contains(where: { $0.to == multiple }), given.count < multiple else {
                continue
            }
            give(
                .streak,
                rules.streakPoints,
                from: multiple - 1,
                to: multiple,
                on: day,
                period: period,
                at: now
            )
        }
        guard let price = rules.price, prices.1 > prices.0 else { return }
        try take(price, from: prices.0, to: prices.1, isRefusable, on: day, at: now)
    }

    /// The days on which a run of days reaches a multiple of the length for the first time.
    private func newMultiples(since before: [Event]) -> [(CivilDate, Int64)] {
        guard let length = rules.streakLength else { return [] }
        let old = Set(before.map(\.day))
        let new = Set(events.map(\.day))
        return new.sorted().compactMap { day in
            let count = Self.length(of: day, in: new)
            guard count % length == 0, Self.length(of: day, in: old) < count else { return nil }
            // What had ended before the trigger was there gives nothing.
            guard zone.startOfDay(day.adding(days: 1)) >= rules.begins else { return nil }
            return (day, count / length)
        }
    }

    private static func length(of day: CivilDate, in days: Set<CivilDate>) -> Int64 {
        var count: Int64 = 0
        while days.contains(day.adding(days: -Int(count))) { count += 1 }
        return count
    }

    private func run(of day: CivilDate) -> ClosedRange<CivilDate> {
        let days = Set(events.map(\.day))
        var (first, last) = (day, day)
        while days.contains(first.adding(days: -1)) { first = first.adding(days: -1) }
        while days.contains(last.adding(days: 1)) { last = last.adding(days: 1) }
        return first...last
    }

    // MARK: - Giving and taking

    private func boosted(_ points: Int64, by boosts: [CivilDate?]) -> Int64 {
        var (numerator, denominator) = (points, Int64(1))
        for (index, start) in boosts.enumerated() where start != nil {
            numerator *= index == 0 ? 3 : 2
            denominator *= index == 0 ? 2 : 1
        }
        // The boost by two was created last, and rounds up.
        let roundsUp = boosts.count > 1 && boosts[1] != nil
        return roundsUp ? (numerator + denominator - 1) / denominator : numerator / denominator
    }

    private func boosts(on day: CivilDate) -> [CivilDate?] {
        [rules.halves, rules.doubles].map { start in
            guard let start, start <= day, day <= start.adding(days: 2) else { return nil }
            return start
        }
    }

    private func room(for amount: Int64) -> Int64 {
        amount < 0 ? amount : max(0, min(amount, (rules.maxPoints ?? 1 << 60) - total))
    }

    private mutating func give(
        _ cause: Award.Cause,
        _ points: Int64,
        from: Int64 = 0,
        to: Int64 = 1,
        on day: CivilDate,
        period: CivilDate? = nil,
        at now: Instant
    ) {
        let boosts = boosts(on: day)
        var amount = boosted(points * (to - from), by: boosts)
        if cause == .gains {
            let week = day.startOfWeek(weekStart: 0)
            let inDay = given(in: day...day)
            let inWeek = given(in: week...week.adding(days: 6))
            amount = min(amount, max(0, (rules.maxPerDay ?? .max / 2) - inDay))
            amount = min(amount, max(0, (rules.maxPerWeek ?? .max / 2) - inWeek))
        }
        amount = room(for: amount)
        guard amount > 0 else { return }
        put(amount, at: now)
        awards.append(
            Award(
                cause: cause,
                from: from,
                to: to,
                net: amount,
                day: day,
                period: period,
                boosts: boosts
            )
        )
    }

    private func given(in days: ClosedRange<CivilDate>) -> Int64 {
        awards.reduce(0) { $1.cause == .gains && days.contains($1.day) ? $0 + $1.net : $0 }
    }

    private mutating func take(
        _ price: Int64,
        from: Int64,
        to: Int64,
        _ isRefusable: Bool,
        on day: CivilDate,
        at now: Instant
    ) throws {
        var amount = -price * (to - from)
        if rules.blocks, total + amount < 0 {
            if isRefusable { throw Refused() }
            amount = -max(0, total)
        }
        guard amount != 0 else { return }
        put(amount, at: now)
        awards.append(
            Award(
                cause: .price,
                from: from,
                to: to,
                net: amount,
                day: day,
                period: nil,
                boosts: []
            )
        )
    }

    private mutating func fall(_ cause: Award.Cause, to multiple: Int64, at now: Instant) {
        for index in awards.indices.reversed()
        where awards[index].cause == cause && awards[index].to > awards[index].from
            && awards[index].to > multiple
        {
            cut(index, to: multiple, at: now)
        }
    }

    /// Has an award hold for fewer multiples.
    private mutating func cut(_ index: Int, to multiple: Int64, at now: Instant) {
        let award = awards[index]
        guard award.to > award.from else { return }
        let count = max(0, min(multiple, award.to) - award.from)
        let points =
            switch award.cause {
            case .gains: rules.points
            case .price: -(rules.price ?? 0)
            case .streak: rules.streakPoints
            case .other: Int64(0)
            }
        let whole = points > 0 ? boosted(points * count, by: award.boosts) : points * count
        let kept = award.net > 0 ? min(award.net, whole) : max(award.net, whole)
        let change = room(for: kept - award.net)
        guard change != 0 else { return }
        put(change, at: now)
        awards[index].net += change
        awards[index].to = max(award.from, min(award.to, multiple))
    }

    /// Settles what the trigger for steps gave.
    mutating func rest() {
        isActive = false
        awards.removeAll { $0.cause == .gains }
    }

    // MARK: - Rows and time

    private mutating func put(_ amount: Int64, at moment: Instant) {
        amounts.append(amount)
        total += amount
        if amount > 0 {
            lots.append((today(moment), amount))
        } else {
            debt -= amount
        }
        while debt > 0, let first = lots.first {
            let paid = min(debt, first.left)
            debt -= paid
            lots[0].left -= paid
            if lots[0].left == 0 { lots.removeFirst() }
        }
    }

    private mutating func settle(at now: Instant) {
        guard let seenAt else { return }
        let start = max(seenAt, rules.begins)
        while true {
            var next: [(at: Instant, what: Int)] = []
            if let days = rules.expiresAfterDays, let first = lots.first {
                next.append((zone.startOfDay(first.day.adding(days: days)), 0))
            }
            if let hours = rules.hours {
                next.append((start.adding(seconds: (tickedHours + 1) * hours * 3_600), 1))
            }
            if let days = rules.days {
                let day = today(start).adding(days: Int((tickedDays + 1) * days))
                next.append((zone.startOfDay(day), 2))
            }
            guard let first = next.min(by: { $0.at < $1.at }), first.at <= now else { return }
            switch first.what {
            case 0:
                let day = lots[0].day
                let gone = lots.prefix { $0.day == day }.reduce(0) { $0 + $1.left }
                lots.removeAll { $0.day == day }
                amounts.append(-gone)
                total -= gone
            case 1:
                tickedHours += 1
                give(.other, 1, on: today(first.at), at: first.at)
            default:
                tickedDays += 1
                give(.other, 2, on: today(first.at), at: first.at)
            }
        }
    }
}
