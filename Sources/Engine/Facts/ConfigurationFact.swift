public import CivilTime

/// That something was set up, changed or archived in the configuration of a workspace.
public struct ConfigurationFact: Hashable, Sendable {
    /// What was done.
    public enum Change: String, Sendable, CaseIterable {
        /// It is new.
        case created
        /// It is another.
        case changed
        /// It is no longer in use.
        case archived
        /// It is in use again.
        case restored
    }

    /// What kind of thing it is, such as `metric` or `streak`.
    public let item: String
    /// Its public id; nothing for what a workspace has one of, such as its settings.
    public let id: String?
    /// The key by which callers know it, if it has one.
    public let key: String?
    /// What was done.
    public let change: Change
    /// When.
    public let at: Instant

    /// A fact with all its parts.
    public init(item: String, id: String?, key: String? = nil, change: Change, at: Instant) {
        self.item = item
        self.id = id
        self.key = key
        self.change = change
        self.at = at
    }

    /// What a fact says of the configuration; nothing when it is not about that.
    public init?(_ fact: Fact) {
        guard fact.kind == .configurationChanged, let item = fact.payload["item"]?.text,
            let change = fact.payload["change"]?.text.flatMap(Change.init)
        else { return nil }
        self.init(
            item: item,
            id: fact.subject,
            key: fact.payload["key"]?.text,
            change: change,
            at: fact.at
        )
    }
}

extension Fact {
    /// That something in the configuration of a workspace is another.
    public init(_ fact: ConfigurationFact) {
        var payload = FactPayload()
        payload.add("item", .text(fact.item))
        payload.add("id", fact.id.map(FactValue.text))
        payload.add("key", fact.key.map(FactValue.text))
        payload.add("change", .text(fact.change.rawValue))
        self.init(kind: .configurationChanged, subject: fact.id, at: fact.at, payload: payload)
    }
}
