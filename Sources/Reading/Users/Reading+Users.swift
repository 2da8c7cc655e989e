import Catalogue
public import CivilTime
public import Engine
import ServiceRuntime
public import Storage

/// A user with everything that the row does not hold.
public struct UserProfile: Sendable {
    /// The user's own key.
    public let key: UserKey
    /// The user.
    public let user: User
    /// The attributes by number.
    public let attributes: [AttributeID: String]
}

extension Reading {
    /// The user with an id.
    public func user(_ id: String, in workspace: WorkspaceID) async throws -> UserProfile {
        guard database.blocking.answersLocally else {
            return try await groupedProfiles.profile(of: id, in: workspace).found(id)
        }
        return try await database.look { [keyring] (connection) throws(StorageError) in
            try connection.profile(id, in: workspace, keyring: keyring)
        }.found(id)
    }

    /// The zones that a user lived in, oldest first.
    public func zones(of id: String, in workspace: WorkspaceID) async throws -> [ZoneStay] {
        try await database.read { [keyring] (connection) throws(StorageError) in
            guard let row = try connection.users.find(id, in: workspace, keyring: keyring)
            else { return nil as [ZoneStay]? }
            return try connection.users.stays(of: [row.key])[row.key] ?? []
        }.found(id)
    }

    /// A user's total of one metric.
    public func total(
        of id: String,
        metric: MetricID,
        in workspace: WorkspaceID
    ) async throws -> Amount {
        try await database.look { [keyring] (connection) throws(StorageError) in
            let total = try connection.guess(id, in: workspace, keyring) {
                connection.metricDays.totalLookup(of: $0, metric: metric)
            }
            guard let row = try connection.users.find(id, in: workspace, keyring: keyring)
            else { return nil as Amount? }
            return try total.value(for: row.key)
        }.found(id)
    }

    /// A user's totals of every metric ever touched.
    public func totals(
        of id: String,
        in workspace: WorkspaceID
    ) async throws -> [MetricID: Amount] {
        try await database.read { [keyring] (connection) throws(StorageError) in
            guard let row = try connection.users.find(id, in: workspace, keyring: keyring)
            else { return nil as [MetricID: Amount]? }
            return try connection.metricDays.totals(of: row.key)
        }.found(id)
    }

    /// How a metric of a user went over time.
    public func summary(
        of id: String,
        metric: MetricID,
        over dates: ClosedRange<CivilDate>,
        by aggregation: MetricSummary.Aggregation,
        in workspace: WorkspaceID
    ) async throws -> [MetricSummary.Point] {
        let days = try await database.read { [keyring] (connection) throws(StorageError) in
            guard let row = try connection.users.find(id, in: workspace, keyring: keyring)
            else { return nil as [MetricDay]? }
            return try connection.metricDays.days(of: row.key, metric: metric, in: dates)
        }.found(id)
        return MetricSummary.points(of: days, over: dates, by: aggregation)
    }

    /// A page of users, newest first.
    public func users(
        in workspace: WorkspaceID,
        search: String?,
        after cursor: UserCursor?,
        limit: Int
    ) async throws -> [UserProfile] {
        try await database.readSlowly { (connection) throws(StorageError) in
            let rows = try connection.users.page(
                in: workspace,
                search: search,
                after: cursor,
                limit: limit
            )
            return try connection.profiles(of: rows)
        }
    }

    /// A page of users whose id, name or address begins with a text, in the order of that text, and
    /// where the list goes on.
    public func users(
        in workspace: WorkspaceID,
        beginningWith prefix: String,
        after cursor: UserPrefixCursor?,
        limit: Int
    ) async throws -> (users: [UserProfile], next: UserPrefixCursor?) {
        try await database.readSlowly { (connection) throws(StorageError) in
            let page = try connection.users.page(
                in: workspace,
                beginningWith: prefix,
                after: cursor,
                limit: limit
            )
            return (try connection.profiles(of: page.rows), page.next)
        }
    }
}

extension Connection {
    /// The users of rows, with their attributes.
    fileprivate func profiles(of rows: [UserRow]) throws(StorageError) -> [UserProfile] {
        let attributes = try users.attributes(of: rows.map(\.key))
        return rows.compactMap { row in
            row.user.map {
                UserProfile(key: row.key, user: $0, attributes: attributes[row.key] ?? [:])
            }
        }
    }
}

extension Connection {
    /// A user with the attributes, by id.
    func profile(
        _ id: String,
        in workspace: WorkspaceID,
        keyring: UserKeyring
    ) throws(StorageError) -> UserProfile? {
        let attributes = try guess(id, in: workspace, keyring) { [users] key in
            users.attributesLookup(of: [key])
        }
        guard let row = try users.find(id, in: workspace, keyring: keyring), let user = row.user
        else { return nil }
        return UserProfile(
            key: row.key,
            user: user,
            attributes: try attributes.value(for: row.key)[row.key] ?? [:]
        )
    }
}

extension Connection {
    /// Asks for something about a user before the user's row has been read, since the row is
    /// practically always under the first key.
    func guess<Value>(
        _ id: String,
        in workspace: WorkspaceID,
        _ keyring: UserKeyring,
        _ lookup: @escaping (UserKey) -> Lookup<Value>
    ) throws(StorageError) -> UserGuess<Value> {
        let key = keyring.key(of: id, in: workspace)
        let asked = try ask(lookup(key))
        return UserGuess(connection: self, key: key, asked: asked, lookup: lookup)
    }
}

/// What was asked about a user whose key is not known for sure.
struct UserGuess<Value> {
    fileprivate let connection: any Connection
    fileprivate let key: UserKey
    fileprivate let asked: Asked<Value>
    fileprivate let lookup: (UserKey) -> Lookup<Value>

    /// What there is under the key that turned out to be the user's.
    func value(for key: UserKey) throws(StorageError) -> Value {
        if key == self.key { return try asked.value() }
        return try connection.value(of: lookup(key))
    }
}

extension Optional {
    /// The value, or the sentence that there is no such user.
    func found(_ userID: String) throws(ServiceError) -> Wrapped {
        guard let value = self else { throw ServiceError.unknownUser(userID) }
        return value
    }
}
