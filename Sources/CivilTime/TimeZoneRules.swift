/// The offsets of one zone through all of time: a table, and a rule for the time after it.
struct TimeZoneRules: Sendable {
    /// Offsets lie between these, so a wall clock is never further than this from UTC.
    static let maximumOffset = 26 * 3600

    /// The offset before the first change of the table.
    private let initialOffset: Int
    /// The moments of the table, ascending, and the offset from each.
    private let seconds: [Int64]
    private let offsets: [Int32]
    private let footer: POSIXTimeZone?

    /// The year up to which the footer is written out, so that a lookup is one binary search.
    private static let lastTabulatedYear = 2100

    /// Compiles a table in strictly ascending order and the rule that follows it.
    init(initialOffset: Int, changes: [OffsetChange], footer: POSIXTimeZone?) {
        var seconds: [Int64] = []
        var offsets: [Int32] = []
        var current = initialOffset
        for change in changes + Self.tabulated(footer, after: changes.last?.second)
        where change.offset != current {
            seconds.append(change.second)
            offsets.append(Int32(change.offset))
            current = change.offset
        }
        self.initialOffset = initialOffset
        self.seconds = seconds
        self.offsets = offsets
        self.footer = footer
    }

    private static func tabulated(
        _ footer: POSIXTimeZone?,
        after second: Int64?
    ) -> [OffsetChange] {
        guard let footer, let second else { return [] }
        let day = CivilDate(clamping: Int(second.flooredQuotient(86_400)))
        let firstYear = max(day.year - 1, 1900)
        guard firstYear <= lastTabulatedYear else { return [] }
        return footer.changes(in: firstYear...lastTabulatedYear).filter { $0.second > second }
    }

    /// Seconds east of UTC at a moment.
    func offset(at second: Int64) -> Int {
        let index = firstIndex(after: second)
        if index == seconds.count, let footer { return footer.offset(at: second) }
        return index == 0 ? initialOffset : Int(offsets[index - 1])
    }

    /// The first moment later than the given one at which the offset changes.
    func change(after second: Int64) -> OffsetChange? {
        let index = firstIndex(after: second)
        guard index == seconds.count else {
            return OffsetChange(second: seconds[index], offset: Int(offsets[index]))
        }
        return footer?.change(after: second)
    }

    /// The index of the first table entry later than a moment.
    private func firstIndex(after second: Int64) -> Int {
        var low = 0
        var high = seconds.count
        while low < high {
            let middle = (low + high) / 2
            if seconds[middle] <= second {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
