/// Members in the order of their scores: who is where, and who is at a place, however many there
/// are.
///
/// Everything is exact and takes a time that grows with the logarithm of the number of members.
public struct Ranking: Sendable {
    /// How members with equal scores are ranked.
    public enum Ties: String, Sendable, CaseIterable {
        /// Whoever reached the score first comes first; no two share a rank.
        case first
        /// They share a rank, and the next one is as far down as they are many: 1, 1, 3.
        case shared
        /// They share a rank, and the next one has the next rank: 1, 1, 2.
        case dense
    }

    /// A member with its rank.
    public struct Place: Hashable, Sendable {
        /// The member, the score, and when it was reached.
        public let entry: Entry
        /// The rank, from one.
        public let rank: Int
        /// How many come before, whoever shares a rank.
        public let position: Int
    }

    /// How members with equal scores are ranked.
    public let ties: Ties
    private var tree: OrderedTree
    private var index: MemberIndex
    /// Each score once, and how many have it; kept where ranks are dense.
    private var scores = OrderedTree()
    private var holders: [Int64: Int32] = [:]

    /// A ranking of nobody.
    public init(ties: Ties = .first) {
        self.ties = ties
        tree = OrderedTree()
        index = MemberIndex()
    }

    /// A ranking of members who are in order already, each once.
    public init(sorted entries: [Entry], ties: Ties = .first) {
        self.ties = ties
        tree = OrderedTree(sorted: entries)
        index = MemberIndex(capacity: entries.count)
        for entry in entries { index.set(entry) }
        guard ties == .dense else { return }
        var distinct: [Entry] = []
        for entry in entries {
            holders[entry.score, default: 0] += 1
            if distinct.last?.score != entry.score { distinct.append(.first(of: entry.score)) }
        }
        scores = OrderedTree(sorted: distinct)
    }

    /// How many members there are.
    public var count: Int { tree.count }
}

// MARK: - Changing

extension Ranking {
    /// Gives a member a score; the one that it had.
    @discardableResult
    public mutating func set(_ entry: Entry) -> Entry? {
        let old = index.set(entry)
        if old == entry { return old }
        if let old { drop(old) }
        tree.insert(entry)
        if ties == .dense { hold(entry.score) }
        return old
    }

    /// Takes a member out; the score that it had.
    @discardableResult
    public mutating func remove(_ member: Int64) -> Entry? {
        guard let old = index.remove(member) else { return nil }
        drop(old)
        return old
    }

    private mutating func drop(_ entry: Entry) {
        tree.remove(entry)
        guard ties == .dense, let count = holders[entry.score] else { return }
        holders[entry.score] = count > 1 ? count - 1 : nil
        if count == 1 { scores.remove(.first(of: entry.score)) }
    }

    private mutating func hold(_ score: Int64) {
        let count = holders[score] ?? 0
        holders[score] = count + 1
        if count == 0 { scores.insert(.first(of: score)) }
    }
}

// MARK: - Looking

extension Ranking {
    /// What a member has.
    public func entry(of member: Int64) -> Entry? { index[member] }

    /// Where a member is.
    public func place(of member: Int64) -> Place? {
        index[member].map { place(of: $0, at: tree.position(of: $0)) }
    }

    /// Who is at a position, from zero.
    public func place(at position: Int) -> Place? {
        tree.entry(at: position).map { place(of: $0, at: position) }
    }

    /// Where an entry would be among all the other members, if its member had it.
    public func place(ofPast entry: Entry) -> Place {
        var position = tree.position(of: entry)
        let current = index[entry.member]
        if let current, current < entry { position -= 1 }
        switch ties {
        case .first: return Place(entry: entry, rank: position + 1, position: position)
        case .shared:
            var rank = tree.position(of: .first(of: entry.score))
            if let current, current.score > entry.score { rank -= 1 }
            return Place(entry: entry, rank: rank + 1, position: position)
        case .dense:
            var rank = scores.position(of: .first(of: entry.score))
            // A score that only the member has does not count.
            if let current, current.score > entry.score, holders[current.score] == 1 { rank -= 1 }
            return Place(entry: entry, rank: rank + 1, position: position)
        }
    }

    /// Those from a position on, in order.
    public func page(from position: Int, limit: Int) -> [Place] {
        let entries = tree.entries(from: max(0, position), limit: limit)
        guard let first = entries.first else { return [] }
        var places: [Place] = []
        places.reserveCapacity(entries.count)
        var last = place(of: first, at: max(0, position))
        places.append(last)
        for entry in entries.dropFirst() {
            let position = last.position + 1
            let rank: Int
            if ties == .first {
                rank = position + 1
            } else if entry.score == last.entry.score {
                rank = last.rank
            } else {
                rank = ties == .dense ? last.rank + 1 : position + 1
            }
            last = Place(entry: entry, rank: rank, position: position)
            places.append(last)
        }
        return places
    }

    /// Those around a member: so many before it, itself, and so many after it; nobody where it is
    /// not there.
    public func page(around member: Int64, before: Int, after: Int) -> [Place] {
        guard let entry = index[member] else { return [] }
        let position = tree.position(of: entry)
        let start = max(0, position - before)
        return page(from: start, limit: position - start + 1 + after)
    }

    /// How many have a score in a range.
    public func count(of scores: ClosedRange<Int64>) -> Int {
        tree.position(of: .last(of: scores.lowerBound))
            - tree.position(of: .first(of: scores.upperBound))
    }

    private func place(of entry: Entry, at position: Int) -> Place {
        let rank =
            switch ties {
            case .first: position + 1
            case .shared: tree.position(of: .first(of: entry.score)) + 1
            case .dense: scores.position(of: .first(of: entry.score)) + 1
            }
        return Place(entry: entry, rank: rank, position: position)
    }
}
