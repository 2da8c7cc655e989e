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
        /// The event that brought it about.
        let event: Int
        /// For how many multiples it holds.
        var count: Int64
        var net: Int64
        /// How much of it expired, and was not made good.
        var expired: Int64 = 0
        let day: CivilDate
        let period: CivilDate?
        let boosts: [CivilDate?]

        init(
            _ cause: Cause,
            by event: Int,
            _ net: Int64,
            for count: Int64,
            on day: CivilDate,
            _ boosts: [CivilDate?] = [],
            period: CivilDate? = nil
        ) {
            (self.cause, self.event, self.count, self.net) = (cause, event, count, net)
            (self.day, self.boosts, self.period) = (day, boosts, period)
        }
    }

    let rules: Rules
    let zone: Zone
    var isActive = true
    private(set) var amounts: [Int64] = []
    private(set) var total: Int64 = 0
    private var events: [Event] = []
    private var awards: [Award] = []
    /// The award that every multiple of a total gave, from the lowest on; nothing where one gave nothing.
    private var owners: [Award.Cause: [Int?]] = [:]
    /// What is left of what came on a day, and by which award, oldest first.
    private var lots: [(day: CivilDate, left: Int64, award: Int?)] = []
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
        try after.judge(since: before, by: lastEvent + 1, on: day, isRefusable: true, at: now)
        self = after
        return lastEvent
    }

    /// Takes an event back.
    mutating func delete(_ number: Int, at now: Instant) throws {
        settle(at: now)
        let before = events
        guard let event = events.first(where: { $0.number == number }) else { return }
        events.removeAll { $0.number == number }
        try judge(since: before, by: number, on: event.day, isRefusable: false, at: now)
        if !events.contains(where: { $0.day == event.day }) { split(without: event, at: now) }
    }

    /// Takes back what runs gave beyond their multiples, once nothing counts on a day any more.
    private mutating func split(without event: Event, at now: Instant) {
        guard let length = rules.streakLength else { return }
        let held = awards.indices.filter { awards[$0].cause == .streak && awards[$0].count > 0 }
        var taken = held.filter { awards[$0].period == event.day }
        let runs = Set(events.map { run(of: $0.day) })
        for run in runs {
            let own = held.filter { awards[$0].period.map(run.contains) ?? false }
            let days = Int64(run.lowerBound.days(until: run.upperBound)) + 1
            let byRank = own.sorted { left, right in
                let isOwn = (
                    awards[left].event == event.number, awards[right].event == event.number
                )
                return isOwn.0 == isOwn.1 ? left > right : isOwn.0
            }
            taken += byRank.prefix(max(0, own.count - Int(days / length)))
        }
        for index in taken.sorted(by: >) { cut(index, to: 0, at: now) }
        // The runs around the day are given what they come to, as far as it was given.
        let before = runs.filter { $0.lowerBound < event.day }.max { $0.lowerBound < $1.lowerBound }
        let after = runs.filter { $0.lowerBound > event.day }.min { $0.lowerBound < $1.lowerBound }
        var left = taken.count
        for run in [before, after].compactMap({ $0 }) {
            let own = held.filter { index in
                awards[index].count > 0 && awards[index].period.map(run.contains) ?? false
            }
            let days = Int64(run.lowerBound.days(until: run.upperBound)) + 1
            for _ in 0..<max(0, min(left, Int(days / length) - own.count)) {
                let last = run.upperBound
                give(.streak, rules.streakPoints, on: last, period: last, at: now)
                left -= 1
            }
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
        by event: Int,
        on day: CivilDate,
        isRefusable: Bool,
        at now: Instant
    ) throws {
        let old = before.reduce(0) { $0 + $1.amount }
        let new = steps
        let gains = (multiples(old, rules.units), multiples(new, rules.units))
        let prices = (multiples(old, 3), multiples(new, 3))
        let isDeletion = events.count < before.count
        if isActive, gains.1 < gains.0 {
            fall(.gains, by: gains.0 - gains.1, without: isDeletion ? event : nil, at: now)
        }
        if rules.price != nil, prices.1 < prices.0 {
            fall(.price, by: prices.0 - prices.1, without: isDeletion ? event : nil, at: now)
        }
        if isActive, gains.1 > gains.0 {
            give(.gains, rules.points, times: gains.1 - gains.0, of: event, on: day, at: now)
        }
        for period in newMultiples(since: before) {
            let run = run(of: period)
            let days = Int64(run.lowerBound.days(until: run.upperBound)) + 1
            let given = awards.filter { award in
                award.cause == .streak && award.count > 0
                    && award.period.map { run.contains($0) } ?? false
            }
            guard !given.contains(where: { $0.period == period }),
                Int64(given.count) < days / (rules.streakLength ?? 1)
            else { continue }
            give(.streak, rules.streakPoints, of: event, on: day, period: period, at: now)
        }
        guard let price = rules.price, prices.1 > prices.0 else { return }
        try take(price, times: prices.1 - prices.0, isRefusable, of: event, on: day, at: now)
    }

    /// The days on which a run of days reaches a multiple of the length that is new to them, unless they
    /// had reached one.
    private func newMultiples(since before: [Event]) -> [CivilDate] {
        guard let length = rules.streakLength else { return [] }
        let old = Set(before.map(\.day))
        let new = Set(events.map(\.day))
        return new.sorted().filter { day in
            let count = Self.length(of: day, in: new)
            let known = Self.length(of: day, in: old)
            guard count % length == 0, known < count else { return false }
            let wasReached = known > 0 && known % length == 0
            // What had ended before the trigger was there gives nothing.
            return !wasReached && zone.startOfDay(day.adding(days: 1)) >= rules.begins
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
        times: Int64 = 1,
        of event: Int = 0,
        on day: CivilDate,
        period: CivilDate? = nil,
        at now: Instant
    ) {
        let boosts = boosts(on: day)
        var amount = boosted(points * times, by: boosts)
        if cause == .gains {
            let week = day.startOfWeek(weekStart: 0)
            let inDay = given(in: day...day)
            let inWeek = given(in: week...week.adding(days: 6))
            amount = min(amount, max(0, (rules.maxPerDay ?? .max / 2) - inDay))
            amount = min(amount, max(0, (rules.maxPerWeek ?? .max / 2) - inWeek))
        }
        amount = room(for: amount)
        guard amount > 0 else { return own(times, of: cause, by: nil) }
        awards.append(
            Award(cause, by: event, amount, for: times, on: day, boosts, period: period)
        )
        put(amount, of: awards.count - 1, at: now)
        own(times, of: cause, by: awards.count - 1)
    }

    /// Has an award own multiples of its total, as far as it gave something for them.
    private mutating func own(_ times: Int64, of cause: Award.Cause, by award: Int?) {
        var count: Int64 = 0
        if let award {
            trim(award)
            count = awards[award].count
        }
        guard cause == .gains || cause == .price else { return }
        owners[cause, default: []] += Array(repeating: award, count: Int(count))
        owners[cause, default: []] += Array(repeating: nil, count: Int(times - count))
    }

    /// What an award comes to for so many multiples.
    private func worth(_ award: Award, of count: Int64) -> Int64 {
        switch award.cause {
        case .gains: boosted(rules.points * count, by: award.boosts)
        case .price: -(rules.price ?? 0) * count
        case .streak: boosted(rules.streakPoints * count, by: award.boosts)
        case .other: count == 0 ? 0 : award.net
        }
    }

    /// Has an award hold for no more multiples than it gave something for.
    private mutating func trim(_ index: Int) {
        let award = awards[index]
        awards[index].count =
            (0...award.count).first { count in
                abs(worth(award, of: count)) >= abs(award.net)
            } ?? award.count
    }

    private func given(in days: ClosedRange<CivilDate>) -> Int64 {
        awards.reduce(0) { $1.cause == .gains && days.contains($1.day) ? $0 + $1.net : $0 }
    }

    private mutating func take(
        _ price: Int64,
        times: Int64,
        _ isRefusable: Bool,
        of event: Int,
        on day: CivilDate,
        at now: Instant
    ) throws {
        var amount = -price * times
        if rules.blocks, total + amount < 0 {
            if isRefusable { throw Refused() }
            amount = -max(0, total)
        }
        guard amount != 0 else { return own(times, of: .price, by: nil) }
        put(amount, at: now)
        awards.append(Award(.price, by: event, amount, for: times, on: day))
        own(times, of: .price, by: awards.count - 1)
    }

    /// A total has fallen by so many multiples: those of an event that is no more go first, then the
    /// highest ones.
    private mutating func fall(
        _ cause: Award.Cause,
        by count: Int64,
        without event: Int?,
        at now: Instant
    ) {
        var list = owners[cause] ?? []
        var left = Int(count)
        if let event,
            let award = awards.firstIndex(where: { $0.cause == cause && $0.event == event })
        {
            while left > 0, let place = list.lastIndex(of: award) {
                list.remove(at: place)
                left -= 1
            }
            owners[cause] = list
            cut(award, to: list.count { $0 == award }, at: now)
            list = owners[cause] ?? []
        }
        let fallen = list.suffix(left).compactMap { $0 }
        list.removeLast(min(left, list.count))
        owners[cause] = list
        for award in Set(fallen).sorted(by: >) {
            cut(award, to: list.count { $0 == award }, at: now)
        }
    }

    /// Has an award hold for fewer multiples; what of it has expired is made good.
    private mutating func cut(_ index: Int, to count: Int, at now: Instant) {
        let award = awards[index]
        guard award.count > Int64(count) else { return }
        let whole = worth(award, of: Int64(count))
        let kept = award.net > 0 ? min(award.net, whole) : max(award.net, whole)
        awards[index].net = kept
        awards[index].count = Int64(count)
        trim(index)
        // Those that gave nothing any more lie below those that do.
        var unowned = count - Int(awards[index].count)
        for place in (owners[award.cause] ?? []).indices
        where unowned > 0 && owners[award.cause]?[place] == index {
            owners[award.cause]?[place] = nil
            unowned -= 1
        }
        let good = max(0, min(award.net - kept, award.expired))
        if good > 0 {
            awards[index].expired -= good
            amounts.append(good)
            total += good
            debt -= good
        }
        put(kept - award.net, at: now)
    }

    /// Settles what the trigger for steps gave.
    mutating func rest() {
        isActive = false
        owners[.gains] = nil
    }

    // MARK: - Rows and time

    private mutating func put(_ amount: Int64, of award: Int? = nil, at moment: Instant) {
        amounts.append(amount)
        total += amount
        if amount > 0 {
            lots.append((today(moment), amount, award))
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
                for lot in lots.prefix(while: { $0.day == day }) {
                    if let award = lot.award { awards[award].expired += lot.left }
                }
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
