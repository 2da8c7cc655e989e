import CivilTime
import StreakReference
import Testing

@testable import Engine

/// The streaks of groups against the judge of the tests, over random histories of their members: late
/// and deleted events, moves, pauses, resets, restores, joining and leaving (R21).
@Suite struct GroupReplayTests {
    @Test(arguments: 0..<20)
    func `a group is what the judge says, and what was told adds up to it`(part: UInt64) throws {
        for number in 0..<5 as Range<UInt64> {
            guard try holds(seed: 7_000_000 + part * 10_000 + number) else { return }
        }
    }

    private func holds(seed: UInt64) throws -> Bool {
        var random = try RandomGroup(seed: seed)
        var told = ToldGroup.nothing
        var length = 0
        for step in 0..<20 {
            random.step()
            let later = random.now.adding(seconds: Int64(random.draw.number(0...4 * 86_400)))
            for moment in [random.now, later] {
                let state = random.state(at: moment)
                let expected = random.expected(at: moment)
                let found = ReferenceGroup.State(state)
                guard found == expected else {
                    Issue.record("seed \(seed), step \(step): \(found)\ninstead of \(expected)")
                    return false
                }
            }
            let state = random.state(at: random.now)
            let next = told.next(state, at: random.now)
            told = next.told
            for fact in next.facts { length = fact.kind == .lost ? 0 : fact.length }
            #expect(told.next(state, at: random.now).facts.isEmpty, "seed \(seed), step \(step)")
            #expect(length == state.length, "seed \(seed), step \(step): \(next.facts)")
            // What time alone brings is announced.
            if let change = state.nextChangeAt {
                #expect(change > random.now, "seed \(seed), step \(step)")
            }
            let quiet = state.nextChangeAt ?? later
            let before = min(quiet, later).adding(microseconds: -1)
            if before > random.now {
                #expect(
                    random.state(at: before).length == state.length,
                    "seed \(seed), step \(step): it changed unannounced"
                )
            }
        }
        return true
    }
}

/// A few users with the same streak, who join and leave a group.
private struct RandomGroup {
    var draw: RandomStreak
    private(set) var now: Instant
    private var worlds: [StreakWorld]
    private var group: StreakGroup
    private let zones: ZoneDatabase

    init(seed: UInt64) throws {
        draw = try RandomStreak(seed: seed)
        var rule = draw.storedRule()
        while case .rolling = rule.window { rule = draw.storedRule() }
        now = try draw.era()
        zones = ZoneDatabase()
        let definition = StreakDefinition.tested(1, rule)
        let count = draw.number(2...4)
        let start = now
        worlds = (0..<count).map { _ in StreakWorld([definition], now: start) }
        let zone = draw.zone()
        group = StreakGroup(
            requirement: draw.pick([.all, .any, .count(2), .count(3)]),
            zone: zone,
            memberships: []
        )
        let today = zone.civilDate(at: now)
        for index in 0..<count where draw.chance(85) {
            join(index, on: today.adding(days: -draw.number(0...3)))
        }
    }

    private mutating func join(_ index: Int, on date: CivilDate) {
        let user = UserKey(Int64(index + 1))
        guard
            group.memberships.allSatisfy({ $0.user != user || $0.leftOn.map { $0 <= date } == true }
            )
        else { return }
        group.memberships.append(StreakGroup.Membership(user: user, joinedOn: date))
    }

    /// Lets time pass, and some of them do something.
    mutating func step() {
        let pace = draw.chance(50) ? 3_600 : draw.chance(85) ? 86_400 : 4 * 86_400
        now = now.adding(seconds: Int64(draw.number(0...pace)))
        if draw.chance(6), let window = worlds[0].definitions.first?.rule.window {
            draw.change(&worlds[0].definitions[0], at: now, keeping: window)
        }
        for index in worlds.indices {
            worlds[index].definitions = worlds[0].definitions
            worlds[index].now = now
            if draw.chance(65) { worlds[index].run(draw.commands(in: worlds[index])) }
            if draw.chance(25) { worlds[index].run(worlds[index].recording()) }
            if worlds[index].user != nil {
                worlds[index].run(worlds[index].settling(StreakDefinitionID(1)))
            }
        }
        guard draw.chance(15) else { return }
        let index = draw.number(0...worlds.count - 1)
        let date = group.zone.civilDate(at: now).adding(days: -draw.number(0...2))
        let user = UserKey(Int64(index + 1))
        guard
            let own = group.memberships.firstIndex(where: {
                $0.user == user && $0.leftOn == nil
            })
        else { return join(index, on: date) }
        if date > group.memberships[own].joinedOn { group.memberships[own].leftOn = date }
    }

    /// What the engine says.
    func state(at moment: Instant) -> GroupState {
        let id = StreakDefinitionID(1)
        guard let judge = GroupJudge(known, by: worlds[0].definitions[0].rule) else {
            return GroupState()
        }
        let periods = judge.periods(at: moment)
        let dates = periods.map(\.firstDate)
        var parts: [UserKey: [GroupPart]] = [:]
        for (index, world) in worlds.enumerated() {
            guard world.user != nil, let own = world.judge(id), let first = dates.first else {
                continue
            }
            let rows = (world.rows[id] ?? []).map(\.period)
            // As the table is asked: from the last that opens before the first date on.
            let begin = rows.lastIndex { $0.opens < Int64(first.dayNumber) } ?? 0
            parts[UserKey(Int64(index + 1))] = own.parts(
                on: dates,
                of: Array(rows[begin...]),
                at: moment
            )
        }
        return judge.state(of: periods, parts, at: moment)
    }

    /// The group without those who have never been seen.
    private var known: StreakGroup {
        var group = group
        group.memberships.removeAll { worlds[Int($0.user.number) - 1].user == nil }
        return group
    }

    /// What the judge of the tests says.
    func expected(at moment: Instant) -> ReferenceGroup.State {
        let members = known.memberships.map { membership in
            ReferenceGroup.Member(
                history: worlds[Int(membership.user.number) - 1].history(StreakDefinitionID(1)),
                joinedOn: membership.joinedOn,
                leftOn: membership.leftOn
            )
        }
        let needed: (Int) -> Int = { [group] count in
            switch group.requirement {
            case .all: count
            case .any: 1
            case .count(let wanted): wanted > count ? count : wanted
            }
        }
        return ReferenceGroup(zone: group.zone, members: members, needed: needed).state(at: moment)
    }
}

extension ReferenceGroup.State {
    fileprivate init(_ state: GroupState) {
        self.init()
        length = state.length
        longest = state.longest
        startedOn = state.startedOn
        brokenOn = state.brokenOn
        verdicts = state.periods.map { String($0.verdict.rawValue.prefix(1)) }.joined()
    }
}
