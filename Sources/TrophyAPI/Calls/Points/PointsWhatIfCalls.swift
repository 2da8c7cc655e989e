import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Reading
import Service
import Storage
import Wire

/// What a change of a trigger or a boost would do, asked beforehand; nothing is stored.
enum PointsWhatIfCalls {
    /// What a trigger would give for what was before, now.
    @Sendable static func previewTrigger(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByID()
        var change = try trigger(from: try context.fields(ifMalformed: .unprocessable))
        change.countsPast = true
        let trigger = try await drafted(change, of: system, context)
        let preview = try await context.service.reading.previewPoints(
            of: trigger,
            in: context.view
        )
        return Response.json { writer in
            writer.object { object in
                object.field("points", preview.points)
                object.field("changedUsers", preview.changedUsers)
                object.field("users", preview.users)
            }
        }
    }

    /// What a changed trigger or boost would have given lately.
    @Sendable static func simulate(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByID()
        let fields = try context.fields(ifMalformed: .unprocessable)
        let reading = context.service.reading
        let simulation: PointsSimulation
        switch (fields.optional("trigger"), fields.optional("boost")) {
        case (let trigger?, nil):
            let change = try Self.trigger(from: try trigger.fields())
            simulation = try await reading.simulatePoints(
                of: system,
                with: try await drafted(change, of: system, context),
                in: context.view
            )
        case (nil, let boost?):
            let change = try Self.boost(from: try boost.fields(), context)
            simulation = try await reading.simulatePoints(
                of: system,
                with: nil,
                try await drafted(change, of: system, context),
                in: context.view
            )
        default:
            throw HTTPError.unprocessable("Send either trigger or boost.")
        }
        return answer(simulation)
    }

    /// A trigger that is new, or the change of one; it is asked what it would give, so it counts as
    /// active unless it is said not to be.
    private static func trigger(from fields: JSONFields) throws -> PointsTriggerChange {
        var change = try AdminPointsWire.trigger(from: fields)
        if fields.optional("id") != nil { change.publicID = try ResourceID.read(fields) }
        if change.fields.status == nil { change.fields.status = .active }
        return change
    }

    private static func boost(
        from fields: JSONFields,
        _ context: CallContext
    ) throws -> PointsBoostChange {
        guard fields.optional("id") != nil else {
            var change = try AdminPointsWire.newBoost(from: fields, in: context)
            if change.fields.name == nil { change.fields.name = "simulated" }
            return change
        }
        var change = try AdminPointsWire.boost(from: fields)
        change.publicID = try ResourceID.read(fields)
        return change
    }

    private static func drafted(
        _ change: PointsTriggerChange,
        of system: PointsSystem,
        _ context: CallContext
    ) async throws -> PointsTrigger {
        let result = try await context.service.catalogue.draftPointsTrigger(
            change,
            of: system.publicID,
            in: context.workspace
        )
        return try found(result, context)
    }

    private static func drafted(
        _ change: PointsBoostChange,
        of system: PointsSystem,
        _ context: CallContext
    ) async throws -> PointsBoost {
        let result = try await context.service.catalogue.draftPointsBoost(
            change,
            of: system.publicID,
            in: context.workspace
        )
        return try found(result, context)
    }

    private static func found<Item>(
        _ result: Result<Item, ItemIssue>,
        _ context: CallContext
    ) throws -> Item {
        switch result {
        case .success(let item): return item
        case .failure(.notFound(let kind)) where kind == .pointsTrigger || kind == .pointsBoost:
            throw HTTPError.notFound("\(context.words.sentence(.notFound(kind))).")
        case .failure(let issue): throw issue
        }
    }

    private static func answer(_ simulation: PointsSimulation) -> Response {
        Response.json { writer in
            writer.object { object in
                object.array("days") { array in
                    for day in simulation.days {
                        array.object { object in
                            object.field("date", day.date.iso8601)
                            object.field("before", day.before)
                            object.field("after", day.after)
                        }
                    }
                }
                object.array("distribution") { array in
                    for range in simulation.distribution {
                        array.object { object in
                            object.field("from", range.from)
                            object.field("to", range.to)
                            object.field("before", range.before)
                            object.field("after", range.after)
                        }
                    }
                }
                object.array("mostChanged") { array in
                    for user in simulation.mostChanged {
                        array.object { object in
                            object.field("userId", user.userID)
                            object.field("before", user.before)
                            object.field("after", user.after)
                        }
                    }
                }
                object.field("users", simulation.users)
                object.field("complete", simulation.isComplete)
            }
        }
    }
}
