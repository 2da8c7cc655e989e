import CivilTime
import Engine
import Storage

/// What has to be loaded for a group besides its users.
struct GroupNeeds {
    private let users: [UserKey: User]
    private(set) var idempotencyKeys: [(user: UserKey, metric: MetricID, key: String)] = []
    private(set) var sharedKeys: [(user: UserKey, key: String)] = []
    private(set) var tallies: [UserKey: [MetricID]] = [:]
    private(set) var metrics: [(user: UserKey, metric: MetricID)] = []
    private(set) var attributes: [UserKey] = []
    private(set) var stays: Set<UserKey> = []
    private(set) var streaks: [UserKey: [StreakDefinitionID]] = [:]
    private(set) var events: [EventID] = []
    private(set) var ownEvents: [(event: EventID, metric: MetricID, key: String?, isShared: Bool)] =
        []

    init(users: [UserKey: User]) {
        self.users = users
    }

    /// Adds what a command that touches a user needs.
    mutating func add(_ touch: Touch, rulebook: Rulebook, now: Instant) {
        let user = touch.user
        switch touch.kind {
        case .event(let draft, _): add(draft, rulebook: rulebook, now: now)
        case .change(let change):
            if users[user] != nil, !change.attributes.isEmpty { attributes.append(user) }
            addStreaks(touchedBy: change, of: user, rulebook)
        case .showing: if users[user] != nil { attributes.append(user) }
        case .deletion(let id): if users[user] != nil { events.append(id) }
        case .completion: break
        case .judging(let achievements):
            let hasStreak = achievements.contains { id in
                rulebook.achievements[id]?.trigger.kind == .streak
            }
            if hasStreak { addStreaks(rulebook.streaks.filter(\.isPrimary), of: user) }
        case .streaks(.all): addStreaks(rulebook.streaks, of: user)
        case .streaks(.primary): addStreaks(rulebook.streaks.filter(\.isPrimary), of: user)
        case .streaks(.one(let id)): addStreaks(rulebook.streaks.filter { $0.id == id }, of: user)
        }
    }

    private mutating func add(_ draft: EventDraft, rulebook: Rulebook, now: Instant) {
        guard let metric = rulebook.metric(key: draft.metricKey)?.id else { return }
        addTally(of: draft.user, metric)
        // Of a user never seen before nothing is stored.
        guard let user = users[draft.user] else { return }
        addKey(of: draft, metric)
        if !draft.userChange.attributes.isEmpty { attributes.append(draft.user) }
        // A clock that was set back makes now a time before the user's last move.
        if draft.occurredAt ?? now < user.zoneSince { stays.insert(draft.user) }
        addStreaks(touchedBy: draft.userChange, of: draft.user, rulebook)
        addStreaks(rulebook.streaks(of: metric), of: draft.user)
        if draft.tickOf == nil, let primary = rulebook.primaryStreak {
            addStreaks([primary], of: draft.user)
        }
    }

    /// Adds the streaks that a change of a user may touch: all of them by a move, and the primary
    /// one where an attribute may open an achievement that asks for it.
    private mutating func addStreaks(
        touchedBy change: UserChange,
        of user: UserKey,
        _ rulebook: Rulebook
    ) {
        if mayMove(user, by: change) { return addStreaks(rulebook.streaks, of: user) }
        guard let primary = rulebook.primaryStreak else { return }
        let mayOpen = change.attributes.keys.contains { key in
            guard let attribute = rulebook.attribute(.user, key: key)?.id else { return false }
            return rulebook.achievements.asking(for: attribute).contains {
                $0.trigger.kind == .streak
            }
        }
        if mayOpen { addStreaks([primary], of: user) }
    }

    /// Adds streaks of a user, and where a user lived who has moved.
    private mutating func addStreaks(_ definitions: [StreakDefinition], of key: UserKey) {
        guard let user = users[key], !definitions.isEmpty else { return }
        if user.zoneSince > .distantPast { stays.insert(key) }
        for definition in definitions
        where !streaks[key, default: []].contains(definition.id) {
            streaks[key, default: []].append(definition.id)
        }
    }

    private func mayMove(_ user: UserKey, by change: UserChange) -> Bool {
        change.zone != .keep && change.zone.applied(to: users[user]?.zone) != users[user]?.zone
    }

    /// Adds the events that a command has stored already, if its transaction was committed after all.
    mutating func addOwnEvents(of pending: Pending, rulebook: Rulebook) {
        for touch in pending.touches {
            guard case .event(let draft, let index) = touch.kind, users[draft.user] != nil else {
                continue
            }
            guard let metric = rulebook.metric(key: draft.metricKey)?.id else { continue }
            let id = EventID(number: pending.firstNumber + Int64(index), user: draft.user)
            ownEvents.append((id, metric, draft.idempotencyKey, draft.sharesKey))
        }
    }

    /// Adds what taking stored events back needs.
    mutating func add(_ events: [UserKey: [Event]], rulebook: (UserKey) -> Rulebook?) {
        for (user, events) in events {
            for event in events {
                addTally(of: user, event.metric)
                guard let rulebook = rulebook(user) else { continue }
                addStreaks(rulebook.streaks(of: event.metric), of: user)
                // The user may have chosen that metric for the primary streak.
                if let primary = rulebook.primaryStreak { addStreaks([primary], of: user) }
            }
        }
    }

    private mutating func addKey(of draft: EventDraft, _ metric: MetricID) {
        guard let key = draft.idempotencyKey else { return }
        if draft.sharesKey {
            sharedKeys.append((draft.user, key))
        } else {
            idempotencyKeys.append((draft.user, metric, key))
        }
    }

    /// Adds metrics whose totals are needed for something else than events.
    mutating func addTallies(_ places: [(user: UserKey, metric: MetricID)]) {
        for (user, metric) in places { addTally(of: user, metric) }
    }

    private mutating func addTally(of user: UserKey, _ metric: MetricID) {
        guard !tallies[user, default: []].contains(metric) else { return }
        tallies[user, default: []].append(metric)
        if users[user] != nil { metrics.append((user, metric)) }
    }
}
