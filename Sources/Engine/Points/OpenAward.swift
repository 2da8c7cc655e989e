/// An award as it stands after its corrections.
///
/// The awards of a metric's trigger that still hold lie one on the other, in the order in which they
/// were given: each knows the one below, and how many multiples in between gave nothing. So one may be
/// taken out, and those above it have its multiples.
struct OpenAward {
    let row: PointsRow
    /// What it still comes to.
    private(set) var net: Int64
    /// For how many multiples it still holds.
    private(set) var count: Int64
    /// How many multiples above those of the award below gave nothing.
    private(set) var missed: Int64
    /// How much of what was taken back had expired.
    private(set) var expired: Int64 = 0

    /// An award after its corrections, oldest first.
    init(_ row: PointsRow, _ corrections: [PointsRow]) {
        self.row = row
        (net, count, missed) = (row.amount, Int64(row.detail.multiples.count), row.detail.missed)
        for correction in corrections {
            net += correction.amount
            count = Int64(correction.detail.multiples.count)
            missed = correction.detail.missed
            expired += correction.detail.expired
        }
    }

    /// Whether it holds for any multiple.
    var isOpen: Bool { count > 0 }

    /// What it comes to when it holds for so many multiples alone, and how many of them give that.
    func rest(of kept: Int64) -> (net: Int64, count: Int64) {
        let detail = row.detail
        let worth = detail.worth(of: kept)
        guard detail.before == 0 else {
            // It was counted from the past on top of what there was, which falls away with it.
            let rest = net - detail.worth(of: count) + worth
            let isGain = detail.points > 0
            return (isGain ? max(-detail.before, rest) : min(-detail.before, rest), kept)
        }
        let rest = net > 0 ? min(net, worth) : max(net, worth)
        return (rest, detail.multiples(for: rest, of: kept))
    }
}

extension [PointsRow] {
    /// The awards of one activation of a trigger as they stand, oldest first.
    func awards(of activation: Int) -> [OpenAward] {
        let own = filter { $0.detail.activation == activation }
        let corrections = Dictionary(grouping: own.filter { $0.kind == .correction }) {
            $0.detail.corrects ?? 0
        }
        return own.filter { $0.kind != .correction }.map { row in
            OpenAward(row, corrections[row.number] ?? [])
        }
    }
}
