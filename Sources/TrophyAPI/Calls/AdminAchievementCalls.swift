import Catalogue
import Engine
import HTTP
import JSONText
import Reading
import Service
import Storage
import Wire

/// Setting up achievements.
enum AdminAchievementCalls {
    /// A page of the achievements, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let rulebook = context.view.rulebook
        return try Bulk.list(rulebook.achievements.all, for: context) { achievement, object in
            AdminAchievementWire.write(achievement, rulebook, for: context.request, to: &object)
        }
    }

    /// One achievement, and how the search for users who already have what it takes goes.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let rulebook = context.view.rulebook
        let wanted = try ResourceID.read(context.request.parameter("id"))
        let known = rulebook.achievements.all.first { $0.publicID == wanted }
        let search: Backdating? =
            if let known { try await context.service.catalogue.backdating(of: known.id) } else {
                nil
            }
        return try Bulk.show(
            "Achievement",
            among: rulebook.achievements.all,
            id: \.publicID,
            for: context
        ) { achievement, object in
            AdminAchievementWire.write(achievement, rulebook, for: context.request, to: &object)
            AdminAchievementWire.write(search, to: &object)
        }
    }

    /// Says how many users a definition would complete, before it does.
    @Sendable static func preview(_ context: CallContext) async throws -> Response {
        let fields = try context.fields(ifMalformed: .unprocessable)
        var change = try AdminAchievementWire.change(from: fields)
        if fields.optional("id") != nil {
            change.publicID = try ResourceID.read(fields)
        } else {
            change.name = change.name ?? "preview"
        }
        let result = try await context.service.reading.previewAchievement(change, in: context.view)
        switch result {
        case .failure(let issue): throw issue
        case .success(let preview):
            return Response.json { writer in
                writer.object { object in
                    object.field("completions", preview.completions)
                    object.field("users", preview.users)
                }
            }
        }
    }

    /// Creates achievements.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let create = { drafts in
            try await context.service.catalogue.createAchievements(drafts, in: context.workspace)
        }
        return try await bulk("created", at: nil, context, create) { fields in
            _ = try fields.text("name", .filled(TrophyLimits.maximumNameLength))
            guard try fields.word("trigger", AchievementTrigger.Kind.self) != nil else {
                throw fields.invalid("trigger", "is required")
            }
            return try AdminAchievementWire.change(from: fields)
        }
    }

    /// Changes achievements.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let update = { changes in
            try await context.service.catalogue.updateAchievements(changes, in: context.workspace)
        }
        let ids = ResourceID.ids(of: try Bulk.items(of: context.request))
        return try await bulk("updated", at: ids, context, update) { fields in
            var change = try AdminAchievementWire.change(from: fields)
            change.publicID = try ResourceID.read(fields)
            return change
        }
    }

    /// Ends achievements.
    @Sendable static func delete(_ context: CallContext) async throws -> Response {
        try await Bulk.delete(for: context) { ids in
            try await context.service.catalogue.deleteAchievements(ids, in: context.workspace)
        }
    }

    /// Writes with the rules as they are after the change: a new composite names new parts.
    private static func bulk(
        _ name: String,
        at ids: [String?]?,
        _ context: CallContext,
        _ perform: ([AchievementChange]) async throws -> [Result<Achievement, ItemIssue>],
        _ read: (JSONFields) throws -> AchievementChange
    ) async throws -> Response {
        let drafts = try Bulk.drafts(of: try Bulk.items(of: context.request), read)
        let results = try await Bulk.perform(drafts, perform)
        let rulebook = try await context.service.catalogue.view(of: context.workspace).rulebook
        return Bulk.answer(
            name,
            results,
            for: context,
            locator: ids.map(Bulk.Locator.id) ?? .index,
            status: ids == nil ? Bulk.creationStatus(results) : .ok
        ) { achievement, object in
            AdminAchievementWire.write(achievement, rulebook, for: context.request, to: &object)
        }
    }
}
