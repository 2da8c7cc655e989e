import Boards
import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Reading
import ServiceRuntime
import Storage
import Wire

/// What Trophy's webhooks are sent about facts of one workspace.
struct TrophyBodies: Sendable {
    let catalogue: Catalogue
    let reading: Reading
    let boards: Boards
    let publicURL: String?

    /// The bodies; nothing about whoever is gone, and about streaks that are not the primary one.
    func texts(of facts: [PlacedFact]) async throws -> [String?] {
        guard let workspace = facts.first?.workspace else { return [] }
        let view = try await catalogue.view(of: workspace)
        var users: [String: UserProfile] = [:]
        var texts: [String?] = []
        for fact in facts {
            if let id = fact.userID, users[id] == nil {
                users[id] = try await found { try await reading.user(id, in: workspace) }
            }
            let profile = fact.userID.flatMap { users[$0] }
            texts.append(try await found { try await text(of: fact, profile, in: view) } ?? nil)
        }
        return texts
    }

    /// Something that is gone when it is not there any longer.
    private func found<Value>(_ body: () async throws -> Value) async throws -> Value? {
        do {
            return try await body()
        } catch let error as ServiceError where error.code == .notFound {
            return nil
        }
    }

    private func text(
        of placed: PlacedFact,
        _ profile: UserProfile?,
        in view: WorkspaceView
    ) async throws -> String? {
        let fact = placed.stored.fact
        let content: TrophyContent?
        if let points = PointsFact(fact) {
            content = try await self.content(of: points, profile, in: view)
        } else if let streak = StreakFact(fact) {
            content = try await self.content(of: streak, profile, in: view)
        } else if let board = BoardFact(fact) {
            content = try await self.content(of: board, profile, in: view)
        } else if let reminder = ReminderFact(fact) {
            content = try await self.content(of: reminder, profile, in: view)
        } else {
            content = achievement(fact.subject, at: fact.at, in: view).flatMap {
                profile == nil ? nil : $0
            }
        }
        guard let content else { return nil }
        var writer = JSONWriter()
        writer.object { object in
            object.field("timestamp", fact.at.iso8601)
            let type = ReminderFact(fact).flatMap { TrophyAPI.kind(of: $0) }
            object.field("type", type ?? fact.kind.rawValue)
            if let profile {
                object.object("user") { object in
                    UserWire.write(
                        profile.user,
                        attributes: profile.attributes,
                        rulebook: view.rulebook,
                        to: &object
                    )
                }
            }
            content(&object)
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// The address of a badge for whoever reads a webhook.
    private var request: Request {
        var request = Request(.get, "/")
        request.publicURL = publicURL
        return request
    }
}

/// What a body has after its beginning.
typealias TrophyContent = (inout JSONObjectWriter) -> Void

// MARK: - Achievements and streaks

extension TrophyBodies {
    func achievement(_ id: String?, at moment: Instant, in view: WorkspaceView) -> TrophyContent? {
        guard let id,
            let achievement = view.rulebook.achievements.achievement(publicID: id)
        else { return nil }
        let wire = AchievementWire(view.rulebook, seenThrough: request)
        return { object in
            object.object("achievement") { object in
                wire.write(achievement, achievedAt: moment, to: &object)
            }
        }
    }

    private func content(
        of fact: StreakFact,
        _ profile: UserProfile?,
        in view: WorkspaceView
    ) async throws -> TrophyContent? {
        guard let definition = view.rulebook.primaryStreak, definition.publicID == fact.streak,
            let profile
        else { return nil }
        switch fact.kind {
        case .started, .extended:
            let streak = try await reading.streak(definition, of: profile.user.id, in: view)
            return { object in
                object.object("streak") { object in
                    StreakWire.write(streak, length: fact.length, to: &object)
                }
            }
        case .lost: return { $0.field("length", fact.length) }
        case .freezeConsumed:
            return { object in
                object.field("consumed", fact.count)
                object.field("freezes", fact.freezes)
            }
        case .freezeEarned:
            return { object in
                object.field("earned", fact.count)
                object.field("freezes", fact.freezes)
            }
        case .corrected, .milestoneReached, .atRisk: return nil
        }
    }
}

// MARK: - Points

extension TrophyBodies {
    private func content(
        of fact: PointsFact,
        _ profile: UserProfile?,
        in view: WorkspaceView
    ) async throws -> TrophyContent? {
        guard let system = view.rulebook.points.system(publicID: fact.system) else { return nil }
        let wire = PointsWire(view, seenThrough: request)
        switch fact.kind {
        case .changed:
            guard let profile else { return nil }
            return try await change(fact, of: system, profile, wire, in: view)
        case .levelChanged:
            guard profile != nil else { return nil }
            let levels = view.rulebook.points.levels(of: system.id)
            return { object in
                object.object("points") { object in
                    wire.write(system, to: &object)
                    object.field("total", fact.total)
                }
                let previous = levels.first { $0.publicID == fact.previousLevel }
                wire.write(previous, as: "previousLevel", to: &object)
                let new = levels.first { $0.publicID == fact.newLevel }
                wire.write(new, as: "newLevel", to: &object)
            }
        case .boostStarted, .boostFinished:
            return boost(fact, of: system, profile, in: view)
        case .expired: return nil
        }
    }

    private func change(
        _ fact: PointsFact,
        of system: PointsSystem,
        _ profile: UserProfile,
        _ wire: PointsWire,
        in view: WorkspaceView
    ) async throws -> TrophyContent {
        var awards: [PointsAward] = []
        if let rows = fact.rows {
            // The newest are told where there are too many, as in every answer.
            let count = min(Int(rows.upperBound - rows.lowerBound) + 1, WireLimits.maximumPageSize)
            awards = try await reading.pointsLedger(
                of: profile.user.id,
                system,
                before: rows.upperBound + 1,
                limit: count,
                in: view
            )
        }
        return { object in
            object.object("points") { object in
                wire.write(system, to: &object)
                object.field("total", fact.total)
                object.field("added", fact.added)
                wire.write(awards, to: &object)
            }
        }
    }

    private func boost(
        _ fact: PointsFact,
        of system: PointsSystem,
        _ profile: UserProfile?,
        in view: WorkspaceView
    ) -> TrophyContent? {
        guard let id = fact.boost, let boost = view.rulebook.points.boost(publicID: id) else {
            return nil
        }
        return { object in
            object.object("boost") { object in
                object.field("id", boost.publicID)
                for field in PointsBoostFields.all { field.write(boost, (), &object) }
                object.field("status", fact.kind == .boostStarted ? "active" : "finished")
                object.field("userId", profile?.user.id)
                object.field("pointsSystemId", system.publicID)
                object.field("pointsSystemKey", system.key)
                object.field("pointsSystemName", system.name)
            }
        }
    }
}
