import Catalogue
import CivilTime
import Engine
import JSONText
import Reading
import Wire

/// Streaks as Trophy's wire has them.
enum StreakWire {
    /// Writes the primary streak of a user after an event.
    static func write(_ outcome: StreakOutcome?, to object: inout JSONObjectWriter) {
        guard let outcome else { return writeNoStreak(to: &object) }
        writeFields(of: outcome.state, outcome.definition, to: &object)
        object.field("extended", outcome.isExtended)
    }

    /// Writes the streak of a workspace that has none configured.
    private static func writeNoStreak(to object: inout JSONObjectWriter) {
        writeNoFields(to: &object)
        object.field("extended", false)
    }

    private static func writeNoFields(to object: inout JSONObjectWriter) {
        object.field("length", 0)
        object.field("frequency", "daily")
        object.null("started")
        object.null("periodStart")
        object.null("periodEnd")
        object.null("expires")
    }

    /// Writes the primary streak of a user, with its last periods.
    static func write(
        _ streak: UserStreak,
        rank: Int64?,
        at now: Instant,
        to object: inout JSONObjectWriter
    ) {
        let hasFreezes = streak.definition.rule.freezes.maximum > 0
        writeFields(of: streak.state, streak.definition, to: &object)
        object.field("extended", streak.state.lastExtendedAt?.iso8601)
        object.field("rank", rank)
        object.array("streakHistory") { array in
            for period in streak.history {
                array.object { write(period, hasFreezes: hasFreezes, to: &$0) }
            }
        }
        object.array("pauses") { array in
            for pause in streak.pauses(at: now) {
                array.object { object in
                    object.field("id", pause.publicID)
                    object.field("start", pause.dates.lowerBound.iso8601)
                    object.field("end", pause.dates.upperBound.iso8601)
                }
            }
        }
    }

    /// Writes what a user has in a workspace that has no streak configured.
    static func writeNothing(to object: inout JSONObjectWriter) {
        writeNoFields(to: &object)
        object.null("extended")
        object.null("rank")
        object.array("streakHistory") { _ in }
        object.array("pauses") { _ in }
    }

    /// Writes what Trophy calls the base of a streak, as long as it was when something was told.
    static func write(
        _ streak: UserStreak,
        length: Int,
        to object: inout JSONObjectWriter
    ) {
        writeFields(of: streak.state, streak.definition, length: length, to: &object)
    }

    /// Writes what Trophy calls the base of a streak.
    private static func writeFields(
        of state: StreakState,
        _ definition: StreakDefinition,
        length: Int? = nil,
        to object: inout JSONObjectWriter
    ) {
        let rule = definition.rule
        object.field("length", length ?? state.length)
        object.field("frequency", StreakSettings.Frequency(rule.window).rawValue)
        object.field("started", state.startedOn?.iso8601)
        object.field("periodStart", state.currentDates?.lowerBound.iso8601)
        object.field("periodEnd", state.currentDates?.upperBound.iso8601)
        object.field("expires", state.expiresOn?.iso8601)
        guard rule.freezes.maximum > 0 else { return }
        object.field("freezes", state.freezeBalance)
        object.field("maxFreezes", rule.freezes.maximum)
        guard let earning = rule.freezes.earning else { return }
        object.field("freezeAutoEarnInterval", earning.days)
        object.field("freezeAutoEarnAmount", earning.count)
    }

    private static func write(
        _ period: StreakHistoryPeriod,
        hasFreezes: Bool,
        to object: inout JSONObjectWriter
    ) {
        object.field("periodStart", period.dates.lowerBound.iso8601)
        object.field("periodEnd", period.dates.upperBound.iso8601)
        object.field("length", period.length)
        object.field("verdict", VerdictWire.word(for: period.verdict))
        object.field("coveredBy", VerdictWire.cover(of: period.verdict))
        if hasFreezes { object.field("usedFreeze", period.usedFreeze) }
        object.field("usedPause", period.usedPause)
        if let resetAt = period.resetAt { object.field("resetAt", resetAt.iso8601) }
    }
}
