import CivilTime
import Engine
import Storage

/// What is the same for everything that points are set up from.
protocol EditedPointsItem: Item, PointsItem where Surroundings == PointsSurroundings {
    /// Why it cannot be as it is; nothing when it is sound.
    var problems: [PointsProblem] { get }

    /// How many of the kind a workspace may have.
    static func maximumCount(_ limits: CatalogueLimits) -> Int
}

extension EditedPointsItem {
    var ownKey: String? { storedKey }

    static func all(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> [Self] {
        try change.connection.pointsItems.active(Self.self, in: workspace)
    }

    static func surroundings(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> PointsSurroundings {
        try PointsSurroundings(in: workspace, change)
    }

    func insert(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.pointsItems.insert(self, in: workspace, at: change.now)
    }

    func update(from old: Self, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.pointsItems.update(self, at: change.now)
    }

    func archive(
        beside surroundings: PointsSurroundings,
        _ change: ConfigurationChange
    ) throws(StorageError) {
        try change.connection.pointsItems.archive(number, at: change.now)
    }

    func document(beside surroundings: PointsSurroundings, among items: [Self]) -> String {
        document(naming: surroundings.names)
    }
}

extension PointsSystem: EditedPointsItem {
    static var itemKind: ItemKind { .pointsSystem }
    static var notFound: ItemIssue { ItemIssue("Points system not found by ID") }
    static func maximumCount(_ limits: CatalogueLimits) -> Int { limits.maximumPointsSystems }
}

extension PointsTrigger: EditedPointsItem {
    static var itemKind: ItemKind { .pointsTrigger }
    static var notFound: ItemIssue { ItemIssue("Points trigger not found by ID") }
    static func maximumCount(_ limits: CatalogueLimits) -> Int { limits.maximumPointsTriggers }
}

extension PointsLevel: EditedPointsItem {
    static var itemKind: ItemKind { .pointsLevel }
    static var notFound: ItemIssue { ItemIssue("Level not found by ID") }
    static func maximumCount(_ limits: CatalogueLimits) -> Int { limits.maximumPointsLevels }
}

extension PointsBoost: EditedPointsItem {
    static var itemKind: ItemKind { .pointsBoost }
    static var notFound: ItemIssue { ItemIssue("Points boost not found by ID") }
    static func maximumCount(_ limits: CatalogueLimits) -> Int { limits.maximumPointsBoosts }

    /// Puts the next thing that is to be told of it on the due list, in the place of what stands
    /// there of what it was before.
    func schedule(
        after old: PointsBoost?,
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) {
        let next = try nextEntry(in: workspace, change)
        let known = try old?.nextEntry(in: workspace, change)
        try change.connection.due.remove([known, next].compactMap { $0 })
        if let next { try change.connection.due.insert([next]) }
    }

    /// The zone by whose days it begins and ends: that of its user, or none where it is for several.
    func zone(_ change: ConfigurationChange) throws(StorageError) -> Zone? {
        guard let user else { return nil }
        let name = try change.connection.users.rows(of: [user]).first?.user?.zone
        return name.map { change.zones.zoneOrUTC(named: $0) } ?? .utc
    }

    /// Its place in the due list.
    ///
    /// A boost is there once at a moment, so that the entry needs no number of its own.
    private func nextEntry(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> DueEntry? {
        guard let at = nextToTell(in: try zone(change)) else { return nil }
        return DueEntry(
            kind: .boost,
            workspace: workspace,
            subject: id.number,
            user: user ?? .nobody,
            at: at,
            number: 0
        )
    }
}
