import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Rounds
import Service
import Storage
import Testing

/// What points are given for, as tables: what is set up, what happens, and the ledger afterwards.
@Suite struct PointsRuleTests {
    /// What is set up before, and what happens afterwards.
    struct Story: Sendable {
        let setUp: @Sendable (ServiceWorld) async throws -> Void
        let happens: @Sendable (ServiceWorld) async throws -> Void
    }

    private static func row(
        _ name: String,
        _ expected: [String],
        setUp: @escaping @Sendable (ServiceWorld) async throws -> Void,
        happens: @escaping @Sendable (ServiceWorld) async throws -> Void
    ) -> Row<Story, [String]> {
        Row(name, Story(setUp: setUp, happens: happens), expected)
    }

    private static func perUnits(
        _ threshold: Int32,
        _ points: Int64,
        _ change: @escaping @Sendable (inout PointsTriggerChange) -> Void = { _ in }
    ) -> @Sendable (ServiceWorld) async throws -> Void {
        { world in
            try await world.createPoints(
                triggers: [try await world.perUnits(threshold, gives: points, change)]
            )
        }
    }

    // MARK: - Metrics

    // swift-format-ignore: OnlyOneTrailingClosureArgument
    private static let metrics = [
        row("a multiple is passed", ["award 10 = 10"], setUp: perUnits(5, 10)) {
            try await $0.steps(4, 1)
        },
        row("just below it", [], setUp: perUnits(5, 10)) { try await $0.steps(4) },
        row("several at once are one award", ["award 30 = 30"], setUp: perUnits(5, 10)) {
            try await $0.steps(17)
        },
        row(
            "each in turn",
            ["award 10 = 10", "award 20 = 30"],
            setUp: perUnits(5, 10)
        ) { try await $0.steps(5, 3, 7) },
        row("nothing below nothing", ["award 10 = 10"], setUp: perUnits(5, 10)) {
            try await $0.steps(-3, 8)
        },
        row(
            "a total that falls takes back, and gives again",
            ["award 20 = 20", "correction -10 = 10 (the total fell)", "award 10 = 20"],
            setUp: perUnits(5, 10)
        ) { try await $0.steps(10, -1, 1) },
        row(
            "what was passed before the trigger was there gives nothing, now or later",
            ["award 10 = 10"],
            setUp: { world in
                try await world.steps(12)
                try await perUnits(5, 10)(world)
            },
            happens: { try await $0.steps(-12, 14, 1) }
        ),
        row(
            "a deleted event takes back",
            ["award 10 = 10", "award 20 = 30", "correction -20 = 10 (an event was deleted)"],
            setUp: perUnits(5, 10)
        ) { world in
            let events = try await world.steps(7, 8)
            try await world.delete(events[1])
        },
        row(
            "a deduction for a fall is given back",
            ["deduction -20 = -20", "correction 20 = 0 (an event was deleted)"],
            setUp: perUnits(5, -10)
        ) { world in
            let events = try await world.steps(10)
            try await world.delete(events[0])
        },
        row(
            "the newest award goes first",
            [
                "award 10 = 10", "award 20 = 30", "correction -10 = 20 (the total fell)",
                "correction -10 = 10 (an event was deleted)",
                "correction -10 = 0 (an event was deleted)",
            ],
            setUp: perUnits(5, 10)
        ) { world in
            let events = try await world.steps(6, 9, -1)
            try await world.delete(events[1])
            try await world.delete(events[0])
        },
        row(
            "a trigger that rests gives nothing, and settles what it gave",
            ["award 20 = 20"],
            setUp: perUnits(5, 10)
        ) { world in
            let events = try await world.steps(10)
            try await world.changeTrigger { $0.fields.status = .inactive }
            try await world.steps(10)
            try await world.delete(events[0])
            try await world.changeTrigger { $0.fields.status = .active }
            try await world.steps(-10, 4)
        },
    ]

    // MARK: - Boosts and limits

    private static func boosted(
        _ boosts: @escaping @Sendable () throws -> [PointsBoostChange],
        gives points: Int64 = 5
    ) -> @Sendable (ServiceWorld) async throws -> Void {
        { world in
            try await world.createPoints(
                boosts: try boosts(),
                triggers: [try await world.perUnits(1, gives: points)]
            )
        }
    }

    // swift-format-ignore: OnlyOneTrailingClosureArgument
    private static let limits = [
        row(
            "a boost on its day",
            ["award 10 = 10 x2"],
            setUp: boosted { [try boost("2", from: "2025-03-15", to: "2025-03-15")] }
        ) { try await $0.steps(1) },
        row(
            "not on the day after",
            ["award 5 = 5"],
            setUp: boosted { [try boost("2", from: "2025-03-15", to: "2025-03-15")] }
        ) { world in
            world.setClock(hours: 12)
            try await world.steps(1)
        },
        row(
            "by the day of a late event",
            ["award 10 = 10 x2"],
            setUp: boosted { [try boost("2", from: "2025-03-15", to: "2025-03-15")] }
        ) { world in
            world.setClock(hours: 30)
            try await world.record(hours: 0)
        },
        row(
            "a product, rounded once",
            ["award 7 = 7 x1.5 x1.5"],
            setUp: boosted(
                {
                    [
                        try boost("1.5", from: "2025-03-15"),
                        try boost("1.5", from: "2025-03-15") { $0.fields.rounding = .up },
                    ]
                },
                gives: 3
            )
        ) { try await $0.steps(1) },
        row(
            "no deduction",
            ["deduction -5 = -5"],
            setUp: boosted({ [try boost("2", from: "2025-03-15")] }, gives: -5)
        ) { try await $0.steps(1) },
        row(
            "a correction takes back what was boosted",
            ["award 30 = 30 x2", "correction -20 = 10 (the total fell) x2"],
            setUp: boosted { [try boost("2", from: "2025-03-15", to: "2025-03-15")] }
        ) { world in
            try await world.steps(3)
            world.setClock(hours: 24)
            try await world.steps(-2)
        },
        row(
            "no more than the most",
            ["award 20 = 20", "award 5 = 25"],
            setUp: { world in
                try await world.createPoints(
                    triggers: [try await world.perUnits(1, gives: 10)]
                ) { $0.maxPoints = .set(25) }
            },
            happens: { try await $0.steps(2, 1, 1) }
        ),
        row(
            "a cap of a day, met in the middle of one event",
            ["award 25 = 25", "award 20 = 45"],
            setUp: perUnits(1, 10) { $0.fields.maxPerDay = .set(25) }
        ) { world in
            try await world.steps(3, 1)
            world.setClock(hours: 12)
            try await world.steps(2)
        },
        row(
            "a cap of a day, for a late event of another day",
            ["award 25 = 25", "award 10 = 35", "award 10 = 45", "award 5 = 50"],
            setUp: perUnits(1, 10) { $0.fields.maxPerDay = .set(25) }
        ) { world in
            try await world.steps(3)
            for _ in 0..<3 { try await world.record(hours: -24) }
        },
    ]
    // swift-format-ignore
    private static let weeks = [
        // 2025-03-15 is a Saturday: the last day of its week.
        row(
            "a cap of a week, which ends on Saturday",
            ["award 10 = 10", "award 15 = 25", "award 20 = 45"],
            setUp: perUnits(1, 10) { $0.fields.maxPerWeek = .set(25) }
        ) { world in
            try await world.record(hours: -24)
            try await world.steps(2)
            world.setClock(hours: 24)
            try await world.steps(2)
        },
        row(
            "a cap limits what is taken, too",
            ["deduction -10 = -10", "deduction -5 = -15"],
            setUp: perUnits(1, -10) { $0.fields.maxPerDay = .set(15) }
        ) { try await $0.steps(1, 1) },
        row(
            "what is taken back makes room",
            ["award 20 = 20", "correction -10 = 10 (the total fell)", "award 10 = 20"],
            setUp: perUnits(1, 10) { $0.fields.maxPerDay = .set(20) }
        ) { try await $0.steps(2, -1, 2) },
    ]

    // MARK: - Below zero

    // swift-format-ignore: OnlyOneTrailingClosureArgument
    private static let below = [
        row("without blocking", ["deduction -10 = -10"], setUp: perUnits(1, -10)) {
            try await $0.steps(1)
        },
        row(
            "an event that takes too much is refused, and nothing of it stays",
            ["award 5 = 5"],
            setUp: { world in
                try await world.createPoints(triggers: [
                    givingPoints(5, for: .userCreation),
                    try await world.perUnits(1, gives: -3) { $0.fields.blocksIfOutOfPoints = true },
                ])
            },
            happens: { world in
                try await world.tell { _ in }
                let refused = await result { try await world.steps(2) }
                #expect(refused.refusalCode == .outOfPoints)
                #expect(try await world.total() == .zero)
            }
        ),
        row(
            "as much as there is can be taken",
            ["award 6 = 6", "deduction -6 = 0"],
            setUp: { world in
                try await world.createPoints(triggers: [
                    givingPoints(6, for: .userCreation),
                    try await world.perUnits(1, gives: -3) { $0.fields.blocksIfOutOfPoints = true },
                ])
            },
            happens: { world in
                try await world.tell { _ in }
                try await world.steps(2)
                let refused = await result { try await world.steps(1) }
                #expect(refused.refusalCode == .outOfPoints)
            }
        ),
        row(
            "what the event itself gives comes first",
            ["award 10 = 10", "deduction -10 = 0"],
            setUp: { world in
                try await world.createPoints(triggers: [
                    try await world.perUnits(1, gives: -10) {
                        $0.fields.blocksIfOutOfPoints = true
                    },
                    try await world.perUnits(1, gives: 10),
                ])
            },
            happens: { try await $0.steps(1) }
        ),
        row(
            "where there is no event, what is there is taken",
            ["award 4 = 4", "deduction -4 = 0"],
            setUp: { world in
                try await world.createPoints(triggers: [
                    givingPoints(4, for: .userCreation),
                    givingPoints(-10, for: .userCreation) { $0.fields.blocksIfOutOfPoints = true },
                ])
            },
            happens: { try await $0.tell { _ in } }
        ),
    ]

    @Test(arguments: metrics + limits + weeks + below)
    func `the ledger has what was given, taken and taken back`(
        row: Row<Story, [String]>
    ) async throws {
        let world = try await ServiceWorld()
        try await row.input.setUp(world)
        try await row.input.happens(world)
        let ledger = try await world.ledger()
        #expect(ledger == row.expected)
    }
}
