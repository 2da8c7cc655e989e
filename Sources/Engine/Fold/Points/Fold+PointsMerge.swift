import CivilTime

extension Fold {
    /// Gives a user the points of another that follow from no rule that holds now: what calls gave and
    /// took, each row once by its idempotency key, and what triggers gave that have ended.
    ///
    /// Everything else is derived anew, and nobody ends below nothing.
    func carryPoints(
        _ rows: [PointsRow],
        number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        for row in rows where row.kind == .grant || row.kind == .spend {
            if let key = row.key,
                try snapshot.row(under: PointsKey(key, in: row.system)) != nil
            {
                continue
            }
            try carry(row.amount, of: row, because: row.detail.reason, number, in: &snapshot)
        }
        let ended = rows.filter { $0.trigger.map { rulebook.points.trigger($0) == nil } ?? false }
        for (_, rows) in Dictionary(grouping: ended, by: \.trigger).sorted(by: { left, right in
            (left.value.first?.at ?? now) < (right.value.first?.at ?? now)
        }) {
            guard let last = rows.last else { continue }
            let amount = rows.reduce(0) { $0 + $1.amount }
            try carry(amount, of: last, because: PointsRow.reasonOfEnded, number, in: &snapshot)
        }
    }

    private func carry(
        _ wanted: Int64,
        of row: PointsRow,
        because reason: String?,
        _ number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard let system = rulebook.points.system(row.system) else { return }
        try settlePoints(of: system, in: &snapshot)
        var balance = try snapshot.balance(of: system.id)
        let amount = max(balance.cut(wanted, to: system), -max(0, balance.total))
        guard amount != 0 else { return }
        var detail = PointsRow.Detail()
        detail.reason = reason
        let carried = balance.row(
            amount > 0 ? .grant : .spend,
            amount,
            at: now,
            on: pointsDay(at: now, of: snapshot),
            madeBy: number,
            key: row.trigger == nil ? row.key : nil,
            detail: detail
        )
        add(carried, to: balance, of: system, in: &snapshot)
    }
}

extension PointsRow {
    /// The reason of what a trigger had given that has ended.
    fileprivate static let reasonOfEnded = "given before by a trigger that has ended"
}
