public import Engine

/// Where a fact stands in the order in which facts become visible to readers.
///
/// The order of numbers is not that: transactions that overlap commit in any order, so a fact with
/// a lower number may appear after one with a higher one has been read. Places are read only once
/// nothing can appear before them any more, see `SQLDialect.isSettled`.
public struct FactPlace: Hashable, Comparable, Sendable {
    /// The transaction's number, or on SQLite a number above all before.
    public let place: Int64
    /// The fact's number.
    public let number: Int64
    /// The user's key, as two processes may draw the same number.
    public let user: Int64

    /// A place from its parts.
    public init(place: Int64, number: Int64, user: Int64) {
        self.place = place
        self.number = number
        self.user = user
    }

    /// The place before every fact.
    public static let start = FactPlace(place: -1, number: 0, user: 0)

    /// The place after every fact.
    static let end = FactPlace(place: .max, number: .max, user: .max)

    /// Whether a fact there is read before one at another place.
    public static func < (left: FactPlace, right: FactPlace) -> Bool {
        (left.place, left.number, left.user) < (right.place, right.number, right.user)
    }
}

/// A fact with its place, and the names by which callers know whom and what it is about.
public struct PlacedFact: Hashable, Sendable {
    /// Where it stands.
    public let place: FactPlace
    /// The caller's id of the user; nothing when the user was erased, or it is about none.
    public let userID: String?
    /// The workspace.
    public let workspace: WorkspaceID
    /// The public id of the workspace.
    public let workspaceID: String
    /// What happened, and when it was told.
    public let stored: StoredFact
}

extension PlacedFact {
    /// The same fact, saying something else.
    public func saying(_ payload: FactPayload) -> PlacedFact {
        let fact = stored.fact
        return PlacedFact(
            place: place,
            userID: userID,
            workspace: workspace,
            workspaceID: workspaceID,
            stored: StoredFact(
                number: stored.number,
                user: stored.user,
                toldAt: stored.toldAt,
                fact: Fact(kind: fact.kind, subject: fact.subject, at: fact.at, payload: payload)
            )
        )
    }
}

extension FactTable {
    /// The facts after a place, in order, up to another place; of one workspace, or of all, of one
    /// user, or of all, and of some kinds, or of all.
    public func placed(
        after place: FactPlace,
        through last: FactPlace? = nil,
        in workspace: WorkspaceID? = nil,
        of user: UserKey? = nil,
        kinds: Set<Fact.Kind>? = nil,
        limit: Int
    ) throws(StorageError) -> [PlacedFact] {
        let last = last ?? .end
        let kinds = kinds.map { kinds in kinds.map { ",\($0.rawValue)," }.sorted().joined() }
        let found = try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.qualified), fact.place, workspace.public_id
                FROM fact
                LEFT JOIN workspace ON workspace.workspace_id = fact.workspace_id
                WHERE (fact.place, fact.fact_number, fact.user_key)
                        > (\(place.place), \(place.number), \(place.user))
                    AND (fact.place, fact.fact_number, fact.user_key)
                        <= (\(last.place), \(last.number), \(last.user))
                    AND \(unescaped: connection.dialect.isSettled("fact.place"))
                    AND fact.workspace_id = coalesce(\(workspace), fact.workspace_id)
                    AND fact.user_key = coalesce(\(user), fact.user_key)
                    AND replace(coalesce(\(kinds), ',' || kind || ','), ',' || kind || ',', '')
                        <> coalesce(\(kinds), ',' || kind || ',')
                ORDER BY fact.place, fact.fact_number, fact.user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in
            let stored = try Self.fact(row)
            var joined = FieldReader(row, after: Self.list)
            let place: Int64 = joined.next()
            return PlacedFact(
                place: FactPlace(
                    place: place,
                    number: stored.number,
                    user: stored.user.number
                ),
                userID: nil,
                workspace: row[Self.columns.workspace],
                workspaceID: joined.next(),
                stored: stored
            )
        }
        return try named(found)
    }

    /// The same facts, with the ids of their users.
    ///
    /// Facts lie in one place and users may lie in many, so no statement joins them.
    private func named(_ facts: [PlacedFact]) throws(StorageError) -> [PlacedFact] {
        let users = Set(facts.map(\.stored.user)).subtracting([UserKey.nobody])
        guard !users.isEmpty else { return facts }
        let ids = try connection.users.externalIDs(of: Array(users))
        return facts.map { fact in
            PlacedFact(
                place: fact.place,
                userID: ids[fact.stored.user],
                workspace: fact.workspace,
                workspaceID: fact.workspaceID,
                stored: fact.stored
            )
        }
    }

    /// The first fact that is kept, if there is one.
    public func oldestPlace() throws(StorageError) -> FactPlace? {
        try firstPlace(ordered: "place, fact_number, user_key")
    }

    /// The last fact that can be read, if there is one.
    public func newestPlace() throws(StorageError) -> FactPlace? {
        try firstPlace(ordered: "place DESC, fact_number DESC, user_key DESC")
    }

    /// Whether facts have been told that cannot be read yet, as a transaction before them goes on.
    public func hasUnsettled() throws(StorageError) -> Bool {
        let isSettled = connection.dialect.isSettled("place")
        return try connection.firstRow(
            of: "SELECT 1 FROM fact WHERE NOT (\(unescaped: isSettled)) LIMIT 1"
        ) { (row) throws(StorageError) in true } ?? false
    }

    private func firstPlace(ordered order: String) throws(StorageError) -> FactPlace? {
        try connection.firstRow(
            of: """
                SELECT place, fact_number, user_key FROM fact
                WHERE \(unescaped: connection.dialect.isSettled("place"))
                ORDER BY \(unescaped: order) LIMIT 1
                """
        ) { (row) throws(StorageError) in
            var fields = FieldReader(row)
            return FactPlace(place: fields.next(), number: fields.next(), user: fields.next())
        }
    }

    /// Whether a place may be of this server; one that is ahead of it is of another.
    public func isConceivable(_ place: FactPlace) throws(StorageError) -> Bool {
        let isForeign = connection.dialect.isForeign("place")
        return try connection.firstRow(
            of: """
                SELECT 1 FROM (SELECT CAST(\(place.place) AS BIGINT) AS place) AS candidate
                WHERE NOT (\(unescaped: isForeign))
                """
        ) { (row) throws(StorageError) in true } ?? false
    }

    /// The number of the order that places are of; nothing when `settleEpoch` has work to do.
    public func epoch() throws(StorageError) -> Int64? {
        try connection.firstRow(
            of: """
                SELECT fact_epoch FROM installation
                WHERE fact_epoch IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM fact WHERE \(unescaped: connection.dialect.isForeign("place"))
                )
                """
        ) { (row) throws(StorageError) in Int64(row, 0) }
    }

    /// The number of the order that places are of, which begins with this unless it has begun.
    ///
    /// Places of another server, which a restored dump has, are turned into ones before all others,
    /// and the order is a new one then. To be called in a transaction that writes.
    public func settleEpoch(_ fresh: Int64) throws(StorageError) -> Int64 {
        let foreignCount = try connection.execute(
            "UPDATE fact SET place = 0 WHERE \(unescaped: connection.dialect.isForeign("place"))"
        )
        try connection.send(
            """
            UPDATE installation SET fact_epoch = \(fresh)
            WHERE fact_epoch IS NULL OR \(foreignCount > 0) = 1
            """
        )
        return try connection.firstRow(of: "SELECT fact_epoch FROM installation") {
            (row) throws(StorageError) in Int64(row, 0)
        } ?? fresh
    }
}
