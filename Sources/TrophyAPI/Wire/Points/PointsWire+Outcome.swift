import CivilTime
import Engine
import JSONText
import Wire

extension PointsWire {
    /// Writes what a call came to for points, by the keys of the systems that it changed.
    func write(_ outcomes: [PointsOutcome], to object: inout JSONObjectWriter) {
        object.object("points") { object in
            for outcome in outcomes {
                object.object(outcome.system.key) { write(outcome, to: &$0) }
            }
        }
    }

    /// The level is there only where it has changed.
    private func write(_ outcome: PointsOutcome, to object: inout JSONObjectWriter) {
        write(outcome.system, to: &object)
        object.field("total", outcome.total)
        object.field("added", outcome.added)
        if let change = outcome.level { write(change.after, as: "level", to: &object) }
        write(outcome.awards, to: &object)
    }

    /// Writes rows of a ledger.
    func write(_ awards: [PointsAward], to object: inout JSONObjectWriter) {
        object.array("awards") { array in
            for award in awards { array.object { write(award, to: &$0) } }
        }
    }

    /// Writes a row; what somebody gave or took by a call has no trigger, and a reason instead.
    func write(_ award: PointsAward, to object: inout JSONObjectWriter) {
        object.field("id", award.id.description)
        object.field("awarded", award.row.amount)
        object.field("date", award.row.at.iso8601)
        object.field("total", award.row.total)
        if let trigger = award.trigger {
            object.object("trigger") { write(trigger, to: &$0) }
        }
        object.array("boosts") { array in
            for boost in award.boosts { array.object { write(boost, to: &$0) } }
        }
        object.field("kind", award.row.kind.rawValue)
        object.fieldIfPresent("reason", award.row.detail.reason)
    }
}
