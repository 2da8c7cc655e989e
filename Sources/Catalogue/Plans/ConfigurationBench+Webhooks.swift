public import Engine
import ServiceRuntime
import Storage

/// A webhook as somebody wants it to be, with all that can be said of it.
public struct WantedWebhook: Sendable {
    /// Where it is, in whose words it is told, and the rest.
    public let draft: WebhookDraft
    /// What signs what it is told; nothing where it keeps the one that it has, or gets a new one.
    public let secret: String?

    /// A webhook as somebody wants it to be.
    public init(_ draft: WebhookDraft, secret: String?) {
        self.draft = draft
        self.secret = secret
    }

    fileprivate func isMeant(by webhook: Webhook) -> Bool {
        webhook.url == draft.url && webhook.dialect == draft.dialect
    }
}

// MARK: - Webhooks

extension ConfigurationBench {
    /// Has webhooks as they should be; each is found by its address and dialect, and of several with
    /// the same ones, each by its turn.
    public func put(_ all: [WantedWebhook]) throws -> [ConfigurationStep] {
        var editor = try Editor<Webhook>(change, of: workspace)
        var rest = editor.items
        var steps: [ConfigurationStep] = []
        for wanted in all {
            if let index = rest.firstIndex(where: wanted.isMeant) {
                let known = rest.remove(at: index)
                steps += try put(wanted, as: known, in: &editor).map { [$0] } ?? []
            } else {
                steps.append(try create(wanted, in: &editor))
            }
        }
        return steps
    }

    /// Ends webhooks that should not be.
    public func pruneWebhooks(keeping all: [WantedWebhook]) throws -> [ConfigurationStep] {
        let editor = try Editor<Webhook>(change, of: workspace)
        var rest = editor.items
        for wanted in all {
            if let index = rest.firstIndex(where: wanted.isMeant) { rest.remove(at: index) }
        }
        let leaving = Set(rest.map(\.publicID))
        return try prune(Webhook.self) { !leaving.contains($0.publicID) }
    }

    private func create(
        _ wanted: WantedWebhook,
        in editor: inout Editor<Webhook>
    ) throws -> ConfigurationStep {
        let maximum = change.limits.maximumWebhooks
        guard editor.items.count < maximum else {
            throw ConfigurationRefusal(
                kind: .webhook,
                name: wanted.draft.url,
                issue: .tooMany(.webhook, maximum: maximum)
            )
        }
        let secret = wanted.secret ?? WebhookSecret.random()
        let webhook = try editor.create(wanted.draft, try seal(secret))
        var step = step(.created, webhook.url, before: nil, after: webhook, editor)
        // Who gave it knows it.
        step.secret = wanted.secret == nil ? secret : nil
        return step
    }

    private func put(
        _ wanted: WantedWebhook,
        as known: Webhook,
        in editor: inout Editor<Webhook>
    ) throws -> ConfigurationStep? {
        var webhook = known
        var change = wanted.draft.change
        // That the server has disabled it is nothing that a document says, and stays.
        if known.status == .disabled, change.status == .active { change.status = nil }
        webhook.apply(change)
        if let secret = wanted.secret, try secrets.open(known.secret) != secret {
            webhook.change(secret: try seal(secret), at: editor.change.now)
        }
        guard webhook != known else { return nil }
        try editor.update(webhook)
        return step(.changed, webhook.url, before: known, after: webhook, editor)
    }

    /// A secret as it is stored; a trial, of which nothing stays, makes no key for it.
    private func seal(_ secret: String) throws(ServiceError) -> String {
        isTrial ? "" : try secrets.seal(secret)
    }
}

// MARK: - Templates

extension ConfigurationBench {
    /// Has messages of a kind say in a language what they should.
    public func put(
        template content: String,
        of kind: ReminderKind,
        _ locale: String
    ) throws -> ConfigurationStep? {
        var editor = try Editor<MessageTemplate>(change, of: workspace)
        let known = editor.items.first { $0.kind == kind && $0.locale == locale }
        let name = "\(kind.rawValue)/\(locale)"
        let template = try check(
            try editor.set(content, of: kind, locale, atMost: change.limits.maximumTemplates),
            .template,
            name
        )
        guard template != known else { return nil }
        let action: AuditAction = known == nil ? .created : .changed
        return step(action, name, before: known, after: template, editor)
    }

    /// Has messages say what they say where nobody has written anything, but for some.
    public func pruneTemplates(keeping names: Set<String>) throws -> [ConfigurationStep] {
        try prune(MessageTemplate.self) { template in
            template.ownKey.map(names.contains) ?? false
        }
    }
}
