import CivilTime
import Delivery
import Engine
import ServiceRuntime
import Storage
import Synchronization

/// Makes deliveries of facts: one for each fact and each webhook that is told of it.
///
/// It is a follower: what is sent is written while nothing is locked, and stored in the transaction
/// that moves the follower's place. So every fact becomes deliveries once, whatever happens between.
final class FanOut: Follower {
    static let followerName = "webhooks"

    private let database: AsyncDatabase
    private let clock: any Clock
    private let events: EventWatch
    private let voices: [Webhook.Dialect: WebhookVoice]
    private let sender: @Sendable (FollowerLease) async -> Void
    private let ringSender: @Sendable () -> Void
    private let tell: @Sendable (FollowerNote) -> Void
    /// What `deliver` has made of the facts that `record` is called with next.
    private let plan = Mutex(FanOutPlan())

    init(
        database: AsyncDatabase,
        clock: any Clock,
        events: EventWatch,
        voices: [Webhook.Dialect: WebhookVoice],
        sender: @escaping @Sendable (FollowerLease) async -> Void,
        ringSender: @escaping @Sendable () -> Void,
        note tell: @escaping @Sendable (FollowerNote) -> Void
    ) {
        self.database = database
        self.clock = clock
        self.events = events
        self.voices = voices
        self.sender = sender
        self.ringSender = ringSender
        self.tell = tell
    }

    var name: String { Self.followerName }

    func deliver(_ facts: [PlacedFact]) async throws {
        while true {
            do {
                let plan = try await makePlan(facts)
                let rest = events.rest(after: plan.count, atMost: WebhookLimits.longestRest)
                if rest > .zero { try await Task.sleep(for: rest) }
                self.plan.withLock { $0 = plan }
                return
            } catch let error as ServiceError where error.code == .unavailable {
                // A database that is away comes back; the lease runs out meanwhile if it has to.
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    func record(_ facts: [PlacedFact], on connection: any Connection) throws(StorageError) {
        let plan = plan.withLock { $0 }
        try plan.store(on: connection, now: clock.now())
    }

    func noteRecorded() { ringSender() }

    func accompany(_ lease: FollowerLease) async { await sender(lease) }

    func note(_ note: FollowerNote) { tell(note) }

    private func makePlan(_ facts: [PlacedFact]) async throws -> FanOutPlan {
        var plan = FanOutPlan()
        let workspaces = Set(facts.map(\.workspace))
        let webhooks = try await database.read { (connection) throws(StorageError) in
            try connection.webhooks.active(in: workspaces)
        }
        guard !webhooks.isEmpty else { return plan }
        let byWorkspace = Dictionary(grouping: webhooks, by: \.workspace)
        for (workspace, webhooks) in byWorkspace {
            let told = facts.filter { $0.workspace == workspace }
            for (dialect, webhooks) in Dictionary(grouping: webhooks, by: \.dialect) {
                guard let voice = voices[dialect] else { continue }
                try await add(told, to: webhooks, voice, &plan)
            }
        }
        plan.sort(by: facts)
        return plan
    }

    /// Adds what some webhooks of one dialect are told of some facts of their workspace.
    private func add(
        _ facts: [PlacedFact],
        to webhooks: [Webhook],
        _ voice: WebhookVoice,
        _ plan: inout FanOutPlan
    ) async throws {
        let kinds = facts.map { voice.kind($0.stored.fact) }
        let wanted = zip(facts, kinds).filter { fact, kind in
            kind.map { kind in webhooks.contains { $0.wants(kind, toldOf: fact) } } ?? false
        }
        let free = wanted.filter { voice.restraint($0.0.stored.fact) == nil }
        let bodies = try await voice.bodies(free.map(\.0))
        for ((fact, kind), body) in zip(free, bodies) {
            guard let body, let kind else { continue }
            for webhook in webhooks where webhook.wants(kind, toldOf: fact) {
                plan.add(fact, kind, body, to: webhook)
            }
        }
        let restrained = wanted.filter { voice.restraint($0.0.stored.fact) != nil }
        guard !restrained.isEmpty else { return }
        for webhook in webhooks {
            let told = restrained.compactMap { fact, kind in
                kind.flatMap { webhook.wants($0, toldOf: fact) ? (fact, $0) : nil }
            }
            try await add(restrained: told, to: webhook, voice, &plan)
        }
    }

    /// Adds what is told seldom: what comes together of one subject is told by one delivery, at once
    /// or when the time of the last one is over.
    private func add(
        restrained facts: [(PlacedFact, String)],
        to webhook: Webhook,
        _ voice: WebhookVoice,
        _ plan: inout FanOutPlan
    ) async throws {
        let now = clock.now()
        var groups = RestrainedFacts(webhook)
        for (fact, kind) in facts {
            if let restraint = voice.restraint(fact.stored.fact) {
                groups.add(fact, kind, restraint)
            }
        }
        let keys = groups.keys
        guard !keys.isEmpty else { return }
        let throttles = try await database.read { (connection) throws(StorageError) in
            try connection.webhookThrottles.find(keys)
        }
        let merged = groups.merged(with: throttles, at: now)
        let bodies = try await voice.bodies(merged.map(\.fact))
        for (group, body) in zip(merged, bodies) {
            guard let body else { continue }
            plan.add(group, body, to: webhook)
        }
    }
}

extension Webhook {
    /// Whether it is told of a fact under a name; not of what happened before it was there.
    fileprivate func wants(_ kind: String, toldOf fact: PlacedFact) -> Bool {
        wants(kind) && fact.stored.toldAt >= createdAt
    }
}
