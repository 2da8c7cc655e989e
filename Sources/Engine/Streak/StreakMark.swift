public import CivilTime

/// Something that was put on a user's streak from outside: freezes, a pause, a reset or a restore.
public struct StreakMark: Hashable, Sendable {
    /// What was put there.
    public enum Kind: Hashable, Sendable {
        /// Freezes.
        case grant(FreezeGrant)
        /// Dates on which it cannot break.
        case pause(ClosedRange<CivilDate>)
        /// A reset or a restore; what it brings about is derived, whenever the streak is judged.
        case correction(StreakCorrection.Kind)
    }

    /// The UUID by which callers know it.
    public let publicID: String
    /// The streak; a pause is for all of them.
    public let definition: StreakDefinitionID?
    /// What was put there.
    public let kind: Kind
    /// When.
    public let at: Instant

    /// A mark with all its parts.
    public init(publicID: String, definition: StreakDefinitionID?, kind: Kind, at: Instant) {
        self.publicID = publicID
        self.definition = definition
        self.kind = kind
        self.at = at
    }
}

extension StreakCircumstances {
    /// The circumstances of one streak of a user.
    public init(
        zones: ZoneHistory,
        marks: [StreakMark],
        of definition: StreakDefinitionID,
        firstSeenAt: Instant?
    ) {
        self.init(zones: zones, firstSeenAt: firstSeenAt)
        for mark in marks where mark.definition.map({ $0 == definition }) ?? true {
            switch mark.kind {
            case .grant(let grant): grants.append(grant)
            case .pause(let dates): pauses.append(StreakPause(dates, publicID: mark.publicID))
            case .correction(let kind):
                corrections.append(StreakCorrection(at: mark.at, kind))
            }
        }
        corrections.sort { $0.at < $1.at }
    }
}

extension StreakTimeline {
    /// The rules of a definition, as far as a user has not chosen otherwise.
    public init(_ definition: StreakDefinition, preferences: UserPreferences = UserPreferences()) {
        // A choice that was cleared again is one too, once there was something to clear.
        let starts = definition.rule.window.goesByUsersDays ? preferences.dayStarts.count : 0
        // Days that the user takes off are no rule, but count in this streak alone.
        let others = starts + (definition.isPrimary && !preferences.rest.isEmpty ? 1 : 0)
        let choices = definition.isPrimary ? preferences.streak.drop { !$0.changesRule } : []
        guard !choices.isEmpty else {
            self.init(
                definition.versions.map(\.heedingNoChoice).withoutRepetitions,
                revision: definition.revision + 2 * others,
                countsUntilSatisfied: definition.isPrimary && starts == 0,
                changedAt: definition.changedAt
            )
            return
        }
        let held = Self.beginningUnpaused(definition.versions)
        let moments = Set(held.dropFirst().map(\.from) + choices.map(\.from))
        let versions = ([.distantPast] + moments.sorted()).map { moment in
            let base = held.last { $0.from <= moment } ?? held[0]
            let choice = base.isCustomizable ? choices.last { $0.from <= moment } : nil
            return StreakVersion(
                from: moment,
                rule: choice?.applied(to: base.rule) ?? base.rule,
                isPaused: base.isPaused
            )
        }
        self.init(
            versions.withoutRepetitions,
            // Twice, as before versions that change nothing were left out it was once: what was
            // counted by those is counted anew.
            revision: definition.revision + 2 * (choices.count + others),
            countsUntilSatisfied: definition.isPrimary && starts == 0,
            changedAt: definition.changedAt
        )
    }
}

extension StreakVersion {
    /// The version as those know it who have chosen nothing.
    fileprivate var heedingNoChoice: StreakVersion {
        StreakVersion(from: from, rule: rule, isPaused: isPaused)
    }
}
