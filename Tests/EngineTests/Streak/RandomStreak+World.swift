import CivilTime
import StreakReference

@testable import Engine

extension RandomStreak {
    /// Definitions whose sources overlap; the first is the primary one.
    mutating func definitions() -> [StreakDefinition] {
        let primary = StreakDefinition.tested(1, storedRule())
        guard chance(40) else { return [primary] }
        return [primary, .tested(2, storedRule(), isPrimary: false)]
    }

    /// A rule with sources, and with freezes that come by themselves.
    mutating func storedRule() -> StreakRule {
        var rule = rule()
        rule.sources = sources()
        rule.requiresEverySource = chance(30)
        if chance(30) { rule.freezes.startCount = number(0...2) }
        if chance(40) {
            rule.freezes.earning = FreezeRule.Earning(count: number(1...2), days: number(1...5))
        }
        if chance(35) { rule.atRiskSeconds = Int64(number(1...3 * 86_400)) }
        return rule
    }

    mutating func sources() -> [StreakSource] {
        let metrics = pick([
            [StreakWorld.steps.id], [StreakWorld.steps.id, StreakWorld.money.id],
            [StreakWorld.steps.id, StreakWorld.steps.id], [StreakWorld.money.id],
        ])
        return metrics.map { metric in
            StreakSource(
                metric: metric,
                threshold: chance(25) ? Amount(Int32(number(1...3))) : nil,
                filter: chance(20)
                    ? AttributeFilter([StreakWorld.device.id: pick(["a", "b"])]) : AttributeFilter()
            )
        }
    }

    // MARK: - Commands

    /// What happens next in a world; perhaps mostly events of around the restores and resets that
    /// come often.
    mutating func commands(in world: StreakWorld, marking: Bool = false) -> [AnyCommand] {
        (0..<(chance(75) ? 1 : number(2...4))).map { _ in
            marking && chance(70) ? marks(in: world) : command(in: world)
        }
    }

    private mutating func marks(in world: StreakWorld) -> AnyCommand {
        let live = world.events.filter { $0.deletedAt == nil }
        switch number(0..<100) {
        case ..<20: return world.adjusting(.reset, chosen(in: world))
        case ..<50: return world.adjusting(.restore, chosen(in: world))
        case ..<60: return live.isEmpty ? world.recording() : .deleteEvent(pick(live).id)
        default:
            let marked = world.marks.map(\.at)
            guard !marked.isEmpty else { return world.recording() }
            let reach = pick([3_600, 86_400, 6 * 86_400])
            let at = pick(marked).adding(seconds: Int64(number(-reach...reach / 2)))
            return world.recording(Int32(number(0...3)), at: min(at, world.now))
        }
    }

    private mutating func command(in world: StreakWorld) -> AnyCommand {
        let live = world.events.filter { $0.deletedAt == nil }
        switch number(0..<100) {
        case ..<55: return .record((0..<(chance(85) ? 1 : 3)).map { _ in draft(in: world) })
        case ..<66:
            guard !live.isEmpty else { return .record([draft(in: world)]) }
            return .deleteEvent(pick(live).id)
        case ..<74: return world.leaving(for: zoneName())
        case ..<79: return world.adjusting(.grant(count: number(1...2)), chosen(in: world))
        case ..<83: return world.adjusting(.pause(dates(in: world)))
        case ..<86:
            let pauses = world.marks.filter { if case .pause = $0.kind { true } else { false } }
            guard !pauses.isEmpty else { return world.adjusting(.pause(dates(in: world))) }
            return world.adjusting(.endPause(pick(pauses).publicID))
        case ..<89: return world.adjusting(.reset, chosen(in: world))
        case ..<92: return world.adjusting(.restore, chosen(in: world))
        case ..<95: return .prefer(preference())
        default: return world.settling(chosen(in: world) ?? world.definitions[0].id)
        }
    }

    /// Sets an amnesty up, or revokes one.
    mutating func forgive(in world: inout StreakWorld) {
        let counting = world.amnesties.indices.filter { world.amnesties[$0].revokedAt == nil }
        if !counting.isEmpty, chance(40) {
            world.amnesties[pick(counting)].revokedAt = world.now
            return
        }
        let start = world.now.adding(seconds: Int64(number(-12 * 86_400...2 * 86_400)))
        let length = Int64(pick([60, 3_600, 2 * 86_400, 6 * 86_400]))
        let number = Int64(world.amnesties.count + 1)
        world.amnesties.append(
            StreakAmnesty(
                number: number,
                publicID: "amnesty-\(number)",
                instants: start..<start.adding(seconds: length),
                definitions: chance(30) ? [pick(world.definitions).id] : [],
                reason: "An outage",
                zones: chance(30) ? ["UTC", zoneName(), zoneName(), zoneName()] : [],
                createdAt: world.now
            )
        )
    }

    private mutating func number(_ range: Range<Int>) -> Int {
        number(range.lowerBound...range.upperBound - 1)
    }

    private mutating func chosen(in world: StreakWorld) -> StreakDefinitionID? {
        chance(40) ? pick(world.definitions).id : nil
    }

    private mutating func dates(in world: StreakWorld) -> ClosedRange<CivilDate> {
        let today = Zone.utc.civilDate(at: world.now).adding(days: number(-1...3))
        return today...today.adding(days: number(0...4))
    }

    private mutating func preference() -> ChoosePreferences {
        ChoosePreferences(
            user: StreakWorld.user,
            userID: "u1",
            isStreakEnabled: chance(15) ? .set(chance(60)) : .keep,
            requiresEverySource: choice(40) { $0.chance(50) },
            sources: choice(40) { $0.sources().withoutFilters },
            daysOff: choice(50) { draw in
                Set((0..<draw.number(0...2)).map { _ in draw.number(0...6) })
            }
        )
    }

    /// Has the user's days begin at another time.
    mutating func startDays() -> AnyCommand {
        var command = ChoosePreferences(user: StreakWorld.user, userID: "u1")
        let times = [0, 1, 4, 6, 11, 12].compactMap { WallTime(hour: $0, minute: 0) }
        command.dayStartsAt = chance(80) ? .set(pick(times)) : .clear
        return .prefer(command)
    }

    /// Has the user take days off, past the limits too.
    mutating func rest(in world: StreakWorld) -> AnyCommand {
        var command = ChoosePreferences(user: StreakWorld.user, userID: "u1")
        command.restDays = choice(60) { draw in
            Set((0..<draw.number(0...3)).map { _ in draw.number(0...6) })
        }
        let known = world.user?.preferences.rest.vacations ?? []
        command.vacations = choice(60) { draw in
            let today = Zone.utc.civilDate(at: world.now)
            let start = today.adding(days: draw.number(0...6))
            let wanted = [start...start.adding(days: draw.number(0...4))]
            return draw.chance(70) ? known + wanted : wanted
        }
        return .prefer(command)
    }

    /// Perhaps chooses something, or clears what was chosen.
    private mutating func choice<Value>(
        _ percent: Int,
        _ value: (inout RandomStreak) -> Value
    ) -> Change<Value> {
        if chance(percent) { return .set(value(&self)) }
        return chance(20) ? .clear : .keep
    }

    private mutating func draft(in world: StreakWorld) -> EventDraft {
        let at: Instant? =
            switch number(0..<100) {
            case ..<50: nil
            case ..<60: world.now.adding(seconds: Int64(number(0...300)))
            case ..<70: world.events.isEmpty ? nil : pick(world.events).occurredAt
            default: world.now.adding(seconds: -Int64(number(0...9 * 86_400)))
            }
        let limit = world.now.adding(seconds: EngineLimits.maximumClockSkew)
        return event(
            Int32(chance(8) ? -number(1...3) : number(0...4)),
            metric: chance(70) ? "steps" : "money",
            at: at.map { min($0, limit) },
            attributes: chance(80) ? ["device": pick(["a", "b", "c"])] : [:],
            change: chance(6) ? moving(to: zoneName()) : UserChange()
        )
    }

    /// Changes a definition now, whose window may change too unless it is to be kept.
    mutating func change(
        _ definition: inout StreakDefinition,
        at now: Instant,
        keeping window: StreakWindow? = nil
    ) {
        guard chance(70) else { return definition.change(from: now) { $0.isPaused.toggle() } }
        guard chance(70) else {
            definition.isCustomizable.toggle()
            return definition.change(from: now) { $0.isCustomizable.toggle() }
        }
        var rule = storedRule()
        rule.window = window ?? (chance(50) ? definition.rule.window : rule.window)
        definition.change(from: now) { $0.rule = rule }
    }
}

extension [StreakSource] {
    /// The same as users may choose them: by metric and threshold alone.
    fileprivate var withoutFilters: [StreakSource] {
        map { StreakSource(metric: $0.metric, threshold: $0.threshold) }
    }
}
