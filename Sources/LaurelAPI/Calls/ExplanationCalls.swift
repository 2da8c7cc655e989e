import Catalogue
import Engine
import HTTP
import JSONText
import Reading
import Service
import Wire

/// All of a user's streaks, and why each stands where it stands.
enum ExplanationCalls {
    /// How many periods an explanation has.
    static let periods = QueryCount(
        "periods",
        default: StreakLimits.defaultExplainedPeriods,
        in: 1...StreakLimits.maximumExplainedPeriods,
        "How many periods to explain, the newest ones."
    )

    /// Every streak in use.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let streaks = try await context.service.reading.streaks(
            of: try context.userInPath(),
            in: context.view
        )
        return Response.json { writer in
            writer.array { array in
                for streak in streaks { array.object { UserStreakWire.write(streak, to: &$0) } }
            }
        }
    }

    /// Why one of them stands where it stands.
    @Sendable static func explain(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let definition = try definition(context.request.parameter("key"), in: context)
        let explanation = try await context.service.reading.explain(
            definition,
            of: id,
            in: context.view,
            periodCount: try periods.read(context.request.query),
            withEarlierRuns: try readRuns(context.request.query) == .all
        )
        let rulebook = context.view.rulebook
        return Response.json { writer in
            writer.object { UserStreakWire.write(explanation, rulebook: rulebook, to: &$0) }
        }
    }

    /// Which runs an explanation is about.
    enum Runs: String, CaseIterable {
        case last
        case all
    }

    private static func readRuns(_ query: Query) throws(InvalidInput) -> Runs {
        guard let text = query.first("runs") else { return .last }
        guard let runs = Runs(rawValue: text) else {
            throw InvalidInput(path: "runs", problem: "must be one of: last, all")
        }
        return runs
    }

    /// The streak in use with a key.
    static func definition(
        _ key: String,
        in context: CallContext
    ) throws(HTTPError) -> StreakDefinition {
        guard let definition = context.view.rulebook.streak(key: key) else {
            throw .notFound("No streak has the key \"\(key.excerpt)\".")
        }
        return definition
    }
}
