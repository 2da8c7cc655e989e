public import Engine
private import JSONText

/// How the lengths of a streak would change: counts, how big the differences are, and the users
/// with the largest ones.
public struct LengthChanges: Hashable, Sendable {
    /// The length of a user that would change.
    public struct Sample: Hashable, Sendable {
        /// The user.
        public let user: UserKey
        /// The length now.
        public let before: Int
        /// The length that it would be.
        public let after: Int

        /// How far apart they are.
        public var difference: Int { abs(after - before) }
    }

    /// Differences of some size.
    public struct Differences: Hashable, Sendable {
        /// How many lengths would be longer by so much.
        public internal(set) var longer = 0
        /// How many would be shorter by so much.
        public internal(set) var shorter = 0
    }

    /// How many lengths would stay.
    public private(set) var unchanged = 0
    /// How many would be longer.
    public private(set) var longer = 0
    /// How many of those are 0 now.
    public private(set) var begun = 0
    /// How many would be shorter.
    public private(set) var shorter = 0
    /// How many of those would be 0.
    public private(set) var lost = 0
    /// How many differ by how much, in the order of `sizes`.
    public private(set) var differences = Array(
        repeating: Differences(),
        count: LengthChanges.sizes.count
    )
    /// The largest differences, largest first.
    public private(set) var largest: [Sample] = []

    /// The sizes of differences that are told apart; the last has no end.
    public static let sizes: [ClosedRange<Int>] = [
        1...1, 2...3, 4...7, 8...30, 31...100, 101...Int.max,
    ]

    /// Nobody looked at yet.
    public init() {}

    /// How many lengths would change.
    public var changed: Int { longer + shorter }

    /// Counts a user.
    mutating func add(_ user: UserKey, from before: Int, to after: Int) {
        guard before != after else {
            unchanged += 1
            return
        }
        let sample = Sample(user: user, before: before, after: after)
        let size = Self.sizes.firstIndex { $0.contains(sample.difference) } ?? 0
        if after > before {
            longer += 1
            differences[size].longer += 1
            if before == 0 { begun += 1 }
        } else {
            shorter += 1
            differences[size].shorter += 1
            if after == 0 { lost += 1 }
        }
        let index = largest.firstIndex { $0.difference < sample.difference } ?? largest.endIndex
        largest.insert(sample, at: index)
        if largest.count > RoundLimits.sampledChanges { largest.removeLast() }
    }
}

// MARK: - Storing

extension LengthChanges {
    /// The changes that a stored document tells.
    init(stored text: String) throws {
        let fields = try JSONCursor(try JSON(parsing: text)).fields()
        unchanged = Int(try fields.integer("unchanged"))
        longer = Int(try fields.integer("longer"))
        begun = Int(try fields.integer("begun"))
        shorter = Int(try fields.integer("shorter"))
        lost = Int(try fields.integer("lost"))
        for (index, cursor) in try fields.array("differences").enumerated()
        where differences.indices.contains(index) {
            let counts = try cursor.fields()
            differences[index].longer = Int(try counts.integer("longer"))
            differences[index].shorter = Int(try counts.integer("shorter"))
        }
        largest = try fields.array("largest").map { cursor in
            let sample = try cursor.fields()
            return Sample(
                user: UserKey(try sample.integer("user")),
                before: Int(try sample.integer("before")),
                after: Int(try sample.integer("after"))
            )
        }
    }

    /// The document to store.
    var storedText: String {
        var writer = JSONWriter()
        writer.object { object in
            object.field("unchanged", unchanged)
            object.field("longer", longer)
            object.field("begun", begun)
            object.field("shorter", shorter)
            object.field("lost", lost)
            object.array("differences") { array in
                for counts in differences {
                    array.object { object in
                        object.field("longer", counts.longer)
                        object.field("shorter", counts.shorter)
                    }
                }
            }
            object.array("largest") { array in
                for sample in largest {
                    array.object { object in
                        object.field("user", sample.user.number)
                        object.field("before", sample.before)
                        object.field("after", sample.after)
                    }
                }
            }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}
