import Catalogue
import Engine
import JSONText
import Wire

/// A leaderboard as a document of the configuration has it.
struct WantedBoard: Sendable {
    let key: String
    private let item: WholeItem

    private static let names =
        [
            "key", "status", "rankBy", "metric", "pointsSystem", "runUnit", "runInterval",
            "breakdownAttributes", "userAttributes",
        ] + BoardFields.all.map(\.body.name)

    private static let defaults = """
        {"description": null, "end": null, "startTime": null, "endTime": null,
         "maxParticipants": null, "ties": "\(Board.Ties.first.rawValue)",
         "finalizingSeconds": \(EngineLimits.finalizingSeconds), "rollingDays": null,
         "streakLength": "\(Board.StreakMeasure.current.rawValue)", "leagues": null}
        """

    /// What may be made of one; that it has finished is nothing that anybody wants of a document.
    private enum Status: String, CaseIterable {
        case active
        case inactive
    }

    init(_ fields: JSONFields) throws {
        try fields.allowOnly(Self.names)
        key = try fields.referenceKey()
        item = try WholeItem(fields, defaults: Self.defaults)
    }

    /// What is told of it; points systems are found by their keys.
    func change(
        _ rulebook: Rulebook,
        _ system: (String) throws -> String?
    ) throws -> BoardChange {
        let fields = item.fields
        var change = BoardChange()
        try item.read(BoardFields.all, (), into: &change)
        change.key = key
        let status = try fields.word("status", Status.self) ?? .active
        change.status = status == .active ? .active : .inactive
        change.kind = try fields.word("rankBy", Board.Source.Kind.self)
        change.metric = try fields.optional("metric")?.metric(of: rulebook)
        change.pointsSystem = try fields.optional("pointsSystem").map { cursor in
            guard let id = try system(try cursor.string()) else {
                throw cursor.invalid("must be the key of a points system that exists")
            }
            return id
        }
        change.runUnit =
            if let unit = try fields.word("runUnit", Board.Interval.Unit.self) { .set(unit) } else {
                .clear
            }
        change.runInterval =
            if let count = try fields.optionalInteger("runInterval") {
                .set(Int(clamping: count))
            } else { .clear }
        change.breakdown = try fields.optionalArray("breakdownAttributes")?.map { cursor in
            let key = try cursor.string()
            guard let attribute = rulebook.attribute(.user, key: key) else {
                throw cursor.invalid("must be the key of an attribute of users")
            }
            return attribute.publicID
        }
        change.breakdown = change.breakdown ?? []
        change.userAttributes = .set(try fields.matches("userAttributes", .user, rulebook))
        return change
    }
}
