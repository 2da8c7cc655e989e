/// Values by key, of which the one that has not been used for longest makes room for a new one.
///
/// The keys stand in a ring in the order of their last use, so that using one and adding one take
/// the same time however many there are.
struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Slot {
        var key: Key
        var value: Value
        var newer: Int
        var older: Int
    }

    /// How many values there is room for.
    let capacity: Int

    private var indices: [Key: Int] = [:]
    private var slots: [Slot] = []
    private var free: [Int] = []
    private var newest = -1
    private var oldest = -1

    /// Room for some values, of which there are none yet.
    init(capacity: Int) {
        precondition(capacity > 0, "there is room for a value")
        self.capacity = capacity
    }

    /// How many values there are.
    var count: Int { indices.count }

    /// The value of a key, which is used by that.
    mutating func use(_ key: Key) -> Value? {
        guard let index = indices[key] else { return nil }
        if index != newest {
            unlink(index)
            linkAsNewest(index)
        }
        return slots[index].value
    }

    /// Changes the value of a key where there is one.
    mutating func change(_ key: Key, _ change: (inout Value) -> Void) {
        guard let index = indices[key] else { return }
        change(&slots[index].value)
    }

    /// Keeps a value; gives back the one that had to make room for it.
    mutating func keep(_ value: Value, for key: Key) -> Value? {
        if let index = indices[key] {
            slots[index].value = value
            return nil
        }
        let evicted = count == capacity ? remove(slots[oldest].key) : nil
        let slot = Slot(key: key, value: value, newer: -1, older: -1)
        let index: Int
        if let last = free.popLast() {
            index = last
            slots[index] = slot
        } else {
            index = slots.count
            slots.append(slot)
        }
        indices[key] = index
        linkAsNewest(index)
        return evicted
    }

    /// Forgets the value of a key, and gives it back.
    @discardableResult
    mutating func remove(_ key: Key) -> Value? {
        guard let index = indices.removeValue(forKey: key) else { return nil }
        unlink(index)
        free.append(index)
        return slots[index].value
    }

    private mutating func unlink(_ index: Int) {
        let (newer, older) = (slots[index].newer, slots[index].older)
        if newer >= 0 { slots[newer].older = older } else { newest = older }
        if older >= 0 { slots[older].newer = newer } else { oldest = newer }
    }

    private mutating func linkAsNewest(_ index: Int) {
        slots[index].newer = -1
        slots[index].older = newest
        if newest >= 0 { slots[newest].newer = index } else { oldest = index }
        newest = index
    }
}
