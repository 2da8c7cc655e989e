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
        try await database.read { [keyring] (connection) throws(StorageError) in
            try connection.profile(id, in: workspace, keyring: keyring)
        }.found(id)
    }

    /// A user's total of one metric.
    public func total(
        of id: String,
        metric: MetricID,
        in workspace: WorkspaceID
    ) async throws -> Amount {
        try await database.read { [keyring] (connection) throws(StorageError) in
            guard let row = try connection.users.find(id, in: workspace, keyring: keyring)
            else { return nil as Amount? }
            return try connection.metricDays.total(of: row.key, metric: metric)
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
            let attributes = try connection.users.attributes(of: rows.map(\.key))
            return rows.compactMap { row in
                row.user.map {
                    UserProfile(key: row.key, user: $0, attributes: attributes[row.key] ?? [:])
                }
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
        guard let row = try users.find(id, in: workspace, keyring: keyring), let user = row.user
        else { return nil }
        let attributes = try users.attributes(of: [row.key])
        return UserProfile(key: row.key, user: user, attributes: attributes[row.key] ?? [:])
    }
}

extension Optional {
    /// The value, or the sentence that there is no such user.
    func found(_ userID: String) throws(ServiceError) -> Wrapped {
        guard let value = self else { throw ServiceError.unknownUser(userID) }
        return value
    }
}
