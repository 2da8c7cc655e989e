import CivilTime
import StreakReference

@testable import Engine

extension StreakWorld {
    /// What a streak follows from, for the judge of the tests: what was told and done, and nothing
    /// that the engine has made of it.
    func history(_ id: StreakDefinitionID) -> ReferenceHistory {
        let definition = definitions.first { $0.id == id } ?? definitions[0]
        var history = ReferenceHistory(versions: definition.versions, zones: told)
        if definition.isPrimary { history.choices = user?.preferences.streak ?? [] }
        history.activities = events.filter { $0.deletedAt == nil }
            .sorted { $0.id.number < $1.id.number }.map(StreakActivity.init)
        for mark in marks where mark.definition == nil || mark.definition == id {
            switch mark.kind {
            case .grant(let grant): history.grants.append(grant)
            case .pause(let dates): history.pauses.append(dates)
            case .correction(let kind):
                history.marks.append(ReferenceHistory.Mark(at: mark.at, isReset: kind == .reset))
            }
        }
        history.marks.sort { $0.at < $1.at }
        history.amnesties = amnesties.filter { amnesty in
            let zone = told.zone(at: amnesty.instants.lowerBound).identifier
            return amnesty.revokedAt == nil
                && (amnesty.definitions.isEmpty || amnesty.definitions.contains(id))
                && (amnesty.zones.isEmpty || amnesty.zones.contains(zone))
        }.map(\.instants)
        history.dayStarts = (user?.preferences.dayStarts ?? []).map { ($0.from, $0.at) }
        if definition.isPrimary, let rest = user?.preferences.rest {
            history.restDays = rest.weekly.map { ($0.from, $0.weekdays) }
            history.vacations = Set(
                rest.vacations.flatMap { dates in
                    (0...dates.lowerBound.days(until: dates.upperBound)).map {
                        dates.lowerBound.adding(days: $0)
                    }
                }
            )
        }
        history.firstSeenAt = user?.createdAt
        history.attributeKeys = [Self.device.id: Self.device.key]
        return history
    }

    private var told: ZoneHistory {
        let database = ZoneDatabase()
        let zones = moves.map { move in
            (move.at, move.zone.flatMap { try? database.zone(named: $0) })
        }
        return ReferenceHistory.zones(zones, defaults: [(.distantPast, .utc)])
    }

    /// How a streak that is stored differs at a moment from what the judge of the tests says.
    func differences(_ id: StreakDefinitionID, at moment: Instant) -> [String] {
        guard let judge = judge(id) else { return [] }
        let periods = (rows[id] ?? []).map(\.period)
        return differences(judge.state(of: periods, at: moment), id, at: moment)
    }

    /// How a state differs from what the judge of the tests says.
    func differences(
        _ state: StreakState,
        _ id: StreakDefinitionID,
        at moment: Instant
    ) -> [String] {
        var state = ReferenceState(state)
        let history = history(id)
        state.forgetWindows(of: history.versions[history.versions.count - 1].rule.window)
        return state.differences(from: ReferenceState(history, at: moment))
    }
}
