/// Which entry a member has: a table with open addresses, one flat array for all of it.
struct MemberIndex: Sendable {
    /// The slots; one of nobody is free.
    private var slots: [Entry]
    private var mask: Int
    private(set) var count = 0

    /// The number that no member has.
    private static let nobody = Int64.min

    private static let free = Entry(score: 0, reached: 0, member: nobody)

    /// An index with room for some members.
    init(capacity: Int = 0) {
        var size = 16
        while size * 5 / 6 < capacity { size *= 2 }
        slots = Array(repeating: Self.free, count: size)
        mask = size - 1
    }

    /// The entry of a member, if there is one.
    subscript(member: Int64) -> Entry? {
        let slot = slots[slot(of: member)]
        return slot.member == member ? slot : nil
    }

    /// Keeps an entry; the one that its member had.
    @discardableResult
    mutating func set(_ entry: Entry) -> Entry? {
        precondition(entry.member != Self.nobody, "nobody is no member")
        if count + 1 > slots.count / 6 * 5 { grow() }
        let index = slot(of: entry.member)
        let old = slots[index]
        slots[index] = entry
        if old.member == entry.member { return old }
        count += 1
        return nil
    }

    /// Forgets a member; the entry that it had.
    @discardableResult
    mutating func remove(_ member: Int64) -> Entry? {
        var hole = slot(of: member)
        let old = slots[hole]
        guard old.member == member else { return nil }
        count -= 1
        // Those that follow and would not be found past a hole move into it.
        var next = (hole + 1) & mask
        while slots[next].member != Self.nobody {
            let home = home(of: slots[next].member)
            if (next - home) & mask >= (next - hole) & mask {
                slots[hole] = slots[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        slots[hole] = Self.free
        return old
    }

    private func home(of member: Int64) -> Int {
        var hash = UInt64(bitPattern: member)
        hash = (hash ^ (hash >> 32)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: hash >> 20) & mask
    }

    /// The slot of a member, or the free one where it would be.
    private func slot(of member: Int64) -> Int {
        var index = home(of: member)
        while slots[index].member != member, slots[index].member != Self.nobody {
            index = (index + 1) & mask
        }
        return index
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Self.free, count: old.count * 2)
        mask = slots.count - 1
        for entry in old where entry.member != Self.nobody { slots[slot(of: entry.member)] = entry }
    }
}
