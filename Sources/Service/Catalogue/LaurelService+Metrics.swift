public import Engine
import ServiceRuntime
import Storage

/// A metric to be created.
public struct MetricDraft: Hashable, Sendable {
    /// The reference that events will carry.
    public let key: String
    /// What people call it.
    public let name: String
    /// Whether its amounts are plain numbers or money.
    public let unitType: Metric.UnitType
    /// A currency code, or a free label.
    public let units: String

    /// A metric to be created.
    public init(key: String, name: String, unitType: Metric.UnitType = .number, units: String = "")
    {
        self.key = key
        self.name = name
        self.unitType = unitType
        self.units = units
    }
}

/// What is to change of a metric.
public struct MetricChange: Hashable, Sendable {
    /// The metric's UUID.
    public let publicID: String
    /// What people will call it.
    public var name: String?
    /// What its amounts will measure.
    public var unitType: Metric.UnitType?
    /// The new currency code or label.
    public var units: String?

    /// A change of nothing yet.
    public init(publicID: String) {
        self.publicID = publicID
    }
}

extension LaurelService {
    /// Creates metrics; a key that is in use is an issue of its item alone.
    public func createMetrics(
        _ drafts: [MetricDraft],
        in workspace: WorkspaceID
    ) async throws -> [Result<Metric, ItemIssue>] {
        let now = clock.now()
        return try await changeConfiguration(of: workspace) { (connection) throws(StorageError) in
            var keys = Set(try connection.metrics.active(in: workspace).map(\.key))
            var results: [Result<Metric, ItemIssue>] = []
            for draft in drafts {
                guard keys.insert(draft.key).inserted else {
                    results.append(.failure(ItemIssue("Key already in use by another metric")))
                    continue
                }
                let metric = Metric(
                    id: try connection.metrics.nextID(),
                    publicID: PublicID.make(at: now),
                    key: draft.key,
                    name: draft.name,
                    unitType: draft.unitType,
                    units: draft.units
                )
                try connection.metrics.insert(metric, in: workspace, at: now)
                results.append(.success(metric))
            }
            return results
        }
    }

    /// Changes metrics; `check` judges what each would become.
    public func updateMetrics(
        _ changes: [MetricChange],
        in workspace: WorkspaceID,
        check: @escaping @Sendable (Metric) -> ItemIssue? = { _ in nil }
    ) async throws -> [Result<Metric, ItemIssue>] {
        try await changeConfiguration(of: workspace) { (connection) throws(StorageError) in
            var metrics = try connection.metrics.active(in: workspace).filter { !$0.isOfStreak }
            var results: [Result<Metric, ItemIssue>] = []
            for change in changes {
                guard let index = metrics.firstIndex(where: { $0.publicID == change.publicID })
                else {
                    results.append(.failure(.metricNotFound))
                    continue
                }
                var metric = metrics[index]
                metric.name = change.name ?? metric.name
                metric.unitType = change.unitType ?? metric.unitType
                metric.units = change.units ?? metric.units
                if let issue = check(metric) {
                    results.append(.failure(issue))
                    continue
                }
                try connection.metrics.update(metric)
                metrics[index] = metric
                results.append(.success(metric))
            }
            return results
        }
    }

    /// Ends metrics; what was recorded of them stays.
    public func deleteMetrics(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        let now = clock.now()
        return try await changeConfiguration(of: workspace) {
            [zones] (connection) throws(StorageError) in
            let streaks = try connection.streaksInUse(in: workspace, zones: zones)
            var metrics = try connection.metrics.active(in: workspace).filter { !$0.isOfStreak }
            var results: [Result<String, ItemIssue>] = []
            for publicID in publicIDs {
                guard let index = metrics.firstIndex(where: { $0.publicID == publicID }) else {
                    results.append(.failure(.metricNotFound))
                    continue
                }
                if let issue = ItemIssue.keeping(metrics[index], for: streaks) {
                    results.append(.failure(issue))
                    continue
                }
                try connection.metrics.archive(metrics.remove(at: index).id, at: now)
                results.append(.success(publicID))
            }
            return results
        }
    }
}

extension ItemIssue {
    static let metricNotFound = ItemIssue("Metric not found by ID")
    static let attributeNotFound = ItemIssue("Attribute not found by ID")
    static let tenantNotFound = ItemIssue("Tenant not found by ID")
}
