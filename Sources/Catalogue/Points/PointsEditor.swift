import CivilTime
import Engine
import ServiceRuntime
import Storage

/// What the points of a workspace are set up from while it is being changed, in one transaction: the
/// rules about several items, over the editors that store them.
struct PointsEditor {
    fileprivate(set) var systems: Editor<PointsSystem>
    fileprivate(set) var triggers: Editor<PointsTrigger>
    fileprivate(set) var levels: Editor<PointsLevel>
    fileprivate(set) var boosts: Editor<PointsBoost>

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
    fileprivate var workspace: WorkspaceID { systems.workspace }
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
        for boost in draft.boosts {
            if let issue = try boost.issue(with: change.connection.users) { return .failure(issue) }
        }
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
    fileprivate func startWalk(over system: PointsSystemID) throws(StorageError) {
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

    /// Creates a part of a system, or changes one.
    mutating func put<Part: PointsPart>(
        _ draft: Part.Draft,
        of system: PointsSystemID
    ) throws(StorageError) -> Result<Part, ItemIssue> {
        let made: Result<Part, ItemIssue> = try self.draft(draft, of: system)
        guard case .success(let part) = made else { return made }
        let known = self[keyPath: Part.editor].items.named(part.publicID)
        if let trigger = known as? PointsTrigger, !trigger.isLike(part as? PointsTrigger),
            let issue = try change.issue(of: .trigger(trigger.id), in: workspace)
        {
            return .failure(issue)
        }
        if known == nil {
            try self[keyPath: Part.editor].create(part)
        } else {
            try self[keyPath: Part.editor].update(part)
        }
        try part.follow(known, in: self)
        return made
    }

    /// The part of a system that a change would make.
    func draft<Part: PointsPart>(
        _ draft: Part.Draft,
        of system: PointsSystemID
    ) throws(StorageError) -> Result<Part, ItemIssue> {
        let items = self[keyPath: Part.editor].items
        let known = draft.publicID.flatMap { items.named($0) }
        if draft.publicID != nil, known?.system != system { return .failure(Part.notFound) }
        if let issue = try draft.issue(with: change.connection.users) { return .failure(issue) }
        let number = if let known { known.number } else { try nextNumber() }
        return Result { () throws(ItemIssue) in
            try Part.made(by: draft, of: system, known, number: number, among: items, in: self)
        }
    }

    /// Ends a part of a system.
    mutating func archive<Part: PointsPart>(
        _ kind: Part.Type,
        _ publicID: String,
        of system: PointsSystemID
    ) throws(StorageError) -> Result<String, ItemIssue> {
        guard self[keyPath: Part.editor].items.named(publicID)?.system == system else {
            return .failure(Part.notFound)
        }
        if let trigger = self[keyPath: Part.editor].items.named(publicID) as? PointsTrigger,
            let issue = try change.issue(of: .trigger(trigger.id), in: workspace)
        {
            return .failure(issue)
        }
        return try self[keyPath: Part.editor].archive(publicID)
    }
}

/// Something that a points system has: a level, a boost or a trigger.
protocol PointsPart: EditedPointsItem {
    /// What is told of one.
    associatedtype Draft: PointsPartChange

    /// What stores them.
    static var editor: WritableKeyPath<PointsEditor, Editor<Self>> { get }

    /// The one that a change makes, of the one before, if there is one.
    static func made(
        by draft: Draft,
        of system: PointsSystemID,
        _ known: Self?,
        number: Int64,
        among items: [Self],
        in editor: PointsEditor
    ) throws(ItemIssue) -> Self

    /// Does what follows from its being stored in the place of the one before.
    func follow(_ known: Self?, in editor: PointsEditor) throws(StorageError)
}

extension PointsLevel: PointsPart {
    static var editor: WritableKeyPath<PointsEditor, Editor<PointsLevel>> { \.levels }

    static func made(
        by draft: PointsLevelChange,
        of system: PointsSystemID,
        _ known: PointsLevel?,
        number: Int64,
        among items: [PointsLevel],
        in editor: PointsEditor
    ) throws(ItemIssue) -> PointsLevel {
        try editor.level(draft, of: system, known, number: number, among: items)
    }

    func follow(_ known: PointsLevel?, in editor: PointsEditor) {}
}

extension PointsBoost: PointsPart {
    static var editor: WritableKeyPath<PointsEditor, Editor<PointsBoost>> { \.boosts }

    static func made(
        by draft: PointsBoostChange,
        of system: PointsSystemID,
        _ known: PointsBoost?,
        number: Int64,
        among items: [PointsBoost],
        in editor: PointsEditor
    ) throws(ItemIssue) -> PointsBoost {
        try editor.boost(draft, of: system, known, number: number, among: items)
    }

    func follow(_ known: PointsBoost?, in editor: PointsEditor) throws(StorageError) {
        try schedule(after: known, in: editor.workspace, editor.change)
    }
}

extension PointsTrigger: PointsPart {
    static var editor: WritableKeyPath<PointsEditor, Editor<PointsTrigger>> { \.triggers }

    static func made(
        by draft: PointsTriggerChange,
        of system: PointsSystemID,
        _ known: PointsTrigger?,
        number: Int64,
        among items: [PointsTrigger],
        in editor: PointsEditor
    ) throws(ItemIssue) -> PointsTrigger {
        try editor.trigger(draft, of: system, known, number: number, among: items)
    }

    /// Whether another one gives the same for the same.
    fileprivate func isLike(_ other: PointsTrigger?) -> Bool {
        guard let other else { return false }
        return cause == other.cause && TriggerTerms(self) == TriggerTerms(other)
            && status == other.status
    }

    func follow(_ known: PointsTrigger?, in editor: PointsEditor) throws(StorageError) {
        if needsWalk, activations != known?.activations { try editor.startWalk(over: system) }
    }
}
