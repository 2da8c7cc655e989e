import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Rounds
import Service
import ServiceRuntime
import Storage
import Testing

/// A service on a database of its own, with a metric and attributes.
final class ServiceWorld: Sendable {
    /// 2025-03-15 12:00 UTC.
    static let noon = Instant(seconds: 1_742_040_000)

    private let place: TestDatabase
    let database: FaultyDatabase
    let clock = TestClock(ServiceWorld.noon)
    let service: LaurelService
    let rounds: Rounds
    let live: WorkspaceID
    let sandbox: WorkspaceID

    /// A world; commands take one lane where a test holds the database back and counts who waits.
    init(
        limits: ServiceLimits = .standard,
        keyring: UserKeyring? = nil,
        hasOneLane: Bool = false
    ) async throws {
        place = try await TestDatabase()
        database = FaultyDatabase(try place.open(), hasOneLane: hasOneLane)
        _ = try LaurelService.prepare(database, clock: clock)
        service = try LaurelService(
            database: database,
            clock: clock,
            limits: limits,
            keyring: keyring
        )
        rounds = service.rounds
        live = try await service.catalogue.homeWorkspace(of: .live)
        sandbox = try await service.catalogue.homeWorkspace(of: .sandbox)
        for workspace in [live, sandbox] {
            _ = try await service.catalogue.createMetrics(
                [
                    MetricDraft(key: "steps", name: "Steps"),
                    MetricDraft(key: "money", name: "Money"),
                ],
                in: workspace
            )
            _ = try await service.catalogue.createAttributes(
                [AttributeDraft(kind: .user, key: "plan", name: "Plan")],
                in: workspace
            )
        }
    }

    deinit { service.stop() }

    /// Another service on the same database, as another process has it.
    func secondService(limits: ServiceLimits = .standard) throws -> LaurelService {
        try LaurelService(database: try place.open(), clock: clock, limits: limits)
    }

    func draft(
        _ amount: Int32 = 1,
        user: String = "ada",
        metric: String = "steps",
        key: String? = nil,
        in workspace: WorkspaceID? = nil
    ) -> EventDraft {
        EventDraft(
            user: service.intake.userKey(of: user, in: workspace ?? live),
            userID: user,
            metricKey: metric,
            amount: Amount(amount),
            idempotencyKey: key
        )
    }

    @discardableResult
    func record(
        _ drafts: EventDraft...,
        in workspace: WorkspaceID? = nil
    ) async throws
        -> [RecordedEvent]
    {
        try await service.intake.submit(RecordEvents(drafts), in: workspace ?? live)
    }

    func metric(_ key: String = "steps", in workspace: WorkspaceID? = nil) async throws -> MetricID
    {
        let view = try await service.catalogue.view(of: workspace ?? live)
        return try #require(view.rulebook.metric(key: key)).id
    }

    func total(_ user: String = "ada") async throws -> Amount {
        try await service.reading.total(of: user, metric: try metric(), in: live)
    }
}

/// What an asynchronous call came to.
func result<Value: Sendable>(
    _ body: () async throws -> Value
) async -> Result<Value, any Error> {
    do { return .success(try await body()) } catch { return .failure(error) }
}

extension Result {
    /// The service's code, if the service said no.
    var serviceCode: ServiceError.Code? {
        guard case .failure(let error) = self else { return nil }
        return (error as? ServiceError)?.code
    }

    /// The engine's code, if a rule said no.
    var refusalCode: Refusal.Code? {
        guard case .failure(let error) = self else { return nil }
        return (error as? Refusal)?.code
    }

    var isSuccess: Bool {
        if case .success = self { return true }
        return false
    }
}
