import CivilTime
import Engine
import ServiceRuntime
import Storage

extension PointsEditor {
    func level(
        _ draft: PointsLevelChange,
        of system: PointsSystemID,
        _ known: PointsLevel?,
        number: Int64,
        among items: [PointsLevel]
    ) throws(ItemIssue) -> PointsLevel {
        var level: PointsLevel
        if let known {
            level = known
        } else {
            guard let key = draft.key else { throw ItemIssue.told("key is required") }
            guard let name = draft.fields.name else { throw ItemIssue.told("name is required") }
            guard let points = draft.fields.points else {
                throw ItemIssue.told("points is required")
            }
            guard !items.contains(where: { $0.system == system && $0.key.isSameID(as: key) })
            else { throw ItemIssue.keyInUse(.pointsLevel) }
            level = PointsLevel(
                id: PointsLevelID(number),
                publicID: PublicID.make(at: change.now),
                system: system,
                key: key,
                name: name,
                points: points
            )
        }
        draft.fields.apply(to: &level)
        if let issue = issue(of: level, isNew: known == nil, among: items) { throw issue }
        return level
    }

    func boost(
        _ draft: PointsBoostChange,
        of system: PointsSystemID,
        _ known: PointsBoost?,
        number: Int64,
        among items: [PointsBoost]
    ) throws(ItemIssue) -> PointsBoost {
        var boost: PointsBoost
        if let known {
            boost = known
        } else {
            guard let name = draft.fields.name else { throw ItemIssue.told("name is required") }
            guard let start = draft.fields.start else { throw ItemIssue.told("start is required") }
            guard let multiplier = draft.fields.multiplier else {
                throw ItemIssue.told("multiplier is required")
            }
            boost = PointsBoost(
                id: PointsBoostID(number),
                publicID: PublicID.make(at: change.now),
                system: system,
                name: name,
                start: start,
                multiplier: multiplier,
                audience: draft.owner.map { .one($0.key, id: $0.id) } ?? .users(AttributeFilter())
            )
        }
        draft.fields.apply(to: &boost)
        try narrow(&boost, to: draft.userAttributes)
        // What is told is told again where it turns out to be still to come.
        boost.told = boost.toldAsOf(now, isNew: known == nil)
        if let issue = issue(of: boost, isNew: known == nil, among: items) { throw issue }
        return boost
    }

    private func narrow(
        _ boost: inout PointsBoost,
        to change: Change<[AchievementChange.Match]>
    ) throws(ItemIssue) {
        switch change {
        case .keep: break
        case .clear:
            if boost.user == nil { boost.audience = .users(AttributeFilter()) }
        case .set(let matches):
            guard boost.user == nil else {
                throw ItemIssue.told("userAttributes cannot be set on a boost of one user")
            }
            boost.audience = .users(try boosts.surroundings.filter(matches, of: .user))
        }
    }

    func trigger(
        _ draft: PointsTriggerChange,
        of system: PointsSystemID,
        _ known: PointsTrigger?,
        number: Int64,
        among items: [PointsTrigger]
    ) throws(ItemIssue) -> PointsTrigger {
        let trigger = try PointsTriggerDraft(
            change: draft,
            known: known,
            system: system,
            surroundings: triggers.surroundings,
            triggers: items
        ).trigger(
            PointsTriggerID(number),
            publicID: known?.publicID ?? PublicID.make(at: change.now)
        )
        if let issue = issue(of: trigger, isNew: known == nil, among: items) { throw issue }
        return trigger
    }
}

extension PointsTrigger {
    /// Whether something has to be done for users who do nothing.
    var needsWalk: Bool { status == .active && (cause.kind == .time || countsPast) }
}

extension PointsBoost {
    /// How far it counts as told: of one that comes too late nothing is told any more.
    ///
    /// The zone of a single user changes that by hours, and the round that tells looks again.
    fileprivate func toldAsOf(_ now: Instant, isNew: Bool) -> Told {
        switch status(at: now, in: nil) {
        case .scheduled: .nothing
        case .active: told == .end ? .nothing : told
        case .finished: isNew ? .end : told
        }
    }
}
