public import CivilTime

/// What happened to the record of a user.
public struct UserFact: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Sendable, CaseIterable {
        /// A user was seen for the first time.
        case created = "user.created"
        /// Something that is known of the user changed.
        case changed = "user.changed"
        /// Everything about the user was deleted.
        case erased = "user.erased"
    }

    /// What happened.
    public let kind: Kind
    /// When.
    public let at: Instant
    /// The names of what was given or changed, such as `name` or `attributes.plan`; never the values,
    /// which are read from the user.
    public let fields: [String]
    /// A digest of the id of a user who was erased, as the id itself is kept no longer.
    public let idDigest: String?

    /// A fact with all its parts.
    public init(kind: Kind, at: Instant, fields: [String] = [], idDigest: String? = nil) {
        self.kind = kind
        self.at = at
        self.fields = fields
        self.idDigest = idDigest
    }

    /// What a fact says of a user; nothing when it is not about one.
    public init?(_ fact: Fact) {
        guard let kind = Kind(rawValue: fact.kind.rawValue) else { return nil }
        self.init(
            kind: kind,
            at: fact.at,
            fields: fact.payload["fields"]?.texts ?? [],
            idDigest: fact.payload["idDigest"]?.text
        )
    }
}

extension Fact {
    /// What happened to the record of a user.
    public init(_ fact: UserFact) {
        var payload = FactPayload()
        if fact.kind != .erased { payload.add("fields", .list(fact.fields.map(FactValue.text))) }
        payload.add("idDigest", fact.idDigest.map(FactValue.text))
        self.init(kind: Kind(fact.kind), subject: nil, at: fact.at, payload: payload)
    }
}

// MARK: - What changed

extension Rulebook {
    /// The names of the attributes with some ids, in order.
    func factNames(of attributes: some Sequence<AttributeID>) -> [String] {
        let ids = Set(attributes)
        return self.attributes.filter { ids.contains($0.id) }
            .map { "attributes.\($0.key)" }.sorted()
    }
}

extension User {
    /// The names of what differs from what was known of the user, of whom perhaps nothing was; also
    /// of what is only written differently, such as `é` in one character and in two.
    func changedFields(from before: User?) -> [String] {
        var fields: [String] = []
        if !name.isSameText(as: before?.name) { fields.append("name") }
        if !email.isSameText(as: before?.email) { fields.append("email") }
        if zone != before?.zone { fields.append("tz") }
        if signUpOn != before?.signUpOn { fields.append("signUpDate") }
        if subscribesToEmails != (before?.subscribesToEmails ?? true) {
            fields.append("subscribeToEmails")
        }
        let tokens = (deviceTokens, before?.deviceTokens)
        let hasSameTokens =
            (tokens.0 == nil) == (tokens.1 == nil)
            && (tokens.0 ?? []).elementsEqual(tokens.1 ?? []) { $0.isSameID(as: $1) }
        if !hasSameTokens { fields.append("deviceTokens") }
        return fields
    }
}

extension String? {
    /// Whether two texts are the same byte by byte, or both are missing.
    func isSameText(as other: String?) -> Bool {
        guard let self, let other else { return self == other }
        return self.isSameID(as: other)
    }
}
