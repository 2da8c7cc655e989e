import Catalogue
import Engine
import JSONText
import Wire

/// An achievement as a document of the configuration has it.
struct WantedAchievement: Sendable {
    let name: String
    let kind: AchievementTrigger.Kind
    private let fields: JSONFields

    private static let names = [
        "name", "description", "category", "badgeUrl", "status", "trigger", "metric", "amount",
        "eventAttributes", "streakLength", "key", "years", "parts", "userAttributes",
    ]

    init(_ fields: JSONFields) throws {
        try fields.allowOnly(Self.names)
        self.fields = fields
        name = try fields.text("name", .filled(WireLimits.maximumNameLength))
        guard let kind = try fields.word("trigger", AchievementTrigger.Kind.self) else {
            throw fields.invalid("trigger", "is required")
        }
        self.kind = kind
    }

    /// What is told of it; achievements that it consists of are found by their names.
    func change(
        _ rulebook: Rulebook,
        _ achievement: (String) throws -> String?
    ) throws -> AchievementChange {
        var change = AchievementChange()
        change.name = name
        change.kind = kind
        change.status = try fields.word("status", Achievement.Status.self) ?? .active
        let text = TextRule.any(StreakLimits.maximumDescriptionLength)
        change.description = try wanted("description", text)
        change.category = try wanted("category", .filled(WireLimits.maximumNameLength))
        change.badgeURL = try wanted("badgeUrl", text)
        change.userAttributes = .set(try fields.matches("userAttributes", .user, rulebook))
        switch kind {
        case .metric:
            change.metric = try fields.required("metric").metric(of: rulebook)
            change.amount = try fields.required("amount").amount()
            change.eventAttributes = .set(try fields.matches("eventAttributes", .event, rulebook))
        case .streak:
            change.streakLength = try fields.required("streakLength").integer(
                in: StreakLimits.milestone
            )
        case .api: change.key = try fields.text("key", .filled(WireLimits.maximumNameLength))
        case .anniversary: change.years = try fields.required("years").integer(in: 1...100)
        case .composite:
            change.parts = try fields.array("parts").map { part in
                guard let id = try achievement(try part.string()) else {
                    throw part.invalid("must be the name of an achievement that exists")
                }
                return id
            }
        }
        return change
    }

    private func wanted(_ name: String, _ rule: TextRule) throws -> Change<String> {
        guard let text = try fields.optionalText(name, rule) else { return .clear }
        return .set(text)
    }
}
