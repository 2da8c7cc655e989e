public import CivilTime

/// How far a follower of facts has come, and which process does its work.
public struct StoredFollower: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Which order its place is of.
    public let epoch: Int64
    /// Everything up to here has been done.
    public let place: FactPlace
    /// The process that holds the lease; nothing when it was given back.
    public let holder: String?
    /// Grows whenever the lease is taken or renewed, so that others see that its holder lives.
    public let renewalCount: Int64
    /// When the row was written, by its writer's clock; for people, and nothing follows from it.
    public let updatedAt: Instant
}

/// The followers of facts.
///
/// Whoever writes a row says which holder it believes itself to be: a process that has lost the
/// lease without noticing changes nothing.
public struct FollowerTable {
    let connection: any Connection

    /// A follower.
    public func find(_ name: String) throws(StorageError) -> StoredFollower? {
        try connection.firstRow(
            of: "SELECT \(unescaped: Self.list.names) FROM follower WHERE name = \(name)"
        ) { (row) throws(StorageError) in Self.follower(row) }
    }

    /// Adds a follower that nobody holds, unless there is one of this name.
    public func create(
        _ name: String,
        at place: FactPlace,
        of epoch: Int64,
        now: Instant
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [name]) { name, row in
            row[columns.name] = name
            row[columns.epoch] = epoch
            row[columns.place] = place.place
            row[columns.number] = place.number
            row[columns.user] = place.user
            row[columns.renewalCount] = 0
            row[columns.createdAt] = now
            row[columns.updatedAt] = now
        }
        try connection.send(
            """
            INSERT INTO follower (\(unescaped: Self.list.names))
            SELECT \(unescaped: Self.list.names) FROM \(batch) WHERE true
            ON CONFLICT (name) DO NOTHING
            """
        )
    }

    /// Takes the lease, unless somebody took or renewed it since it was looked at.
    public func take(
        _ seen: StoredFollower,
        by holder: String,
        now: Instant
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE follower
            SET holder = \(holder), renewal_count = renewal_count + 1, updated_at = \(now)
            WHERE name = \(seen.name) AND renewal_count = \(seen.renewalCount)
            """
        ) > 0
    }

    /// Shows that the holder lives; false when somebody else holds the lease.
    public func renew(
        _ name: String,
        by holder: String,
        now: Instant
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE follower SET renewal_count = renewal_count + 1, updated_at = \(now)
            WHERE name = \(name) AND holder = \(holder)
            """
        ) > 0
    }

    /// Notes that everything up to a place has been done; false when somebody else holds the lease.
    public func move(
        _ name: String,
        by holder: String,
        to place: FactPlace,
        of epoch: Int64,
        now: Instant
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE follower
            SET epoch = \(epoch), place = \(place.place), fact_number = \(place.number),
                user_key = \(place.user), renewal_count = renewal_count + 1, updated_at = \(now)
            WHERE name = \(name) AND holder = \(holder)
            """
        ) > 0
    }

    /// Keeps whoever moves a follower's place waiting until the transaction ends.
    public func hold(_ name: String) throws(StorageError) {
        try connection.send("UPDATE follower SET updated_at = updated_at WHERE name = \(name)")
    }

    /// Gives the lease back, so that nobody waits for it to run out.
    public func release(
        _ name: String,
        by holder: String,
        now: Instant
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE follower
            SET holder = NULL, renewal_count = renewal_count + 1, updated_at = \(now)
            WHERE name = \(name) AND holder = \(holder)
            """
        )
    }
}

// MARK: - Rows

extension FollowerTable {
    /// The columns of the table.
    private struct Columns {
        let name: Column<String>
        let epoch: Column<Int64>
        let place: Column<Int64>
        let number: Column<Int64>
        let user: Column<Int64>
        let holder: Column<String?>
        let renewalCount: Column<Int64>
        let createdAt: Column<Instant>
        let updatedAt: Column<Instant>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("follower")
            name = list.key("name")
            epoch = list.value("epoch")
            place = list.value("place")
            number = list.value("fact_number")
            user = list.value("user_key")
            holder = list.value("holder")
            renewalCount = list.value("renewal_count")
            createdAt = list.value("created_at")
            updatedAt = list.value("updated_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func follower(_ row: any Row) -> StoredFollower {
        StoredFollower(
            name: row[columns.name],
            epoch: row[columns.epoch],
            place: FactPlace(
                place: row[columns.place],
                number: row[columns.number],
                user: row[columns.user]
            ),
            holder: row[columns.holder],
            renewalCount: row[columns.renewalCount],
            updatedAt: row[columns.updatedAt]
        )
    }
}

extension Connection {
    /// The table of those who follow facts.
    public var followers: FollowerTable { FollowerTable(connection: self) }
}
