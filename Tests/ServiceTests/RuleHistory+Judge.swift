import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Rounds
import Service
import StreakReference
import Testing

// What the judge of the tests says of a history of rules, and where the service says otherwise.

extension RuleHistory {
    func zones(of person: Person) -> ZoneHistory {
        ReferenceHistory.zones(person.moves, defaults: defaults)
    }

    func history(of person: Person, _ streak: Streak) -> ReferenceHistory {
        var history = ReferenceHistory(
            versions: streak.rules.versions,
            zones: zones(of: person)
        )
        history.firstSeenAt = person.firstSeenAt
        history.activities = person.activities.map(\.activity)
        history.amnesties = amnesties.map(\.draft).filter { draft in
            let zone = history.zones.zone(at: draft.instants.lowerBound).identifier
            return draft.zones.isEmpty || draft.zones.contains(zone)
        }.map(\.instants)
        if streak.isPrimary { history.choices = person.choices }
        return history
    }

    /// What the service shows that the judge of the tests does not say.
    func problem() async throws -> String? {
        let view = try await world.service.catalogue.view(of: world.live)
        for streak in streaks {
            guard
                let definition = view.rulebook.streaks.first(where: {
                    $0.publicID == streak.publicID
                })
            else { return "\(streak.publicID) is gone" }
            for person in people where person.firstSeenAt != nil {
                let shown = try await world.service.reading.streak(
                    definition,
                    of: person.id,
                    in: view,
                    historyCount: 100
                )
                let history = history(of: person, streak)
                var state = ReferenceState(shown.state)
                state.forgetWindows(of: definition.rule.window)
                let differences = state.differences(from: ReferenceState(history, at: view.now))
                guard !differences.isEmpty else { continue }
                return """
                    \(person.id), \(definition.key), at \(view.now):
                    \(differences.joined(separator: "\n"))
                    \(definition.versions.map { "kept \($0)" }.joined(separator: "\n"))
                    \(history)
                    \(log.joined(separator: "\n"))
                    """
            }
        }
        return nil
    }
}
