import Catalogue
import Engine
import Intake
import Reading
import Service
import Storage
import Testing

extension ServiceWorld {
    /// Creates achievements; what keeps one from being fails the test.
    @discardableResult
    func create(_ drafts: AchievementChange...) async throws -> [Achievement] {
        try await service.catalogue.createAchievements(drafts, in: live).map { try $0.get() }
    }

    func metricID(_ key: String = "steps") async throws -> String {
        try #require(try await service.catalogue.view(of: live).rulebook.metric(key: key)).publicID
    }

    func attributeID(_ kind: Attribute.Kind, _ key: String) async throws -> String {
        let rulebook = try await service.catalogue.view(of: live).rulebook
        return try #require(rulebook.attribute(kind, key: key)).publicID
    }

    /// What a user has, by name, oldest achievement first.
    func reached(_ user: String = "ada") async throws -> [String] {
        let view = try await service.catalogue.view(of: live)
        return try await service.reading.achievements(of: user, in: view)
            .shown(includingIncomplete: false).map(\.name)
    }

    /// What has been told of completions, in the order in which it was.
    func completionFacts() throws -> [Fact] {
        try database.read { (connection) throws(StorageError) in
            try connection.facts.placed(
                after: .start,
                in: live,
                kinds: [.achievementCompleted],
                limit: 1_000
            )
        }.map(\.stored.fact)
    }

    /// How many users have what, by name.
    func completions() async throws -> [String: Int64] {
        let rulebook = try await service.catalogue.view(of: live).rulebook
        let counts = try await service.reading.achievementCounts(in: live)
        let pairs = rulebook.achievements.all.map { ($0.name, counts.completions(of: $0.id)) }
        return Dictionary(pairs) { first, _ in first }
    }

    func tell(_ user: String = "ada", _ change: (inout UserChange) -> Void) async throws {
        var told = UserChange()
        change(&told)
        let draft = IdentifyUser(
            user: service.intake.userKey(of: user, in: live),
            userID: user,
            change: told,
            createsUser: true
        )
        _ = try await service.intake.submit(draft, in: live)
    }
}

/// An active achievement to be created.
func active(
    _ name: String,
    _ kind: AchievementTrigger.Kind,
    _ change: (inout AchievementChange) -> Void
) -> AchievementChange {
    var draft = AchievementChange()
    draft.name = name
    draft.kind = kind
    draft.status = .active
    change(&draft)
    return draft
}
