public import CivilTime

/// What happened to the record of a user.
public struct UserFact: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Sendable, CaseIterable {
        /// A user was seen for the first time.
        case created = "user.created"
        /// Something that is known of the user changed.
        case changed = "user.changed"
        /// A history was taken in that another system had kept.
        case imported = "user.imported"
        /// Everything of another user became this user's, and the other is gone.
        case merged = "user.merged"
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
    /// The id of the user who was merged into this one.
    public private(set) var mergedID: String?
    /// What was taken in.
    public private(set) var history: ImportedHistory?

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
        mergedID = fact.payload["mergedUserId"]?.text
        history = [.imported, .merged].contains(kind) ? ImportedHistory(fact.payload) : nil
    }
}

extension Fact {
    /// What happened to the record of a user.
    public init(_ fact: UserFact) {
        var payload = FactPayload()
        if [.created, .changed].contains(fact.kind) {
            payload.add("fields", .list(fact.fields.map(FactValue.text)))
        }
        payload.add("idDigest", fact.idDigest.map(FactValue.text))
        payload.add("mergedUserId", fact.mergedID.map(FactValue.text))
        fact.history?.add(to: &payload)
        self.init(kind: Kind(fact.kind), subject: nil, at: fact.at, payload: payload)
    }
}

// MARK: - What was taken in

/// How much of a user's history was taken in at once, and of which time.
public struct ImportedHistory: Hashable, Sendable {
    /// How many events.
    public let eventCount: Int
    /// How many freezes, pauses and corrections.
    public let markCount: Int
    /// How many achievements.
    public let completionCount: Int
    /// When the first of the events happened.
    public let from: Instant?
    /// When the last of the events happened.
    public let to: Instant?

    /// What a fact says.
    init(_ payload: FactPayload) {
        eventCount = payload["events"]?.whole ?? 0
        markCount = payload["marks"]?.whole ?? 0
        completionCount = payload["achievements"]?.whole ?? 0
        from = payload["from"]?.instant
        to = payload["to"]?.instant
    }

    /// What was taken in of a user.
    init(_ user: ImportedUser) {
        eventCount = user.eventCount
        markCount = user.markCount
        completionCount = user.completionCount
        from = user.instants?.lowerBound
        to = user.instants?.upperBound
    }

    /// What was moved to a user.
    init(_ merged: MergedUser) {
        eventCount = merged.eventCount
        markCount = merged.markCount
        completionCount = merged.completionCount
        from = nil
        to = nil
    }

    fileprivate func add(to payload: inout FactPayload) {
        payload.add("events", .whole(Int64(eventCount)))
        payload.add("marks", .whole(Int64(markCount)))
        payload.add("achievements", .whole(Int64(completionCount)))
        payload.add("from", from.map(FactValue.instant))
        payload.add("to", to.map(FactValue.instant))
    }
}

extension UserFact {
    /// That a history was taken in.
    init(_ user: ImportedUser, at moment: Instant) {
        self.init(kind: .imported, at: moment)
        history = ImportedHistory(user)
    }

    /// That another user became a part of this one.
    init(merging mergedID: String, _ merged: MergedUser, at moment: Instant) {
        self.init(kind: .merged, at: moment)
        self.mergedID = mergedID
        history = ImportedHistory(merged)
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
