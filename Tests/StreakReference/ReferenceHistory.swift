package import CivilTime
package import Engine

/// Everything that one streak of one user follows from, as the rules name it.
///
/// The judge of the tests replays all of it from nothing, each time. It is written from the rules
/// alone, and takes from the engine no more than the words in which rules are given.
package struct ReferenceHistory {
    /// The rules that held, oldest first.
    package var versions: [StreakVersion]
    /// What the user chose instead, oldest first.
    package var choices: [StreakPreference] = []
    /// What the user did, and did not take back.
    package var activities: [StreakActivity] = []
    /// Where the user lived.
    package var zones: ZoneHistory
    /// The freezes that were granted.
    package var grants: [FreezeGrant] = []
    /// The dates of pauses.
    package var pauses: [ClosedRange<CivilDate>] = []
    /// When the user's days begin, from moments on, oldest first (R18).
    package var dayStarts: [(from: Instant, at: WallTime?)] = []
    /// The weekdays that the user takes off, each from a date on, oldest first (R19).
    package var restDays: [(from: CivilDate, weekdays: Set<Int>)] = []
    /// The dates on which the user is on vacation (R19).
    package var vacations: Set<CivilDate> = []
    /// The amnesties that are for the user (R17).
    package var amnesties: [Range<Instant>] = []
    /// Resets and restores, oldest first.
    package var marks: [Mark] = []
    /// When the user was first seen.
    package var firstSeenAt: Instant?
    /// The keys by which events carry attributes.
    package var attributeKeys: [AttributeID: String] = [:]

    /// A reset or a restore (R15).
    package struct Mark: Hashable {
        package let at: Instant
        package let isReset: Bool

        package init(at: Instant, isReset: Bool) {
            (self.at, self.isReset) = (at, isReset)
        }
    }

    package init(versions: [StreakVersion], zones: ZoneHistory) {
        (self.versions, self.zones) = (versions, zones)
    }

    /// The zones of a user who told them one after the other; nothing stands for none.
    ///
    /// The first zone that a user is ever given holds for all time before it (R1). Who has told none
    /// lives in the workspace's default zone (R14): in each of those that it had, one after the other,
    /// the first of them for all time before it.
    package static func zones(
        _ moves: [(at: Instant, zone: Zone?)],
        defaults: [(at: Instant, zone: Zone)]
    ) -> ZoneHistory {
        let told = moves.drop { $0.zone == nil }
        var stays: [ZoneHistory.Entry] = []
        func add(_ at: Instant, _ zone: Zone) {
            // A clock that was set back takes with it what was to come later.
            stays.removeAll { $0.from >= at }
            stays.append(ZoneHistory.Entry(from: at, zone: zone))
        }
        func settle(from start: Instant) {
            for (index, standard) in defaults.enumerated() {
                let next = index + 1 < defaults.count ? defaults[index + 1].at : .distantFuture
                if next > start { add(max(start, standard.at), standard.zone) }
            }
        }
        if told.isEmpty { settle(from: .distantPast) }
        for move in told {
            let at = stays.isEmpty ? Instant.distantPast : move.at
            if let zone = move.zone { add(at, zone) } else { settle(from: at) }
        }
        return ZoneHistory(first: stays[0].zone, changes: Array(stays.dropFirst()))
    }
}

extension ReferenceHistory: CustomStringConvertible {
    /// Everything on a few lines, to be read when a test has failed.
    package var description: String {
        let lines =
            versions.map { "version from \($0.from), paused \($0.isPaused): \($0.rule)" }
            + choices.map { "choice from \($0.from): \($0)" }
            + zones.entries.map { "zone from \($0.from): \($0.zone.identifier)" }
            + activities.sorted { $0.at < $1.at }.map {
                "\($0.at) \($0.metric?.number ?? 0) \($0.amount) \($0.attributes)"
            }
            + restDays.map { "rest from \($0.from): \($0.weekdays.sorted())" }
            + (vacations.isEmpty ? [] : ["vacation on \(vacations.sorted())"])
            + grants.map { "grant \($0)" } + pauses.map { "pause \($0)" }
            + marks.map { "mark \($0)" }
        return lines.joined(separator: "\n")
    }
}
