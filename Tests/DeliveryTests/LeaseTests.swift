import TestBasics
import Testing

@testable import Delivery

/// When a lease is free, and when it is still held, by one's own clock.
@Suite struct LeaseTests {
    private static let start = ContinuousClock.now

    /// What is seen at which second.
    struct Look: Sendable {
        let second: Double
        let holder: String?
        let renewalCount: Int64

        init(_ second: Double, _ holder: String?, _ renewalCount: Int64) {
            self.second = second
            self.holder = holder
            self.renewalCount = renewalCount
        }
    }

    private static let rows: [Row<[Look], [Bool]>] = [
        Row("given back", [Look(0, nil, 3)], [true]),
        Row("held", [Look(0, "a", 3), Look(5.9, "a", 3)], [false, false]),
        Row("silent for its life", [Look(0, "a", 3), Look(6, "a", 3)], [false, true]),
        Row(
            "renewed in between",
            [Look(0, "a", 3), Look(5, "a", 4), Look(10, "a", 4), Look(11, "a", 4)],
            [false, false, false, true]
        ),
        Row(
            "taken by another",
            [Look(0, "a", 3), Look(5, "b", 4), Look(6, "b", 4)],
            [false, false, false]
        ),
        Row("given back at last", [Look(0, "a", 3), Look(2, nil, 4)], [false, true]),
    ]

    @Test(arguments: rows)
    func `a lease is free once nobody has renewed it for its life`(row: Row<[Look], [Bool]>) {
        var watch = LeaseWatch()
        let free = row.input.map { look in
            watch.isFree(
                holder: look.holder,
                renewalCount: look.renewalCount,
                at: Self.start + .seconds(look.second)
            )
        }
        #expect(free == row.expected)
    }

    @Test func `a lease is held for its life after a renewal, and never after a loss`() {
        let lease = HeldLease(takenAt: Self.start)
        #expect(lease.isHeld(at: Self.start + .seconds(5)))
        #expect(!lease.isHeld(at: Self.start + .seconds(6)))
        lease.noteRenewal(true, begunAt: Self.start + .seconds(4))
        #expect(lease.isHeld(at: Self.start + .seconds(9)))
        #expect(!lease.isHeld(at: Self.start + .seconds(10)))
        lease.noteRenewal(false, begunAt: Self.start + .seconds(9))
        #expect(!lease.isHeld(at: Self.start + .seconds(9)))
    }
}
