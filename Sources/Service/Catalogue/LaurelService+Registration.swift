public import Engine
import ServiceRuntime
import Storage

extension LaurelService {
    /// Creates what is not there yet of some metrics and of some attributes of events, all of it by
    /// key, as long as the workspace then has at most so many metrics.
    public func register(
        metrics keys: [String],
        attributes: [String] = [],
        maximumMetrics: Int,
        in workspace: WorkspaceID
    ) async throws {
        for key in keys {
            guard let problem = key.problemInAddresses else { continue }
            throw ServiceError(.invalid, "The event type \(problem). Choose another.")
        }
        let now = clock.now()
        let result = try await changeConfiguration(of: workspace) {
            (connection) throws(StorageError) -> Result<Void, ServiceError> in
            let known = Set(try connection.metrics.active(in: workspace).map(\.key))
            let new = Set(keys).subtracting(known).sorted()
            guard new.isEmpty || known.count + new.count <= maximumMetrics else {
                return .failure(.tooManyMetrics(maximumMetrics, without: new[0]))
            }
            for key in new {
                let metric = Metric(
                    id: try connection.metrics.nextID(),
                    publicID: PublicID.make(at: now),
                    key: key,
                    name: key,
                    unitType: .number,
                    units: ""
                )
                try connection.metrics.insert(metric, in: workspace, at: now)
            }
            let carried = try connection.attributes.active(in: workspace)
                .filter { $0.kind == .event }
            for key in Set(attributes).subtracting(carried.map(\.key)).sorted() {
                let attribute = Attribute(
                    id: try connection.attributes.nextID(),
                    publicID: PublicID.make(at: now),
                    kind: .event,
                    key: key,
                    name: key
                )
                try connection.attributes.insert(attribute, in: workspace, at: now)
            }
            return .success(())
        }
        try result.get()
    }
}

extension ServiceError {
    fileprivate static func tooManyMetrics(_ maximum: Int, without key: String) -> ServiceError {
        ServiceError(
            .invalid,
            "The event type \"\(key.excerpt)\" is new, and there are as many as may come by "
                + "themselves (\(maximum)). Create it with POST /admin/v1/metrics."
        )
    }
}
