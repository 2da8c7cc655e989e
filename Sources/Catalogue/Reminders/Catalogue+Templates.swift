import CivilTime
public import Engine
import ServiceRuntime
public import Storage

extension Catalogue {
    /// What messages say in the words of a workspace, by kind and language.
    public func templates(in workspace: WorkspaceID) async throws -> [MessageTemplate] {
        try await database.read { (connection) throws(StorageError) in
            try connection.messageTemplates.active(in: workspace)
        }
    }

    /// What messages of a kind say in a language, in the words of a workspace; also what holds no
    /// more.
    public func template(
        _ kind: ReminderKind,
        _ locale: String,
        in workspace: WorkspaceID
    ) async throws -> MessageTemplate? {
        let locale = locale.lowercased()
        return try await database.read { (connection) throws(StorageError) in
            try connection.messageTemplates.find(kind, locale, in: workspace)
        }
    }

    /// Sets what messages of a kind say in a language; what says the same as before stays the version
    /// that it is.
    public func setTemplate(
        _ content: String,
        of kind: ReminderKind,
        _ locale: String,
        in workspace: WorkspaceID
    ) async throws -> MessageTemplate {
        let locale = locale.lowercased()
        let result = try await edit(MessageTemplate.self, in: workspace) {
            [limits] (editor) throws(StorageError) -> Result<MessageTemplate, ItemIssue> in
            try editor.set(content, of: kind, locale, atMost: limits.maximumTemplates)
        }
        return try result.get()
    }

    /// Has messages of a kind say in a language what they say where nobody has written anything.
    public func removeTemplate(
        of kind: ReminderKind,
        _ locale: String,
        in workspace: WorkspaceID
    ) async throws {
        let found = try await template(kind, locale, in: workspace)
        guard let found, found.archivedAt == nil,
            case .success? = try await archive(
                [found.publicID],
                of: MessageTemplate.self,
                in: workspace
            ).first
        else {
            throw ServiceError(
                .notFound,
                "This workspace has no words of its own for this kind in this language."
            )
        }
    }
}

extension Editor<MessageTemplate> {
    /// Has messages of a kind say something in a language; also what said it once, and holds no more.
    mutating func set(
        _ content: String,
        of kind: ReminderKind,
        _ locale: String,
        atMost maximum: Int
    ) throws(StorageError) -> Result<MessageTemplate, ItemIssue> {
        let known = try change.connection.messageTemplates.find(kind, locale, in: workspace)
        let isMore = known?.archivedAt != nil || known == nil
        // What holds no more has been looked up by its id, and is no item in use.
        let count = items.count { !$0.isArchived }
        guard !isMore || count < maximum else {
            return .failure(.tooMany(.template, maximum: maximum))
        }
        guard let known, let found = try find(known.publicID) else {
            return .success(try create(content, of: kind, locale))
        }
        return .success(try rewrite(found, content))
    }

    fileprivate mutating func create(
        _ content: String,
        of kind: ReminderKind,
        _ locale: String
    ) throws(StorageError) -> MessageTemplate {
        let template = MessageTemplate(
            number: try change.connection.messageTemplates.nextNumber(),
            workspace: workspace,
            publicID: PublicID.make(at: change.now),
            kind: kind,
            locale: locale,
            content: content,
            createdAt: change.now
        )
        try create(template)
        return template
    }

    fileprivate mutating func rewrite(
        _ template: MessageTemplate,
        _ content: String
    ) throws(StorageError) -> MessageTemplate {
        guard template.isArchived || template.content != content else { return template }
        var template = template
        template.content = content
        template.version += 1
        template.updatedAt = change.now
        template.archivedAt = nil
        try update(template)
        return template
    }
}
