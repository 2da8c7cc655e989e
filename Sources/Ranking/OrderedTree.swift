/// Entries in their order, found by their position and the other way round: a B+tree whose
/// branches know how many entries are below each child.
///
/// Entries lie in leaves, and leaves and branches in one array each, so that millions of members
/// take little more memory than their entries do.
struct OrderedTree: Sendable {
    /// A branch: its children, with how many entries and which first entry each has.
    struct Branch: Sendable {
        var children: [Int32] = []
        var counts: [Int32] = []
        var firsts: [Entry] = []
    }

    private(set) var leaves: [[Entry]] = []
    private(set) var branches: [Branch] = []
    private var freeLeaves: [Int32] = []
    private var freeBranches: [Int32] = []
    /// The root: a leaf where there are no branches above it.
    private var root: Int32 = 0
    /// How many layers of branches there are.
    private var height = 0
    /// How many entries there are.
    private(set) var count = 0

    /// An empty tree.
    init() { root = newLeaf() }
}

// MARK: - Looking

extension OrderedTree {
    /// How many entries come before one, which need not be there.
    func position(of entry: Entry) -> Int {
        var node = root
        var before = 0
        for _ in 0..<height {
            let branch = branches[Int(node)]
            let index = branch.child(for: entry)
            for other in 0..<index { before += Int(branch.counts[other]) }
            node = branch.children[index]
        }
        return before + leaves[Int(node)].firstIndex(notBefore: entry)
    }

    /// Whether an entry is there.
    func contains(_ entry: Entry) -> Bool {
        var node = root
        for _ in 0..<height {
            let branch = branches[Int(node)]
            node = branch.children[branch.child(for: entry)]
        }
        let leaf = leaves[Int(node)]
        let index = leaf.firstIndex(notBefore: entry)
        return index < leaf.count && leaf[index] == entry
    }

    /// The entry at a position.
    func entry(at position: Int) -> Entry? {
        guard position >= 0, position < count else { return nil }
        var node = root
        var rest = position
        for _ in 0..<height {
            let branch = branches[Int(node)]
            node = branch.children[branch.child(holding: &rest)]
        }
        return leaves[Int(node)][rest]
    }

    /// The entries from a position on.
    func entries(from position: Int, limit: Int) -> [Entry] {
        var found: [Entry] = []
        guard position >= 0, position < count, limit > 0 else { return found }
        found.reserveCapacity(min(limit, count - position))
        append(from: root, height, position, upTo: min(limit, count - position), to: &found)
        return found
    }

    private func append(
        from node: Int32,
        _ height: Int,
        _ position: Int,
        upTo limit: Int,
        to found: inout [Entry]
    ) {
        guard height > 0 else {
            let leaf = leaves[Int(node)]
            let end = min(leaf.count, position + limit - found.count)
            if position < end { found.append(contentsOf: leaf[position..<end]) }
            return
        }
        let branch = branches[Int(node)]
        var rest = position
        var index = branch.child(holding: &rest)
        while index < branch.children.count, found.count < limit {
            append(from: branch.children[index], height - 1, rest, upTo: limit, to: &found)
            rest = 0
            index += 1
        }
    }
}

extension OrderedTree.Branch {
    /// The child in which an entry is, or would be.
    func child(for entry: Entry) -> Int {
        var low = 1
        var high = firsts.count
        while low < high {
            let middle = (low + high) / 2
            if entry < firsts[middle] { high = middle } else { low = middle + 1 }
        }
        return low - 1
    }

    /// The child that holds a position, which becomes the position inside it.
    func child(holding position: inout Int) -> Int {
        var index = 0
        while index < counts.count - 1, position >= Int(counts[index]) {
            position -= Int(counts[index])
            index += 1
        }
        return index
    }
}

extension [Entry] {
    /// The index of the first entry that does not come before one.
    func firstIndex(notBefore entry: Entry) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < entry { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

// MARK: - Adding and removing

extension OrderedTree {
    /// Adds an entry that is not there yet.
    mutating func insert(_ entry: Entry) {
        if let second = insert(entry, into: root, height) {
            grow(beside: second)
        }
        count += 1
    }

    private mutating func grow(beside second: (node: Int32, first: Entry, count: Int)) {
        let branch = newBranch()
        branches[Int(branch)].children = [root, second.node]
        branches[Int(branch)].counts = [Int32(count + 1 - second.count), Int32(second.count)]
        branches[Int(branch)].firsts = [first(of: root, height), second.first]
        root = branch
        height += 1
    }

    private func first(of node: Int32, _ height: Int) -> Entry {
        height == 0 ? leaves[Int(node)][0] : branches[Int(node)].firsts[0]
    }

    /// Adds an entry below a node; where that has to be cut, what was cut off.
    private mutating func insert(
        _ entry: Entry,
        into node: Int32,
        _ height: Int
    ) -> (node: Int32, first: Entry, count: Int)? {
        let place = Int(node)
        guard height > 0 else {
            let index = leaves[place].firstIndex(notBefore: entry)
            leaves[place].insert(entry, at: index)
            guard leaves[place].count > RankingLimits.leafCapacity else { return nil }
            return cutLeaf(place)
        }
        let index = branches[place].child(for: entry)
        let child = branches[place].children[index]
        branches[place].counts[index] += 1
        if entry < branches[place].firsts[index] { branches[place].firsts[index] = entry }
        guard let cut = insert(entry, into: child, height - 1) else { return nil }
        branches[place].counts[index] -= Int32(cut.count)
        branches[place].children.insert(cut.node, at: index + 1)
        branches[place].counts.insert(Int32(cut.count), at: index + 1)
        branches[place].firsts.insert(cut.first, at: index + 1)
        guard branches[place].children.count > RankingLimits.branchCapacity else { return nil }
        return cutBranch(place)
    }

    private mutating func cutLeaf(_ place: Int) -> (node: Int32, first: Entry, count: Int) {
        let middle = leaves[place].count / 2
        let rest = leaves[place][middle...]
        let node = newLeaf()
        leaves[Int(node)].append(contentsOf: rest)
        leaves[place].removeSubrange(middle...)
        return (node, leaves[Int(node)][0], leaves[Int(node)].count)
    }

    private mutating func cutBranch(_ place: Int) -> (node: Int32, first: Entry, count: Int) {
        let middle = branches[place].children.count / 2
        var rest = Branch()
        rest.children = Array(branches[place].children[middle...])
        rest.counts = Array(branches[place].counts[middle...])
        rest.firsts = Array(branches[place].firsts[middle...])
        branches[place].children.removeSubrange(middle...)
        branches[place].counts.removeSubrange(middle...)
        branches[place].firsts.removeSubrange(middle...)
        let node = newBranch()
        branches[Int(node)] = rest
        return (node, rest.firsts[0], rest.counts.reduce(0) { $0 + Int($1) })
    }

    /// Removes an entry; false when it is not there.
    @discardableResult
    mutating func remove(_ entry: Entry) -> Bool {
        guard contains(entry) else { return false }
        remove(entry, from: root, height)
        count -= 1
        while height > 0, branches[Int(root)].children.count == 1 {
            let only = branches[Int(root)].children[0]
            free(branch: root)
            root = only
            height -= 1
        }
        return true
    }

    private mutating func remove(_ entry: Entry, from node: Int32, _ height: Int) {
        let place = Int(node)
        guard height > 0 else {
            leaves[place].remove(at: leaves[place].firstIndex(notBefore: entry))
            return
        }
        let index = branches[place].child(for: entry)
        remove(entry, from: branches[place].children[index], height - 1)
        branches[place].counts[index] -= 1
        merge(child: index, of: place, height)
    }

    /// Puts a child that has few entries left together with one beside it, where both fit into one.
    ///
    /// A first entry that was removed stays as a bound; everything is found by it as before.
    private mutating func merge(child index: Int, of place: Int, _ height: Int) {
        guard branches[place].children.count > 1 else { return }
        let left = index > 0 ? index - 1 : index
        let (first, second) = (branches[place].children[left], branches[place].children[left + 1])
        if height == 1 {
            let size = leaves[Int(first)].count + leaves[Int(second)].count
            let smaller = min(leaves[Int(first)].count, leaves[Int(second)].count)
            let most = RankingLimits.leafCapacity
            guard size <= most * 3 / 4, smaller < most / 4 else { return }
            let moved = leaves[Int(second)]
            leaves[Int(first)].append(contentsOf: moved)
            free(leaf: second)
        } else {
            let size =
                branches[Int(first)].children.count + branches[Int(second)].children.count
            guard size <= RankingLimits.branchCapacity / 2 else { return }
            let moved = branches[Int(second)]
            branches[Int(first)].children += moved.children
            branches[Int(first)].counts += moved.counts
            branches[Int(first)].firsts += moved.firsts
            // The bound above may be an earlier one than the branch's own.
            branches[Int(first)].firsts[branches[Int(first)].firsts.count - moved.firsts.count] =
                branches[place].firsts[left + 1]
            free(branch: second)
        }
        branches[place].counts[left] += branches[place].counts[left + 1]
        branches[place].children.remove(at: left + 1)
        branches[place].counts.remove(at: left + 1)
        branches[place].firsts.remove(at: left + 1)
    }
}

// MARK: - Nodes

extension OrderedTree {
    /// A leaf with room for all that it will ever hold, so that it never grows to twice that.
    private mutating func newLeaf() -> Int32 {
        if let free = freeLeaves.popLast() {
            leaves[Int(free)].reserveCapacity(RankingLimits.leafCapacity + 1)
            return free
        }
        var leaf: [Entry] = []
        leaf.reserveCapacity(RankingLimits.leafCapacity + 1)
        leaves.append(leaf)
        return Int32(leaves.count - 1)
    }

    private mutating func newBranch() -> Int32 {
        if let free = freeBranches.popLast() { return free }
        branches.append(Branch())
        return Int32(branches.count - 1)
    }

    private mutating func free(leaf: Int32) {
        leaves[Int(leaf)] = []
        freeLeaves.append(leaf)
    }

    private mutating func free(branch: Int32) {
        branches[Int(branch)] = Branch()
        freeBranches.append(branch)
    }
}

// MARK: - Filling

extension OrderedTree {
    /// A tree of entries that are in order already.
    init(sorted entries: some RandomAccessCollection<Entry>) {
        count = entries.count
        var nodes: [(node: Int32, first: Entry, count: Int)] = []
        leaves.reserveCapacity(count / RankingLimits.bulkFill + 1)
        var start = entries.startIndex
        while start < entries.endIndex {
            let end =
                entries.index(start, offsetBy: RankingLimits.bulkFill, limitedBy: entries.endIndex)
                ?? entries.endIndex
            let number = newLeaf()
            leaves[Int(number)].append(contentsOf: entries[start..<end])
            nodes.append((number, entries[start], leaves[Int(number)].count))
            start = end
        }
        if nodes.isEmpty {
            root = newLeaf()
            return
        }
        while nodes.count > 1 {
            nodes = layer(above: nodes)
            height += 1
        }
        root = nodes[0].node
    }

    private mutating func layer(
        above nodes: [(node: Int32, first: Entry, count: Int)]
    ) -> [(node: Int32, first: Entry, count: Int)] {
        var layer: [(node: Int32, first: Entry, count: Int)] = []
        var start = 0
        while start < nodes.count {
            let end = min(nodes.count, start + RankingLimits.bulkBranchFill)
            var branch = Branch()
            branch.children = nodes[start..<end].map(\.node)
            branch.counts = nodes[start..<end].map { Int32($0.count) }
            branch.firsts = nodes[start..<end].map(\.first)
            branches.append(branch)
            let total = nodes[start..<end].reduce(0) { $0 + $1.count }
            layer.append((Int32(branches.count - 1), branch.firsts[0], total))
            start = end
        }
        return layer
    }
}
