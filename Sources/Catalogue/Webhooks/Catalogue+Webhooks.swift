import CivilTime
public import Engine
public import ServiceRuntime
public import Storage

/// A webhook to be set up.
public struct WebhookDraft: Hashable, Sendable {
    /// Where it is.
    public let url: String
    /// In whose words it is told.
    public let dialect: Webhook.Dialect
    /// The rest.
    public var change = WebhookChange()

    /// A webhook to be set up.
    public init(url: String, dialect: Webhook.Dialect) {
        self.url = url
        self.dialect = dialect
    }
}

/// What is to change of a webhook; nothing where it stays.
public struct WebhookChange: Hashable, Sendable {
    /// Where it is.
    public var url: String?
    /// What people say about it.
    public var description: String?
    /// Which kinds it is told.
    public var kinds: [String]?
    /// Whether a delivery waits for the one before it.
    public var isOrdered: Bool?
    /// Whether what it is told is put into an envelope of CloudEvents.
    public var usesCloudEvents: Bool?
    /// Whether it is told.
    public var status: Webhook.Status?

    /// Nothing.
    public init() {}
}

/// A webhook with its secret, which is shown once.
public struct ShownWebhook: Sendable {
    /// The webhook.
    public let webhook: Webhook
    /// What signs what it is told.
    public let secret: String
}

extension Catalogue {
    /// A page of the webhooks of a workspace, oldest first, after one that was seen.
    public func webhooks(
        in workspace: WorkspaceID,
        after seen: Int64 = 0,
        limit: Int = .max
    ) async throws -> [Webhook] {
        let all = try await database.read { (connection) throws(StorageError) in
            try connection.webhooks.active(in: workspace)
        }
        return Array(all.drop { $0.number <= seen }.prefix(limit))
    }

    /// The webhooks of every workspace, oldest first.
    public func allWebhooks() async throws -> [Webhook] {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.webhooks.all()
        }
    }

    /// A webhook of a workspace.
    public func webhook(
        _ publicID: String,
        in workspace: WorkspaceID
    ) async throws -> Webhook {
        let all = try await webhooks(in: workspace)
        guard let found = all.first(where: { $0.publicID == publicID }) else {
            throw ServiceError.noSuchWebhook
        }
        return found
    }

    /// Sets a webhook up.
    public func createWebhook(
        _ draft: WebhookDraft,
        in workspace: WorkspaceID
    ) async throws -> ShownWebhook {
        let secret = WebhookSecret.random()
        let sealed = try secrets.seal(secret)
        let result = try await edit(Webhook.self, in: workspace) {
            [limits] (editor) throws(StorageError) -> Result<Webhook, ItemIssue> in
            guard editor.items.count < limits.maximumWebhooks else {
                return .failure(.tooMany(.webhook, maximum: limits.maximumWebhooks))
            }
            return .success(try editor.create(draft, sealed))
        }
        return ShownWebhook(webhook: try result.get(), secret: secret)
    }

    /// Changes a webhook; one that becomes active again begins with a clean record.
    public func updateWebhook(
        _ publicID: String,
        _ change: WebhookChange,
        in workspace: WorkspaceID
    ) async throws -> Webhook {
        try await editWebhook(publicID, in: workspace) { webhook, _ in webhook.apply(change) }
    }

    /// Ends a webhook.
    public func deleteWebhook(_ publicID: String, in workspace: WorkspaceID) async throws {
        let results = try await archive([publicID], of: Webhook.self, in: workspace)
        guard case .success? = results.first else { throw ServiceError.noSuchWebhook }
    }

    /// Gives a webhook another secret; the one before it signs too for a while.
    public func rotateSecret(
        of publicID: String,
        in workspace: WorkspaceID
    ) async throws -> ShownWebhook {
        let secret = WebhookSecret.random()
        let sealed = try secrets.seal(secret)
        let webhook = try await editWebhook(publicID, in: workspace) { webhook, now in
            webhook.change(secret: sealed, at: now)
        }
        return ShownWebhook(webhook: webhook, secret: secret)
    }

    /// Ends that a webhook is told anything, on the caller's thread, and tells why.
    public func disableWebhook(
        _ webhook: Webhook,
        because reason: WebhookFact.Reason
    ) throws(ServiceError) {
        try changeConfiguration(as: Author(.system)) { (change) throws(StorageError) in
            var editor = try Editor<Webhook>(change, of: webhook.workspace)
            guard var found = try editor.find(webhook.publicID), found.status != .disabled else {
                return
            }
            found.status = .disabled
            found.disabledBecause = reason
            try editor.update(found)
            let fact = WebhookFact(
                webhook: found.publicID,
                reason: reason,
                failingSince: found.failingSince,
                at: change.now
            )
            change.tell(Fact(fact), about: .nobody, in: webhook.workspace)
        }
    }

    private func editWebhook(
        _ publicID: String,
        in workspace: WorkspaceID,
        _ body: @escaping @Sendable (inout Webhook, _ now: Instant) -> Void
    ) async throws -> Webhook {
        let changed = try await edit(Webhook.self, in: workspace) {
            (editor) throws(StorageError) -> Webhook? in
            guard var webhook = try editor.find(publicID) else { return nil }
            body(&webhook, editor.change.now)
            try editor.update(webhook)
            return webhook
        }
        guard let changed else { throw ServiceError.noSuchWebhook }
        return changed
    }
}

extension Editor<Webhook> {
    /// Sets a webhook up, with its secret as it is sealed.
    mutating func create(
        _ draft: WebhookDraft,
        _ sealed: String
    ) throws(StorageError) -> Webhook {
        var webhook = Webhook(
            number: try change.connection.webhooks.nextNumber(),
            workspace: workspace,
            publicID: PublicID.make(at: change.now),
            url: draft.url,
            dialect: draft.dialect,
            secret: sealed,
            createdAt: change.now
        )
        webhook.apply(draft.change)
        try create(webhook)
        return webhook
    }
}

extension Webhook {
    /// Signs by another secret from now on; the one before it signs too for a while.
    mutating func change(secret sealed: String, at now: Instant) {
        previousSecret = SecretUntil(
            sealed: secret,
            until: now + CatalogueLimits.previousSecretLifetime
        )
        secret = sealed
        secretChangedAt = now
    }

    mutating func apply(_ change: WebhookChange) {
        url = change.url ?? url
        description = change.description ?? description
        kinds = change.kinds ?? kinds
        isOrdered = change.isOrdered ?? isOrdered
        usesCloudEvents = change.usesCloudEvents ?? usesCloudEvents
        if let wanted = change.status, wanted != status {
            status = wanted
            disabledBecause = nil
            (failingSince, retryAt) = (nil, nil)
        }
    }
}

extension ServiceError {
    fileprivate static var noSuchWebhook: ServiceError {
        ServiceError(.notFound, "This workspace has no webhook with this id.")
    }
}
