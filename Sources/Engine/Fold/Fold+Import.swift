import CivilTime

// A history comes with its true dates. Who is new gets the zones first and the marks next, so that
// every event finds what held at its time; then the events, in the order of time, as a batch. So
// the result is the one that single calls would have come to.

extension Fold {
    /// Takes a history in.
    func importHistory(
        _ command: ImportUser,
        number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> ImportedUser {
        let history = command.history
        let toldCount = snapshot.facts.told.count
        var outcome = ImportedUser(isNew: snapshot.user == nil)
        outcome.completionCount = try importCompletions(history, in: &snapshot)
        try importProfile(history, in: &snapshot)
        outcome.markCount = try importMarks(history, number: number, in: &snapshot)
        outcome.needsRecount =
            history.defersStreaks || history.hasCorrections
            || !outcome.isNew && !history.marks.isEmpty
        snapshot.streaks.isDeferred = outcome.needsRecount
        try importEvents(
            history,
            number: number + Int64(history.marks.count),
            &outcome,
            in: &snapshot
        )
        try finish(&snapshot)
        snapshot.streaks.isDeferred = false
        let hasChanged = snapshot.facts.told.count > toldCount || outcome.hasChanged
        guard !command.tellsEach else {
            snapshot.facts.putCreationFirst(after: toldCount)
            return outcome
        }
        snapshot.facts.forget(after: toldCount)
        if hasChanged { snapshot.tell(Fact(UserFact(outcome, at: now))) }
        return outcome
    }

    /// Counts all streaks of a user from what is stored.
    func recountStreaks(
        tellingEach: Bool,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard snapshot.user != nil else { return }
        let toldCount = snapshot.facts.told.count
        for definition in rulebook.streaks {
            try change(definition, in: &snapshot) { loaded, judge throws(Interruption) in
                try judge.rebuild(&loaded)
            }
        }
        try finish(&snapshot)
        if !tellingEach { snapshot.facts.forget(after: toldCount) }
    }

    /// Gives what the user had reached, with its date, before events reach it now.
    private func importCompletions(
        _ history: UserHistory,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> Int {
        guard !history.completions.isEmpty else { return 0 }
        try snapshot.requireCompletions(of: history.completions.map(\.achievement))
        var count = 0
        for completion in history.completions {
            guard let achievement = rulebook.achievements[completion.achievement],
                try snapshot.completion(of: achievement.id) == nil
            else { continue }
            snapshot.complete(achievement, completion)
            count += 1
        }
        return count
    }

    /// Adds what is not known of the user: what is known stays, since it may be newer.
    private func importProfile(
        _ history: UserHistory,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let isNew = snapshot.user == nil
        var change = history.change
        if let first = history.zones.first, change.zone == .keep, let name = first.zone {
            change.zone = .set(isNew ? name : history.zones.last?.zone ?? name)
        }
        if let user = snapshot.user { try leaveOut(knownOf: user, of: &change, in: snapshot) }
        _ = try followingMove(by: change, in: &snapshot) { snapshot throws(Interruption) in
            try self.change(userID: history.userID, by: change, in: &snapshot)
        }
        guard isNew else { return }
        if let createdAt = history.createdAt {
            snapshot.profile.user?.createdAt = min(createdAt, now)
        }
        for stay in history.zones.dropFirst() {
            guard var user = snapshot.user else { return }
            user.zone = stay.zone
            user.zoneSince = stay.from
            try snapshot.store(user, stay: stay, attributes: [:])
        }
    }

    private func leaveOut(
        knownOf user: User,
        of change: inout UserChange,
        in snapshot: Snapshot
    ) throws(Interruption) {
        if user.name != nil { change.name = .keep }
        if user.email != nil || !user.subscribesToEmails { change.email = .keep }
        if user.zone != nil { change.zone = .keep }
        if user.deviceTokens != nil { change.deviceTokens = .keep }
        if user.signUpOn != nil { (change.signUpOn, change.signUpAt) = (.keep, nil) }
        change.subscribesToEmails = nil
        guard !change.attributes.isEmpty else { return }
        let known = try snapshot.attributes()
        change.attributes = change.attributes.filter { key, _ in
            rulebook.attribute(.user, key: key).map { known[$0.id] == nil } ?? true
        }
    }

    /// Puts the marks there that are not: as often as they come.
    private func importMarks(
        _ history: UserHistory,
        number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> Int {
        guard !history.marks.isEmpty else { return 0 }
        var known = try snapshot.marks()
        var count = 0
        for (index, mark) in history.marks.enumerated() {
            if let found = known.firstIndex(where: mark.says) {
                known.remove(at: found)
                continue
            }
            try checkRoom(in: snapshot)
            let id = EventID(number: number + Int64(index), user: snapshot.key)
            try snapshot.put(
                StreakMark(
                    publicID: id.description,
                    definition: mark.definition,
                    kind: mark.kind,
                    at: mark.at
                )
            )
            count += 1
        }
        return count
    }

    private func importEvents(
        _ history: UserHistory,
        number: Int64,
        _ outcome: inout ImportedUser,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard !history.events.isEmpty else { return }
        let numbered = history.events.enumerated().map { (draft: $1, number: number + Int64($0)) }
        let storedCount = snapshot.totals.newEvents.count
        let recorded = try record(numbered, in: &snapshot)
        outcome.repeatedCount = recorded.count(where: \.isReplay)
        outcome.eventCount = recorded.count - outcome.repeatedCount
        let moments = snapshot.totals.newEvents.dropFirst(storedCount).map(\.occurredAt)
        if let first = moments.min(), let last = moments.max() { outcome.instants = first...last }
    }
}

extension ImportedUser {
    fileprivate var hasChanged: Bool {
        isNew || eventCount + markCount + completionCount > 0
    }
}

extension FactSection {
    /// Takes back what was told after so many facts.
    fileprivate mutating func forget(after count: Int) {
        told.removeSubrange(min(count, told.count)...)
    }

    /// Has a new user told before everything else about that user.
    fileprivate mutating func putCreationFirst(after count: Int) {
        let created = Fact.Kind(UserFact.Kind.created)
        guard let index = told.indices.dropFirst(count).first(where: { told[$0].kind == created })
        else { return }
        told.insert(told.remove(at: index), at: count)
    }
}
