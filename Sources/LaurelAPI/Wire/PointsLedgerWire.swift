import Catalogue
import CivilTime
import Engine
import JSONText
import Wire

/// Rows of a points ledger as our own calls have them.
struct PointsLedgerWire {
    private let rulebook: Rulebook

    init(_ context: CallContext) { self.init(context.view.rulebook) }

    init(_ rulebook: Rulebook) { self.rulebook = rulebook }

    /// Writes a row; of a user who was erased there is no id any more.
    func write(_ award: PointsAward, of user: String, to object: inout JSONObjectWriter) {
        object.field("id", award.id.description)
        object.field("userId", user.isEmpty ? nil : user)
        write(award, to: &object)
    }

    /// Writes what a row says besides whose it is.
    func write(_ award: PointsAward, to object: inout JSONObjectWriter) {
        let (row, detail) = (award.row, award.row.detail)
        object.field("kind", row.kind.rawValue)
        object.field("amount", row.amount)
        object.field("total", row.total)
        object.field("at", row.at.iso8601)
        object.field("day", row.day.iso8601)
        object.fieldIfPresent("reason", detail.reason)
        object.fieldIfPresent("idempotencyKey", row.key)
        object.fieldIfPresent("triggerId", award.trigger?.publicID)
        object.fieldIfPresent(
            "eventId",
            detail.event.map { EventID(number: $0, user: award.id.user).description }
        )
        object.fieldIfPresent(
            "achievementId",
            detail.achievement.flatMap { rulebook.achievements[$0]?.publicID }
        )
        object.fieldIfPresent(
            "corrects",
            detail.corrects.map { award.id.other($0).description }
        )
        guard !detail.boosts.isEmpty else { return }
        object.array("boosts") { array in
            for boost in detail.boosts {
                let id = award.boosts.first { $0.id == boost.id }?.publicID
                array.object { object in
                    object.field("id", id)
                    object.field("multiplier", rawNumber: boost.multiplier.description)
                    object.field("rounding", boost.rounding.rawValue)
                }
            }
        }
    }

    /// Writes the level that a user has come to, or null below the lowest.
    func write(_ level: PointsLevel?, to object: inout JSONObjectWriter) {
        guard let level else { return object.null("level") }
        object.object("level") { object in
            object.field("id", level.publicID)
            object.field("key", level.key)
            object.field("name", level.name)
            object.field("points", level.points)
        }
    }
}
