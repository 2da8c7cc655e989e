import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Service
import Storage
import Testing

/// Random histories of points, through the real store, held to the judge of the tests: the total is
/// the sum of the ledger at every moment, and every row is the one that follows from what happened.
@Suite struct PointsHistoryTests {
    private static func rules(_ random: inout SplitMix64) -> PointsLife.Rules {
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        let first = CivilDate(dayNumber: 20_162)
        var rules = PointsLife.Rules(begins: ServiceWorld.noon)
        rules.units = Int64.random(in: 2...6, using: &random)
        if chance(40) { rules.maxPoints = Int64.random(in: 30...120, using: &random) }
        if chance(40) { rules.expiresAfterDays = Int.random(in: 1...4, using: &random) }
        if chance(40) { rules.maxPerDay = Int64.random(in: 10...35, using: &random) }
        if chance(30) { rules.maxPerWeek = Int64.random(in: 20...60, using: &random) }
        if chance(50) { rules.price = Int64.random(in: 1...6, using: &random) }
        rules.blocks = chance(50)
        if chance(60) { rules.streakLength = Int64.random(in: 1...3, using: &random) }
        if chance(30) { rules.hours = Int64.random(in: 3...40, using: &random) }
        if chance(30) { rules.days = Int64.random(in: 1...2, using: &random) }
        if chance(40) { rules.welcome = Int64.random(in: 1...20, using: &random) }
        if chance(50) { rules.halves = first.adding(days: Int.random(in: 0...4, using: &random)) }
        if chance(40) { rules.doubles = first.adding(days: Int.random(in: 0...4, using: &random)) }
        return rules
    }

    private static func world(
        _ rules: PointsLife.Rules,
        _ zone: Zone,
        prefetches: Bool
    ) async throws -> ServiceWorld {
        var limits = ServiceLimits.standard
        limits.intake.prefetches = prefetches
        let world = try await ServiceWorld(limits: limits)
        _ = try await world.service.catalogue.changeSettings(of: world.live) {
            $0.defaultZone = zone.identifier
        }
        if rules.streakLength != nil {
            try await world.createStreak(
                window: .calendar(CalendarWindow(unit: .day), zone: nil)
            ) { $0.isPrimary = true }
        }
        var triggers = [
            try await world.perUnits(Int32(rules.units), gives: rules.points) { trigger in
                if let most = rules.maxPerDay { trigger.fields.maxPerDay = .set(most) }
                if let most = rules.maxPerWeek { trigger.fields.maxPerWeek = .set(most) }
            }
        ]
        if let price = rules.price {
            triggers.append(
                try await world.perUnits(3, gives: -price) {
                    $0.fields.blocksIfOutOfPoints = rules.blocks
                }
            )
        }
        if let length = rules.streakLength {
            triggers.append(
                givingPoints(rules.streakPoints, for: .streak) { $0.streakLength = Int(length) }
            )
        }
        for (count, unit, points) in [
            (rules.hours, PointsInterval.Unit.hour, Int64(1)), (rules.days, .day, 2),
        ] {
            guard let count else { continue }
            triggers.append(
                givingPoints(points, for: .time) {
                    $0.timeUnit = unit
                    $0.timeInterval = Int(count)
                }
            )
        }
        if let welcome = rules.welcome {
            triggers.append(givingPoints(welcome, for: .userCreation))
        }
        try await world.createPoints(boosts: try boosts(rules), triggers: triggers) { system in
            if let most = rules.maxPoints { system.maxPoints = .set(most) }
            if let days = rules.expiresAfterDays { system.expiresAfterDays = .set(days) }
        }
        return world
    }

    private static func boosts(_ rules: PointsLife.Rules) throws -> [PointsBoostChange] {
        try [
            ("1.5", rules.halves, PointsBoost.Rounding.down), ("2", rules.doubles, .up),
        ].compactMap { multiplier, start, rounding in
            guard let start else { return nil }
            let end = start.adding(days: 2)
            return try boost(multiplier, from: start.iso8601, to: end.iso8601) {
                $0.fields.rounding = rounding
            }
        }
    }

    /// A user, and what was sent.
    private struct Person {
        let id: String
        var life: PointsLife
        var events: [(event: EventID, number: Int)] = []
        /// What happened, in words.
        var log: [String] = []
    }

    @Test(arguments: 0..<12, [true, false])
    func `every row follows from what happened`(part: UInt64, prefetches: Bool) async throws {
        for number in 0..<3 as Range<UInt64> {
            let seed = part * 1_000 + number &+ TestSeed.offset
            var random = SplitMix64(state: seed)
            let rules = Self.rules(&random)
            let zones = ["UTC", "America/Havana", "Pacific/Kiritimati"]
            let name = zones.randomElement(using: &random) ?? "UTC"
            let zone = try ZoneDatabase().zone(named: name)
            let world = try await Self.world(rules, zone, prefetches: prefetches)
            var people = ["ada", "ben"].map { Person(id: $0, life: PointsLife(rules, in: zone)) }
            for step in 0..<40 {
                let index = Int.random(in: people.indices, using: &random)
                try await Self.step(&people[index], world, &random)
                if let problem = try await Self.problem(people[index], world) {
                    Issue.record("seed \(seed), step \(step): \(problem) by \(rules)")
                    return
                }
            }
        }
    }

    private static func step(
        _ person: inout Person,
        _ world: ServiceWorld,
        _ random: inout SplitMix64
    ) async throws {
        let pace = Bool.random(using: &random) ? 7_200 : 100_000
        world.clock.advance(seconds: Int64.random(in: 1...Int64(pace), using: &random))
        if Int.random(in: 0..<4, using: &random) == 0 { try await world.finishRounds() }
        let now = world.clock.now()
        switch Int.random(in: 0..<10, using: &random) {
        case ..<6: try await record(&person, world, &random)
        case 6...7 where !person.events.isEmpty:
            let index = Int.random(in: person.events.indices, using: &random)
            let event = person.events.remove(at: index)
            person.log.append("\(now) took back \(event.number)")
            try await world.delete(event.event)
            try person.life.delete(event.number, at: now)
        default:
            let amount = Int64.random(in: -30...30, using: &random)
            guard amount != 0 else { return }
            let told = await result { try await world.give(amount, to: person.id) }
            let expected = Result { try person.life.give(amount, at: now) }
            #expect(told.isSuccess == expected.isSuccess, "\(person.id) \(amount)")
        }
    }

    private static func record(
        _ person: inout Person,
        _ world: ServiceWorld,
        _ random: inout SplitMix64
    ) async throws {
        let now = world.clock.now()
        let amount = Int32.random(in: -4...9, using: &random)
        var draft = world.draft(amount, user: person.id)
        if Int.random(in: 0..<3, using: &random) == 0 {
            draft.occurredAt = now.adding(
                seconds: -Int64.random(in: 0...6 * 86_400, using: &random)
            )
        }
        let event = draft
        let day = person.life.zone.civilDate(at: draft.occurredAt ?? now)
        let told = await result {
            try await world.service.intake.submit(RecordEvent(event), in: world.live)
        }
        var settled = person.life
        if settled.isSeen { settled.see(at: now) }
        let earlier = settled.amounts.count
        let expected = Result { try person.life.record(Int64(amount), on: day, at: now) }
        #expect(told.isSuccess == expected.isSuccess, "\(person.id) \(amount)")
        guard case .success(let recorded) = told, case .success(let number) = expected else {
            return
        }
        person.events.append((recorded.id, number))
        person.log.append("\(now) \(number): \(amount) on \(day)")
        // What the caller is told is what this event gave, and not what time brought before it.
        let given = Array(person.life.amounts[earlier...])
        #expect(recorded.points.flatMap { $0.awards.map(\.row.amount) } == given)
    }

    private static func problem(_ person: Person, _ world: ServiceWorld) async throws -> String? {
        var life = person.life
        life.settleAsRead(at: world.clock.now())
        let view = try await world.service.catalogue.view(of: world.live)
        let system = try await world.pointsSystem()
        let found = await result {
            try await world.service.reading.pointsLedger(
                of: person.id,
                system,
                limit: 10_000,
                in: view
            )
        }
        guard case .success(let awards) = found else {
            return life.amounts.isEmpty ? nil : "\(person.id) is not there"
        }
        let rows = awards.reversed().map(\.row)
        var sum: Int64 = 0
        for (index, row) in rows.enumerated() {
            sum += row.amount
            guard row.total == sum, row.number == Int64(index) + 1, row.amount != 0 else {
                return "row \(row.number) does not follow: \(row)"
            }
        }
        let total = try await world.points(person.id)
        guard total == sum else { return "\(person.id) has \(total), and \(sum) in the ledger" }
        guard rows.map(\.amount) == life.amounts else {
            let told = rows.map { row in
                let period = row.detail.period.map { " of \(CivilDate(dayNumber: Int32($0)))" }
                return "\(row.kind) \(row.amount) for \(row.detail.multiples)\(period ?? "")"
            }
            return "\(person.id) has \(told), not \(life.amounts), after \(person.log)"
        }
        return nil
    }
}

extension PointsLife {
    /// Lets time go by for somebody who is there.
    fileprivate mutating func settleAsRead(at now: Instant) {
        if isSeen { see(at: now) }
    }
}
