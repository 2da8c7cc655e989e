import CivilTime
import Engine
import ServiceRuntime
import Storage

/// What the points of a workspace are set up from while it is being changed, in one transaction: the
/// rules about several items, over the editors that store them.
struct PointsEditor {
    private(set) var systems: Editor<PointsSystem>
    private(set) var triggers: Editor<PointsTrigger>
    private(set) var levels: Editor<PointsLevel>
    private(set) var boosts: Editor<PointsBoost>

    /// Reads what there is.
    init(
        _ change: ConfigurationChange,
        of workspace: WorkspaceID
    ) throws(StorageError) {
        systems = try Editor(change, of: workspace)
        triggers = try Editor(change, of: workspace)
        levels = try Editor(change, of: workspace)
        boosts = try Editor(change, of: workspace)
    }

    var change: ConfigurationChange { systems.change }
    private var workspace: WorkspaceID { systems.workspace }
    var now: Instant { systems.surroundings.now }

    /// Why an item cannot be stored as it is; nothing where it can.
    func issue<Element: EditedPointsItem>(
        of item: Element,
        isNew: Bool,
        among items: [Element]
    ) -> ItemIssue? {
        if let problem = item.problems.first { return .contradictionOfPoints(problem) }
        let most = Element.maximumCount(change.limits)
        guard isNew, items.count >= most else { return nil }
        return .tooMany(Element.itemKind, maximum: most)
    }

    private func nextNumber() throws(StorageError) -> Int64 {
        try change.connection.pointsItems.nextNumber()
    }
}

// MARK: - Systems

extension PointsEditor {
    /// Creates a system with what it begins with: all of it, or nothing.
    mutating func create(
        _ draft: PointsSystemChange
    ) throws(StorageError) -> Result<CreatedPointsSystem, ItemIssue> {
        let number = try nextNumber()
        let made: CreatedPointsSystem
        do throws(ItemIssue) {
            made = try created(draft, number: number)
        } catch {
            return .failure(error)
        }
        try systems.create(made.system)
        for level in made.levels { try levels.create(level) }
        for trigger in made.triggers { try triggers.create(trigger) }
        if made.system.expiresAfterDays != nil || made.triggers.contains(where: \.needsWalk) {
            try startWalk(over: made.system.id)
        }
        for boost in made.boosts {
            try boosts.create(boost)
            try boost.schedule(after: nil, in: workspace, change)
        }
        return .success(made)
    }

    private func created(
        _ draft: PointsSystemChange,
        number: Int64
    ) throws(ItemIssue) -> CreatedPointsSystem {
        guard let key = draft.key else { throw ItemIssue.told("key is required") }
        guard let name = draft.fields.name else { throw ItemIssue.told("name is required") }
        guard !systems.items.contains(where: { $0.key.isSameID(as: key) }) else {
            throw ItemIssue.keyInUse(.pointsSystem)
        }
        var system = PointsSystem(
            id: PointsSystemID(number),
            publicID: PublicID.make(at: change.now),
            key: key,
            name: name,
            createdAt: now
        )
        draft.fields.apply(to: &system)
        if let issue = issue(of: system, isNew: true, among: systems.items) { throw issue }
        var next = number
        var (newLevels, newBoosts, newTriggers) = (
            [PointsLevel](), [PointsBoost](), [PointsTrigger]()
        )
        for level in draft.levels {
            next += 1
            let others = levels.items + newLevels
            newLevels.append(try self.level(level, of: system.id, nil, number: next, among: others))
        }
        for boost in draft.boosts {
            next += 1
            let others = boosts.items + newBoosts
            newBoosts.append(try self.boost(boost, of: system.id, nil, number: next, among: others))
        }
        for trigger in draft.triggers {
            next += 1
            let others = triggers.items + newTriggers
            newTriggers.append(
                try self.trigger(trigger, of: system.id, nil, number: next, among: others)
            )
        }
        return CreatedPointsSystem(
            system: system,
            levels: newLevels,
            boosts: newBoosts,
            triggers: newTriggers
        )
    }

    /// Changes a system.
    mutating func update(
        _ change: PointsSystemChange
    ) throws(StorageError) -> Result<PointsSystem, ItemIssue> {
        guard var system = systems.items.named(change.publicID ?? "") else {
            return .failure(PointsSystem.notFound)
        }
        let expiresAfterDays = system.expiresAfterDays
        change.fields.apply(to: &system)
        if let issue = issue(of: system, isNew: false, among: systems.items) {
            return .failure(issue)
        }
        try systems.update(system)
        if system.expiresAfterDays != expiresAfterDays { try startWalk(over: system.id) }
        return .success(system)
    }

    /// Lets time begin, in the background, for users who are there already.
    private func startWalk(over system: PointsSystemID) throws(StorageError) {
        try change.connection.pointsWalks.start(system, in: workspace, at: change.now)
    }

    /// Ends a system; what was given of it stays in the ledger.
    mutating func archiveSystem(
        _ publicID: String
    ) throws(StorageError) -> Result<String, ItemIssue> {
        try systems.archive(publicID)
    }
}

// MARK: - What systems have

extension PointsEditor {
    /// The system with a UUID.
    func system(_ publicID: String) -> PointsSystem? { systems.items.named(publicID) }

    /// Creates a level, or changes one.
    mutating func put(
        _ draft: PointsLevelChange,
        of system: PointsSystemID
    ) throws(StorageError) -> Result<PointsLevel, ItemIssue> {
        let known = draft.publicID.flatMap { levels.items.named($0) }
        if draft.publicID != nil, known?.system != system { return .failure(PointsLevel.notFound) }
        let number = if let known { known.number } else { try nextNumber() }
        let level: PointsLevel
        do throws(ItemIssue) {
            level = try self.level(draft, of: system, known, number: number, among: levels.items)
        } catch {
            return .failure(error)
        }
        if known == nil { try levels.create(level) } else { try levels.update(level) }
        return .success(level)
    }

    /// Creates a boost, or changes one.
    mutating func put(
        _ draft: PointsBoostChange,
        of system: PointsSystemID
    ) throws(StorageError) -> Result<PointsBoost, ItemIssue> {
        let known = draft.publicID.flatMap { boosts.items.named($0) }
        if draft.publicID != nil, known?.system != system { return .failure(PointsBoost.notFound) }
        let number = if let known { known.number } else { try nextNumber() }
        let boost: PointsBoost
        do throws(ItemIssue) {
            boost = try self.boost(draft, of: system, known, number: number, among: boosts.items)
        } catch {
            return .failure(error)
        }
        if known == nil { try boosts.create(boost) } else { try boosts.update(boost) }
        try boost.schedule(after: known, in: workspace, change)
        return .success(boost)
    }

    /// Creates a trigger, or changes one.
    mutating func put(
        _ draft: PointsTriggerChange,
        of system: PointsSystemID
    ) throws(StorageError) -> Result<PointsTrigger, ItemIssue> {
        let known = draft.publicID.flatMap { triggers.items.named($0) }
        if draft.publicID != nil, known?.system != system {
            return .failure(PointsTrigger.notFound)
        }
        let number = if let known { known.number } else { try nextNumber() }
        let trigger: PointsTrigger
        do throws(ItemIssue) {
            trigger = try self.trigger(
                draft,
                of: system,
                known,
                number: number,
                among: triggers.items
            )
        } catch {
            return .failure(error)
        }
        if known == nil { try triggers.create(trigger) } else { try triggers.update(trigger) }
        if trigger.needsWalk, trigger.activations != known?.activations {
            try startWalk(over: system)
        }
        return .success(trigger)
    }

    /// The trigger that a change would make.
    func draft(
        _ change: PointsTriggerChange,
        of system: PointsSystemID
    ) throws(StorageError) -> Result<PointsTrigger, ItemIssue> {
        let known = change.publicID.flatMap { triggers.items.named($0) }
        if change.publicID != nil, known?.system != system {
            return .failure(PointsTrigger.notFound)
        }
        let number = if let known { known.number } else { try nextNumber() }
        return Result { () throws(ItemIssue) in
            try trigger(change, of: system, known, number: number, among: triggers.items)
        }
    }

    /// The boost that a change would make.
    func draft(
        _ change: PointsBoostChange,
        of system: PointsSystemID
    ) throws(StorageError) -> Result<PointsBoost, ItemIssue> {
        let known = change.publicID.flatMap { boosts.items.named($0) }
        if change.publicID != nil, known?.system != system { return .failure(PointsBoost.notFound) }
        let number = if let known { known.number } else { try nextNumber() }
        return Result { () throws(ItemIssue) in
            try boost(change, of: system, known, number: number, among: boosts.items)
        }
    }

    mutating func archiveLevel(
        _ publicID: String,
        of system: PointsSystemID
    ) throws(StorageError) -> Result<String, ItemIssue> {
        guard levels.items.named(publicID)?.system == system else {
            return .failure(PointsLevel.notFound)
        }
        return try levels.archive(publicID)
    }

    mutating func archiveBoost(
        _ publicID: String,
        of system: PointsSystemID
    ) throws(StorageError) -> Result<String, ItemIssue> {
        guard boosts.items.named(publicID)?.system == system else {
            return .failure(PointsBoost.notFound)
        }
        return try boosts.archive(publicID)
    }

    mutating func archiveTrigger(
        _ publicID: String,
        of system: PointsSystemID
    ) throws(StorageError) -> Result<String, ItemIssue> {
        guard triggers.items.named(publicID)?.system == system else {
            return .failure(PointsTrigger.notFound)
        }
        return try triggers.archive(publicID)
    }
}
