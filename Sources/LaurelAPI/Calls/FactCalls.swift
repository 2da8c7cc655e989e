import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Reading
import Service
import Storage
import Wire

/// What befalls users' streaks: what has, and what soon will.
enum FactCalls {
    /// How many records a page has.
    static let limit = QueryCount(
        "limit",
        default: StreakLimits.defaultListSize,
        in: 1...StreakLimits.maximumListSize,
        "How many records to show."
    )

    /// How long a streak at risk has to be.
    static let minimumLength = QueryCount(
        "minLength",
        default: 1,
        in: 1...(.max),
        "How long a streak has to be to be shown."
    )

    /// A page of the streaks that end soon unless something happens, most urgent first.
    @Sendable static func listAtRisk(_ context: CallContext) async throws -> Response {
        let query = context.request.query
        let definition = try query.first("definition").map {
            try ExplanationCalls.definition($0, in: context)
        }
        let page = try await context.service.reading.streaksAtRisk(
            definition,
            in: context.view,
            minimumLength: try minimumLength.read(query),
            after: try CursorText.atRisk(in: query),
            limit: try limit.read(query)
        )
        return Response.json { writer in
            writer.object { object in
                object.array("streaks") { array in
                    for streak in page.streaks { array.object { write(streak, to: &$0) } }
                }
                object.field("nextCursor", page.next.map(CursorText.text))
            }
        }
    }

    private static func write(_ streak: StreakAtRisk, to object: inout JSONObjectWriter) {
        object.field("userId", streak.userID)
        object.field("definition", streak.definition.key)
        object.field("length", streak.state.length)
        object.field("deadline", streak.state.deadline?.iso8601)
        object.field("secondsLeft", streak.state.secondsUntilClose)
        object.field("periodStart", streak.state.currentDates?.lowerBound.iso8601)
        object.field("periodEnd", streak.state.currentDates?.upperBound.iso8601)
    }

    /// A page of facts, in the order in which they were told.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let query = context.request.query
        let userID = query.first("userId")
        if let userID { try UserWire.checkID(userID, path: "userId") }
        let facts = try await context.service.reading.facts(
            in: context.workspace,
            of: userID,
            kinds: try kinds(in: query),
            after: try place(in: query),
            limit: try limit.read(query)
        )
        let streaks = try await context.service.catalogue.streaks(in: context.workspace)
        let keys = Dictionary(streaks.map { ($0.publicID, $0.key) }) { first, _ in first }
        return Response.json { writer in
            writer.object { object in
                object.array("facts") { array in
                    for fact in facts { array.object { write(fact, keys, to: &$0) } }
                }
                // It never ends: whoever has read everything asks again from where that was.
                object.field("nextAfter", facts.last.map(cursor) ?? query.first("after"))
            }
        }
    }

    private static func kinds(in query: Query) throws(InvalidInput) -> Set<Fact.Kind> {
        let names = query.list("type")
        guard !names.isEmpty else { return Set(Fact.Kind.usual) }
        let known = Fact.Kind.all.map(\.rawValue)
        for name in names where !known.contains(name) {
            let choice = known.joined(separator: ", ")
            throw InvalidInput(
                path: "type",
                problem: "must be one of \(choice), not \"\(name.prefix(100))\""
            )
        }
        return Set(names.map(Fact.Kind.init))
    }

    private static func place(in query: Query) throws -> FactPlace {
        guard let text = query.first("after"), !text.isEmpty else { return .start }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 3, let place = parts[0], let number = parts[1], let user = parts[2]
        else { throw InvalidInput(path: "after", problem: "must be the cursor of a fact") }
        return FactPlace(place: place, number: number, user: user)
    }

    private static func cursor(of fact: PlacedFact) -> String {
        "\(fact.place.place)-\(fact.place.number)-\(fact.place.user)"
    }

    private static func write(
        _ told: PlacedFact,
        _ keys: [String: String],
        to object: inout JSONObjectWriter
    ) {
        let fact = told.stored.fact
        object.field("cursor", cursor(of: told))
        object.field("type", fact.kind.rawValue)
        object.field("userId", told.userID)
        if StreakFact.Kind(rawValue: fact.kind.rawValue) != nil {
            object.field("streak", fact.subject.flatMap { keys[$0] })
        }
        object.field("at", fact.at.iso8601)
        object.field("told", told.stored.toldAt.iso8601)
        fact.payload.write(to: &object)
    }
}
