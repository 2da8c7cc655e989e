import CivilTime
import Engine
import JSONText
import Reading
import Wire

/// Users' streaks beyond Trophy's terms: any of them, with everything there is to know.
enum UserStreakWire {
    /// Writes the fields of a streak.
    static func write(_ streak: UserStreak, to object: inout JSONObjectWriter) {
        let (definition, state) = (streak.definition, streak.state)
        object.field("key", definition.key)
        object.field("name", definition.name)
        object.field("primary", definition.isPrimary)
        object.field("enabled", !streak.isSwitchedOff)
        object.field("paused", definition.status == .paused)
        object.field("length", state.length)
        object.field("longest", state.longest)
        object.field("status", state.status.rawValue)
        object.field("started", state.startedOn?.iso8601)
        object.field("expires", state.expiresOn?.iso8601)
        object.field("extended", state.extendedAt?.iso8601)
        object.field("broken", state.brokenPeriod?.iso8601)
        object.field("isAtRisk", state.isAtRisk)
        object.field("deadline", state.deadline?.iso8601)
        object.field("secondsUntilClose", state.secondsUntilClose)
        object.field("freezes", state.freezeBalance)
        object.field("maxFreezes", definition.rule.freezes.maximum)
        object.object("progress") { write(state.progress, to: &$0) }
        object.field("periodStart", state.currentDates?.lowerBound.iso8601)
        object.field("periodEnd", state.currentDates?.upperBound.iso8601)
        object.field("windowStart", state.window?.lowerBound.iso8601)
        object.field("windowEnd", state.window?.upperBound.iso8601)
    }

    private static func write(_ progress: StreakProgress, to object: inout JSONObjectWriter) {
        object.field("count", progress.count)
        object.field("sum", rawNumber: progress.sum.description)
        object.field("distinct", progress.values.count)
    }

    /// Writes why a streak stands where it stands.
    static func write(
        _ explanation: StreakExplanation,
        rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        let (streak, account) = (explanation.streak, explanation.account)
        let sentences = StreakSentences(streak.definition) { rulebook.metric(id: $0)?.name }
        let texts = account.periods.map(sentences.sentence)
        let summary = sentences.summary(of: account, isSwitchedOff: streak.isSwitchedOff)
        object.object("streak") { write(streak, to: &$0) }
        object.field("rule", sentences.rule(explanation.rule))
        let arms = rulebook.experiments.arms(
            of: streak.subject.key,
            over: .streak(streak.definition.id)
        )
        ExperimentArmsWire.write(arms, to: &object)
        object.array("periods") { array in
            for (period, text) in zip(account.periods, texts) {
                array.object { write(period, text, sentences, to: &$0) }
            }
        }
        object.field("olderPeriodsLeftOut", account.isCut)
        object.field("sentences", [summary] + texts)
    }

    private static func write(
        _ period: AccountedPeriod,
        _ sentence: String,
        _ sentences: StreakSentences,
        to object: inout JSONObjectWriter
    ) {
        object.field("periodStart", period.dates.lowerBound.iso8601)
        object.field("periodEnd", period.dates.upperBound.iso8601)
        object.field("opened", period.instants.lowerBound.iso8601)
        object.field("closes", period.instants.upperBound.iso8601)
        object.field("timezone", period.zone.identifier)
        object.field("verdict", VerdictWire.word(for: period.verdict))
        object.field("coveredBy", VerdictWire.cover(of: period.verdict))
        object.field("satisfied", period.satisfiedAt?.iso8601)
        object.object("events") { write(period.progress ?? StreakProgress(), to: &$0) }
        object.field("length", period.lengthAfter)
        object.field("freezesLeft", period.freezes)
        object.field("broke", period.brokenAt?.iso8601)
        object.field("lostLength", period.brokenAt.map { _ in period.length })
        if let lived = period.lived { object.field("livedSeconds", lived.components.seconds) }
        if let amnesty = period.amnesty {
            object.object("amnesty") { object in
                object.field("id", amnesty.publicID)
                object.field("reason", amnesty.reason)
            }
        }
        if !period.corrections.isEmpty {
            object.array("corrections") { array in
                for correction in period.corrections {
                    array.object { object in
                        object.field("at", correction.at.iso8601)
                        object.field("kind", correction.kind == .reset ? "reset" : "restore")
                        object.field("length", correction.length)
                        object.field("takenBackAt", correction.takenBackAt?.iso8601)
                    }
                }
            }
        }
        object.array("rules") { array in
            for version in period.rules {
                array.object { object in
                    let isFirst = version.from == .distantPast
                    object.field("since", isFirst ? nil : version.from.iso8601)
                    object.field("paused", version.isPaused)
                    object.field("rule", sentences.rule(version.rule))
                }
            }
        }
        object.field("sentence", sentence)
    }
}
