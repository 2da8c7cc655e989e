import CivilTime

extension Fold {
    /// Applies a change of a user, in whatever else is done; where it moves the user to another
    /// zone, the streaks follow.
    func followingMove<Value>(
        by change: UserChange,
        in snapshot: inout Snapshot,
        _ body: (inout Snapshot) throws(Interruption) -> Value
    ) throws(Interruption) -> Value {
        let isMove = snapshot.user.map { change.zone.applied(to: $0.zone) != $0.zone } ?? false
        let firstZone = try firstZone(by: change.zone, of: snapshot)
        return try self.change(
            isMove || snapshot.mayComeUnderAmnesty(by: change, rulebook) ? rulebook.streaks : [],
            in: &snapshot,
            by: { snapshot throws(Interruption) in
                let value = try body(&snapshot)
                if let firstZone { try dateAnew(in: firstZone, &snapshot) }
                return value
            },
            rejudging: { loaded, judge throws(Interruption) in
                guard isMove else { return }
                if let firstZone { return try judge.dateAnew(&loaded, in: firstZone) }
                try judge.followMove(at: now, in: &loaded)
            }
        )
    }

    /// Creates the user if need be and applies a change; only what differs is marked to be written.
    ///
    /// What that makes reachable is told of the event that it came with, if it came with one.
    @discardableResult
    func change(
        userID: String,
        by change: UserChange,
        tellingOf number: Int64? = nil,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> User {
        let attributes = try refusing { () throws(Refusal) in
            try self.attributes(from: change)
        }
        let before = snapshot.user
        var user = try refusing { () throws(Refusal) -> User in
            if let before { before } else { try newUser(id: userID, key: snapshot.key) }
        }
        user.name = change.name.applied(to: user.name)
        user.deviceTokens = change.deviceTokens.applied(to: user.deviceTokens)
        try refusing { () throws(Refusal) in try changeMail(of: &user, by: change) }
        let isFirst =
            before == nil ? true : try firstZone(by: change.zone, of: snapshot) != nil
        let stay = changeZone(of: &user, isFirst: isFirst, isNew: before == nil, by: change.zone)
        try refusing { () throws(Refusal) in try changeSignUp(of: &user, by: change) }

        let known = attributes.isEmpty ? [:] : try snapshot.attributes()
        let changed = attributes.filter { id, value in !known[id].isSameText(as: value) }
        let fields = user.changedFields(from: before)
        guard before == nil || !fields.isEmpty || !changed.isEmpty else {
            try judgeUser(changed: [], tellingOf: number, in: &snapshot)
            return user
        }
        user.updatedAt = now
        try snapshot.store(user, stay: stay, attributes: changed)
        let fact = UserFact(
            kind: before == nil ? .created : .changed,
            at: now,
            fields: fields + rulebook.factNames(of: changed.keys)
        )
        snapshot.tell(Fact(fact))
        try listAnew(changed: changed.keys, in: &snapshot)
        if before != nil, stay != nil { try planWindows(in: &snapshot) }
        try judgeUser(changed: changed.keys, tellingOf: number, in: &snapshot)
        return user
    }

    private func newUser(id: String, key: UserKey) throws(Refusal) -> User {
        if let problem = id.problemInAddresses {
            throw Refusal(.unusableUserID(problem: problem))
        }
        // The key is a keyed hash, so its remainder is a fair and repeatable draw.
        let draw = Double(key.number % 10_000) / 100
        return User(
            id: id,
            isControl: draw < rulebook.controlPercentage,
            createdAt: now,
            updatedAt: now
        )
    }

    private func attributes(from change: UserChange) throws(Refusal) -> [AttributeID: String?] {
        guard !change.attributes.isEmpty else { return [:] }
        let unknownKeys = rulebook.unknownKeys(.user, among: change.attributes.keys)
        guard unknownKeys.isEmpty else { throw Refusal(.unknownAttributes(unknownKeys, .user)) }
        var attributes: [AttributeID: String?] = [:]
        for (key, value) in change.attributes {
            guard let attribute = rulebook.attribute(.user, key: key) else { continue }
            attributes.updateValue(value, forKey: attribute.id)
        }
        return attributes
    }

    private func changeMail(of user: inout User, by change: UserChange) throws(Refusal) {
        user.subscribesToEmails = change.subscribesToEmails ?? user.subscribesToEmails
        user.email = user.subscribesToEmails ? change.email.applied(to: user.email) : nil
        if change.subscribesToEmails == true, user.email == nil {
            throw Refusal(.mailWithoutAddress)
        }
    }

    /// The stay that begins, if the zone changes or the user is new.
    private func changeZone(
        of user: inout User,
        isFirst: Bool,
        isNew: Bool,
        by change: Change<String>
    ) -> ZoneStay? {
        let zone = change.applied(to: user.zone)
        guard isNew || zone != user.zone else { return nil }
        user.zone = zone
        user.zoneSince = isFirst ? .distantPast : now
        return ZoneStay(from: user.zoneSince, zone: zone)
    }

    /// Takes in the day of signing up, or the moment, whose day is that of the user's zone as it is
    /// after the change.
    ///
    /// Callers and users have their dates in different zones, so a day may be one that has begun
    /// anywhere: whether it is taken does not depend on the hour.
    private func changeSignUp(of user: inout User, by change: UserChange) throws(Refusal) {
        if let moment = change.signUpAt {
            do {
                let zone = try zones.zone(named: user.zone ?? rulebook.defaultZone)
                user.signUpOn = zone.civilDate(at: moment)
            } catch {
                throw Refusal(.unknownZone(error.message))
            }
        } else {
            user.signUpOn = change.signUpOn.applied(to: user.signUpOn)
            guard case .set = change.signUpOn else { return }
        }
        let latest = Zone.utc.civilDate(
            at: now.adding(seconds: EngineLimits.secondsOfEarliestZone)
        )
        guard let day = user.signUpOn, day > latest else { return }
        throw Refusal(.signUpAhead(day, latest: latest))
    }
}
