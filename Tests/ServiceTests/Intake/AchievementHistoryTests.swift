import Catalogue
import Engine
import Intake
import Service
import Testing

/// Random lives of users, held against what the rules say when they are applied to everything.
@Suite struct AchievementHistoryTests {
    private struct Life {
        var events: [(id: EventID, amount: Int32, device: String)] = []
        var plan = ""
        /// What was promised: each name once.
        var told: [String] = []
        var has: Set<String> = []

        func total(_ device: String? = nil) -> Int32 {
            events.filter { device == nil || $0.device == device }.reduce(0) { $0 + $1.amount }
        }
    }

    private static let thresholds: [(name: String, amount: Int32, device: String?, plan: String?)] =
        [
            ("ten", 10, nil, nil), ("fifty", 50, nil, nil), ("ios5", 5, "ios", nil),
            ("ios20", 20, "ios", nil), ("pro10", 10, nil, "pro"), ("proios", 8, "ios", "pro"),
        ]
    private static let composites = [
        ("both", ["ten", "ios5"]), ("deep", ["both", "fifty"]), ("proboth", ["pro10", "proios"]),
    ]

    /// What follows from where the user is now, added to what the user has.
    private static func judge(_ life: inout Life) {
        for rule in thresholds where life.total(rule.device) >= rule.amount {
            if rule.plan == nil || rule.plan == life.plan { life.has.insert(rule.name) }
        }
        for (name, parts) in composites where life.has.isSuperset(of: parts) {
            life.has.insert(name)
        }
    }

    private static func world() async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        _ = try await world.service.catalogue.createAttributes(
            [AttributeDraft(kind: .event, key: "device", name: "Device")],
            in: world.live
        )
        let metric = try await world.metricID()
        let device = try await world.attributeID(.event, "device")
        let plan = try await world.attributeID(.user, "plan")
        var ids: [String: String] = [:]
        for rule in thresholds {
            let made = try await world.create(
                active(rule.name, .metric) { draft in
                    draft.metric = metric
                    draft.amount = Amount(rule.amount)
                    if let value = rule.device {
                        draft.eventAttributes = .set([.init(attribute: device, value: value)])
                    }
                    if let value = rule.plan {
                        draft.userAttributes = .set([.init(attribute: plan, value: value)])
                    }
                }
            )
            ids[rule.name] = made[0].publicID
        }
        for (name, parts) in composites {
            let made = try await world.create(
                active(name, .composite) { $0.parts = parts.compactMap { ids[$0] } }
            )
            ids[name] = made[0].publicID
        }
        return world
    }

    @Test(arguments: 0..<12) func `every life has what the rules say, each thing told at most once`(
        seed: UInt64
    ) async throws {
        var random = SplitMix64(state: seed)
        let world = try await Self.world()
        let users = ["ada", "ben", "cem"]
        var lives: [String: Life] = [:]
        for _ in 0..<60 {
            let user = users.randomElement(using: &random) ?? "ada"
            var life = lives[user] ?? Life()
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6: try await Self.record(user, &life, world, &random)
            case 6..<8 where !life.events.isEmpty:
                let index = Int.random(in: life.events.indices, using: &random)
                let event = life.events.remove(at: index)
                try await world.service.intake.submit(DeleteEvent(event.id), in: world.live)
            default:
                let plan = Bool.random(using: &random) ? "pro" : "free"
                life.plan = plan
                try await world.tell(user) { $0.attributes = ["plan": plan] }
            }
            Self.judge(&life)
            lives[user] = life
            #expect(Set(try await world.reached(user)) == life.has, "\(user)")
        }
        for (user, life) in lives {
            #expect(Set(life.told).count == life.told.count, "\(user) \(life.told)")
            #expect(life.has.isSuperset(of: life.told))
        }
        let completions = try await world.completions()
        for (name, count) in completions {
            #expect(count == Int64(lives.values.count { $0.has.contains(name) }), "\(name)")
        }
    }

    private static func record(
        _ user: String,
        _ life: inout Life,
        _ world: ServiceWorld,
        _ random: inout SplitMix64
    ) async throws {
        var drafts: [EventDraft] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            var draft = world.draft(Int32.random(in: -8...15, using: &random), user: user)
            let device = Bool.random(using: &random) ? "ios" : "web"
            draft.attributes = ["device": device]
            drafts.append(draft)
        }
        let events = try await world.service.intake.submit(RecordEvents(drafts), in: world.live)
        for (event, draft) in zip(events, drafts) {
            let amount = Int32(draft.amount.millionths / 1_000_000)
            life.events.append((event.id, amount, draft.attributes["device"] ?? ""))
            judge(&life)
            life.told += event.achievements.map(\.achievement.name)
        }
    }
}
