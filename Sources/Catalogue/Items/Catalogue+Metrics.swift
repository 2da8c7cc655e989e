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

extension Catalogue {
    /// Creates metrics; a key that is in use is an issue of its item alone.
    public func createMetrics(
        _ drafts: [MetricDraft],
        in workspace: WorkspaceID
    ) async throws -> [Result<Metric, ItemIssue>] {
        try await edit(Metric.self, in: workspace, for: drafts) {
            (editor, draft) throws(StorageError) in
            guard !editor.items.contains(where: { $0.key == draft.key }) else {
                return .failure(.keyInUse(.metric))
            }
            return .success(try editor.create(draft))
        }
    }

    /// Changes metrics; `check` judges what each would become.
    public func updateMetrics(
        _ changes: [MetricChange],
        in workspace: WorkspaceID,
        check: @escaping @Sendable (Metric) -> ItemIssue? = { _ in nil }
    ) async throws -> [Result<Metric, ItemIssue>] {
        try await edit(Metric.self, in: workspace, for: changes) {
            (editor, change) throws(StorageError) in
            guard var metric = try editor.find(change.publicID) else {
                return .failure(Metric.notFound)
            }
            metric.name = change.name ?? metric.name
            metric.unitType = change.unitType ?? metric.unitType
            metric.units = change.units ?? metric.units
            if let issue = check(metric) { return .failure(issue) }
            try editor.update(metric)
            return .success(metric)
        }
    }

    /// Ends metrics; what was recorded of them stays.
    public func deleteMetrics(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await archive(publicIDs, of: Metric.self, in: workspace)
    }
}

extension Editor<Metric> {
    /// Creates a metric whose key is free.
    mutating func create(_ draft: MetricDraft) throws(StorageError) -> Metric {
        let metric = Metric(
            id: try change.connection.metrics.nextID(),
            publicID: PublicID.make(at: change.now),
            key: draft.key,
            name: draft.name,
            unitType: draft.unitType,
            units: draft.units
        )
        try create(metric)
        return metric
    }
}
