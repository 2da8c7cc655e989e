import CivilTime

/// Who a user is: the person, where the user lived, and the attributes.
public struct ProfileSection: Sendable {
    /// The user, once seen.
    public internal(set) var user: User?
    /// The zones lived in before the current one, oldest first; nothing until looked up.
    private(set) var earlierStays: [ZoneStay]?
    /// The attributes, as the fold has left them; nothing until looked up.
    private(set) var attributes: [AttributeID: String]?
    /// Whether the user was not stored before.
    public private(set) var isNew = false
    /// Whether the user's row has to be written.
    public internal(set) var hasChanged = false
    /// Zones that begin.
    public private(set) var newStays: [ZoneStay] = []
    /// Attributes set, or removed where there is no value.
    public private(set) var changedAttributes: [AttributeID: String?] = [:]

    init(_ user: User?) {
        self.user = user
    }
}

// MARK: - Reading

extension Snapshot {
    /// The zones lived in before the current one, oldest first.
    func earlierStays() throws(Interruption) -> [ZoneStay] {
        if let known = profile.earlierStays { return known }
        guard isStored, let user, user.zoneSince > .distantPast else { return [] }
        throw .lacking([.stays(key)])
    }

    /// The user's attributes.
    func attributes() throws(Interruption) -> [AttributeID: String] {
        if let known = profile.attributes { return known }
        guard isStored else { return [:] }
        throw .lacking([.attributes(key)])
    }
}

// MARK: - What was looked up

extension Snapshot {
    /// Takes in where the user lived, the current zone included.
    public mutating func learn(stays: [ZoneStay]) {
        let since = user?.zoneSince ?? .distantPast
        profile.learn(stays: stays.filter { $0.from < since })
    }

    /// Takes in the stored attributes.
    public mutating func learn(attributes: [AttributeID: String]) {
        profile.learn(attributes: attributes)
    }
}

extension ProfileSection {
    fileprivate mutating func learn(stays: [ZoneStay]) {
        if earlierStays == nil { earlierStays = stays }
    }

    fileprivate mutating func learn(attributes stored: [AttributeID: String]) {
        if attributes == nil { attributes = stored }
    }
}

// MARK: - Changing

extension Snapshot {
    /// Keeps a changed user, and marks what has to be written.
    mutating func store(
        _ user: User,
        stay: ZoneStay?,
        attributes changed: [AttributeID: String?]
    ) throws(Interruption) {
        if let stay { profile.begin(stay, after: try earlierStays()) }
        if !changed.isEmpty { profile.set(changed, on: try attributes()) }
        profile.store(user)
    }
}

extension ProfileSection {
    fileprivate mutating func begin(_ stay: ZoneStay, after earlier: [ZoneStay]) {
        var stays = earlier
        if let user { stays.append(ZoneStay(from: user.zoneSince, zone: user.zone)) }
        // A clock that was set back takes with it what was to come later.
        earlierStays = stays.filter { $0.from < stay.from }
        newStays.append(stay)
    }

    fileprivate mutating func set(
        _ changed: [AttributeID: String?],
        on known: [AttributeID: String]
    ) {
        var all = known
        for (attribute, value) in changed {
            all[attribute] = value
            changedAttributes.updateValue(value, forKey: attribute)
        }
        attributes = all
    }

    fileprivate mutating func store(_ user: User) {
        if self.user == nil { isNew = true }
        hasChanged = true
        self.user = user
    }
}

// MARK: - Foresight

extension ProfileSection: Section {
    /// Attributes that are told or shown, and earlier zones where something is dated or judged by
    /// them.
    public static func foresee(
        _ touch: UserTouch,
        of snapshot: Snapshot,
        in fold: Fold,
        _ wants: inout Set<Want>
    ) {
        guard snapshot.isStored, let user = snapshot.user else { return }
        var needsAttributes = false
        var needsStays = false
        switch touch {
        case .event(let draft, _):
            needsAttributes = !draft.userChange.attributes.isEmpty
            // A clock that was set back makes now a time before the user's last move.
            let isEarly = draft.occurredAt ?? fold.now < user.zoneSince
            needsStays = isEarly || !fold.rulebook.streaks.isEmpty
        case .change(let change):
            needsAttributes = !change.attributes.isEmpty
            needsStays = snapshot.mayMove(by: change)
        case .showing: needsAttributes = true
        case .streaks, .deletion: needsStays = true
        case .judging, .completion, .points: break
        }
        if needsAttributes { wants.insert(.attributes(snapshot.key)) }
        if needsStays, user.zoneSince > .distantPast { wants.insert(.stays(snapshot.key)) }
    }
}

extension Snapshot {
    /// Whether a change moves a stored user to another zone.
    func mayMove(by change: UserChange) -> Bool {
        change.zone != .keep && change.zone.applied(to: user?.zone) != user?.zone
    }
}
