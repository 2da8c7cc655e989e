import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Setting streaks up.
enum StreakDefinitionCalls {
    /// Creates a streak; types of events never seen come to be.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let fields = try context.fields()
        let change = try change(from: fields, context, isWhole: true)
        let name = change.change.name ?? ""
        try checkName(name, of: nil, in: context.view.rulebook)
        guard let window = change.change.window else {
            preconditionFailure("a whole definition has a window")
        }
        let view = try await register(change, context)
        var draft = StreakDraft(key: key(for: name), name: name, window: window)
        change.resolved(with: view.rulebook, of: nil).apply(to: &draft)
        let result = try await context.service.catalogue.createStreaks(
            [draft],
            in: context.workspace
        )
        return try await answer(.created, try first(result), context)
    }

    /// One definition, archived ones too.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        try await answer(.ok, try await definitionInPath(context), context)
    }

    /// Makes of a streak what is told, and nothing else of it.
    @Sendable static func replace(_ context: CallContext) async throws -> Response {
        try await change(context, isWhole: true)
    }

    /// Changes what is told of a streak.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        try await change(context, isWhole: false)
    }

    /// Freezes a streak in time.
    @Sendable static func pause(_ context: CallContext) async throws -> Response {
        try await setPaused(true, context)
    }

    /// Lets a streak go on.
    @Sendable static func resume(_ context: CallContext) async throws -> Response {
        try await setPaused(false, context)
    }

    /// Ends a streak; what was recorded stays.
    @Sendable static func archive(_ context: CallContext) async throws -> Response {
        let definition = try await definitionInUse(context)
        let results = try await context.service.catalogue.archiveStreaks(
            [definition.publicID],
            in: context.workspace
        )
        _ = try first(results)
        return try await answer(.ok, try await definitionInPath(context), context)
    }
}

// MARK: - Steps

extension StreakDefinitionCalls {
    private static func change(
        _ context: CallContext,
        isWhole: Bool
    ) async throws -> Response {
        let definition = try await definitionInUse(context)
        let fields = try context.fields()
        let change = try change(from: fields, context, isWhole: isWhole)
        if let name = change.change.name {
            try checkName(name, of: definition, in: context.view.rulebook)
        }
        let view = try await register(change, context)
        return try await update(
            definition,
            by: change.resolved(with: view.rulebook, of: definition),
            for: try fields["applies_to"]?.word(StreakChangeScope.self) ?? .future,
            context
        )
    }

    private static func setPaused(
        _ isPaused: Bool,
        _ context: CallContext
    ) async throws -> Response {
        var change = StreakChange()
        change.isPaused = isPaused
        return try await update(try await definitionInUse(context), by: change, context)
    }

    private static func update(
        _ definition: StreakDefinition,
        by change: StreakChange,
        for scope: StreakChangeScope = .future,
        _ context: CallContext
    ) async throws -> Response {
        let results = try await context.service.catalogue.updateStreaks(
            [StreakUpdate(publicID: definition.publicID, change: change, scope: scope)],
            in: context.workspace
        )
        return try await answer(.ok, try first(results), context)
    }

    private static func change(
        from fields: JSONFields,
        _ context: CallContext,
        isWhole: Bool
    ) throws -> StreakDefinitionChange {
        try StreakDefinitionChange(
            from: fields,
            StreakConfigReader(zones: context.service.zones),
            isWhole: isWhole
        )
    }

    /// Creates what a change names and is not there yet; gives the rules with it.
    private static func register(
        _ change: StreakDefinitionChange,
        _ context: CallContext
    ) async throws -> WorkspaceView {
        let rulebook = context.view.rulebook
        let metrics = (change.eventTypes ?? []).filter { rulebook.metric(key: $0) == nil }
        let attributes = change.attributes.filter { rulebook.attribute(.event, key: $0) == nil }
        guard !metrics.isEmpty || !attributes.isEmpty else { return context.view }
        try await context.service.catalogue.register(
            metrics: metrics,
            attributes: attributes,
            maximumMetrics: PhoenixLimits.maximumEventTypes,
            in: context.workspace
        )
        return try await context.service.catalogue.view(of: context.workspace)
    }

    private static func definitionInPath(
        _ context: CallContext
    ) async throws -> StreakDefinition {
        let id = try context.uuidInPath("id")
        let streaks = try await context.service.catalogue.streaks(in: context.workspace)
        guard let definition = streaks.first(where: { $0.publicID == id }) else {
            throw HTTPError.notFound("Streak definition '\(id)' not found")
        }
        return definition
    }

    /// The definition in the path, unless it has ended.
    private static func definitionInUse(
        _ context: CallContext
    ) async throws -> StreakDefinition {
        let definition = try await definitionInPath(context)
        guard definition.status != .archived else {
            throw HTTPError.notFound("Streak definition '\(definition.publicID)' is archived")
        }
        return definition
    }

    private static func answer(
        _ status: Status,
        _ definition: StreakDefinition,
        _ context: CallContext
    ) async throws -> Response {
        let now = try await context.seeingChanges()
        return Response.json(status) { writer in
            writer.object { StreakDefinitionWire.write(definition, in: now, to: &$0) }
        }
    }

    private static func first<Value>(_ results: [Result<Value, ItemIssue>]) throws -> Value {
        guard let result = results.first else {
            preconditionFailure("every item has a result")
        }
        return try result.get()
    }
}

// MARK: - Names

extension StreakDefinitionCalls {
    /// Refuses a name before anything is created for it; whoever takes it in the meantime is
    /// found when the streak is stored.
    private static func checkName(
        _ name: String,
        of definition: StreakDefinition?,
        in rulebook: Rulebook
    ) throws(InvalidInput) {
        let isTaken = rulebook.streaks.contains { streak in
            streak.id != definition?.id && streak.name.utf8.elementsEqual(name.utf8)
        }
        if isTaken {
            throw InvalidInput(path: "name", problem: "is that of another streak definition")
        }
    }

    /// A key made of the name, for the dialects in which streaks have one.
    private static func key(for name: String) -> String {
        let letters = name.lowercased().utf8.map { byte -> UInt8 in
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            return isLetter || isDigit ? byte : UInt8(ascii: "-")
        }
        let words = letters.split(separator: UInt8(ascii: "-"))
            .map { String(decoding: $0, as: UTF8.self) }
        let longest = 200
        let slug = String(words.joined(separator: "-").prefix(longest))
        return slug.isEmpty ? "streak" : slug
    }
}
