public import Catalogue
public import Engine
import ServiceRuntime
import Storage

extension Reading {
    /// What a user has of a system, and all that was ever given and spent; what time has brought since
    /// anybody looked is given first.
    public func pointsAccount(
        of id: String,
        _ system: PointsSystem,
        in view: WorkspaceView
    ) async throws -> PointsAccount {
        _ = try await pointsTotals(of: id, in: view)
        return try await database.readSlowly { [keyring] (connection) throws(StorageError) in
            guard let row = try connection.users.find(id, in: view.id, keyring: keyring) else {
                return nil as PointsAccount?
            }
            let sums = try connection.pointsLedger.sums(of: row.key, system.id)
            return PointsAccount(system: system.id, sums: sums)
        }.found(id)
    }
}

/// What a user has of a points system, and what it came from.
public struct PointsAccount: Hashable, Sendable {
    /// The system.
    public let system: PointsSystemID
    /// What the user has.
    public let total: Int64
    /// All that was ever given; it never shrinks.
    public let earned: Int64
    /// All that triggers and calls ever took; not what was taken back, and not what expired.
    public let spent: Int64
    /// How many rows the ledger has.
    public let rowCount: Int

    /// The sums of a ledger.
    init(system: PointsSystemID, sums: [PointsSum]) {
        self.system = system
        total = sums.reduce(0) { $0 + $1.given - $1.taken }
        // What had expired and was made good was earned before.
        earned = sums.filter { $0.kind != .expiry }.reduce(0) { $0 + $1.given }
        spent = sums.filter { $0.kind == .spend || $0.kind == .deduction }
            .reduce(0) { $0 + $1.taken }
        rowCount = sums.reduce(0) { $0 + $1.rowCount }
    }

    /// What somebody has who never had anything.
    public static let empty = PointsAccount(system: PointsSystemID(0), sums: [])
}
