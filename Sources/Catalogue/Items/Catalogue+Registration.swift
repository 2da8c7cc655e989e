public import Engine
import ServiceRuntime
import Storage

extension Catalogue {
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
            throw ItemIssue.unusableKey(.metric, problem: problem)
        }
        let result = try await changeConfiguration(of: workspace) {
            (change) throws(StorageError) -> Result<Void, ItemIssue> in
            let connection = change.connection
            let known = Set(try connection.metrics.active(in: workspace).map(\.key))
            let new = Set(keys).subtracting(known).sorted()
            guard new.isEmpty || known.count + new.count <= maximumMetrics else {
                return .failure(.tooManyNewMetrics(maximum: maximumMetrics, next: new[0]))
            }
            var metrics = try Editor<Metric>(change, of: workspace)
            for key in new {
                try metrics.create(
                    Metric(
                        id: try connection.metrics.nextID(),
                        publicID: PublicID.make(at: change.now),
                        key: key,
                        name: key,
                        unitType: .number,
                        units: ""
                    )
                )
            }
            var carried = try Editor<Attribute>(change, of: workspace)
            let carriedKeys = carried.items.filter { $0.kind == .event }.map(\.key)
            for key in Set(attributes).subtracting(carriedKeys).sorted() {
                try carried.create(
                    Attribute(
                        id: try connection.attributes.nextID(),
                        publicID: PublicID.make(at: change.now),
                        kind: .event,
                        key: key,
                        name: key
                    )
                )
            }
            return .success(())
        }
        try result.get()
    }
}
