import Catalogue
import Engine
import HistoryLines
import Service
import Storage

/// Sets up what an import names and nobody has.
struct ImportSetup {
    private let service: LaurelService
    private let workspace: WorkspaceID

    init(_ service: LaurelService, _ workspace: WorkspaceID) {
        self.service = service
        self.workspace = workspace
    }

    /// Creates metrics and attributes that are new; their names are their keys.
    func create(_ findings: ImportCheck.Findings) async throws {
        let rulebook = try await service.catalogue.view(of: workspace).rulebook
        let metrics = findings.newMetrics.filter { rulebook.metric(key: $0) == nil }.sorted()
        if !metrics.isEmpty {
            let results = try await service.catalogue.createMetrics(
                metrics.map { MetricDraft(key: $0, name: $0) },
                in: workspace
            )
            try check(results)
        }
        let attributes = findings.newAttributes.filter { attribute in
            rulebook.attribute(attribute.isOfUsers ? .user : .event, key: attribute.key) == nil
        }
        guard !attributes.isEmpty else { return }
        let ordered = attributes.sorted { left, right in
            (left.key, left.isOfUsers ? 0 : 1) < (right.key, right.isOfUsers ? 0 : 1)
        }
        let drafts = ordered.map { attribute in
            AttributeDraft(
                kind: attribute.isOfUsers ? .user : .event,
                key: attribute.key,
                name: attribute.key
            )
        }
        try check(try await service.catalogue.createAttributes(drafts, in: workspace))
    }

    private func check<Value>(_ results: [Result<Value, ItemIssue>]) throws {
        for case .failure(let issue) in results { throw CommandFailure(issue.message) }
    }
}
