import CivilTime

extension Fold {
    /// Gives a user points, or takes some, as a call asks.
    func changePoints(
        _ command: ChangePoints,
        number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> ChangedPoints {
        guard let system = rulebook.points.system(command.system) else {
            throw .refused(Refusal(.pointsSystemGone))
        }
        guard snapshot.user != nil || command.createsUser else {
            throw .refused(Refusal(.unknownUser(command.userID)))
        }
        if isRetry, let row = try snapshot.rows(madeBy: number, isRetry: true).first {
            return try changed(row, of: system, isReplay: false, in: snapshot)
        }
        let key = command.idempotencyKey.map { PointsKey($0, in: system.id) }
        if let key, let row = try snapshot.row(under: key) {
            guard row.amount.signum() == command.amount.signum() else {
                throw .refused(Refusal(.pointsKeyUsed(row.amount)))
            }
            return try changed(row, of: system, isReplay: true, in: snapshot)
        }
        try refusing { () throws(Refusal) in try command.check() }
        _ = try followingMove(by: command.userChange, in: &snapshot) {
            snapshot throws(Interruption) in
            try change(userID: command.userID, by: command.userChange, in: &snapshot)
        }
        // What being new gives comes before it is spent.
        try givePoints(in: &snapshot)
        try settlePoints(of: system, in: &snapshot)
        tellPoints(in: &snapshot)
        let row = try change(command, of: system, number: number, in: &snapshot)
        tellPoints(in: &snapshot)
        return try changed(row, of: system, isReplay: false, in: snapshot)
    }

    private func change(
        _ command: ChangePoints,
        of system: PointsSystem,
        number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> PointsRow {
        var balance = try snapshot.balance(of: system.id)
        let amount = balance.cut(command.amount, to: system)
        if amount < 0, balance.total + amount < 0 {
            throw .refused(
                Refusal(.outOfPoints(-amount, system: system.key, having: balance.total))
            )
        }
        guard amount != 0 else { throw .refused(Refusal(.noRoomForPoints(system: system.key))) }
        var detail = PointsRow.Detail()
        detail.reason = command.reason
        let row = balance.row(
            amount > 0 ? .grant : .spend,
            amount,
            at: now,
            on: pointsDay(at: now, of: snapshot),
            madeBy: number,
            key: command.idempotencyKey,
            detail: detail
        )
        add(row, to: balance, of: system, in: &snapshot)
        return row
    }

    private func changed(
        _ row: PointsRow,
        of system: PointsSystem,
        isReplay: Bool,
        in snapshot: Snapshot
    ) throws(Interruption) -> ChangedPoints {
        let index = rulebook.points
        let before = index.level(of: system.id, at: row.total - row.amount)
        let after = index.level(of: system.id, at: row.total)
        return ChangedPoints(
            award: index.award(row, of: snapshot.key),
            system: system,
            total: try snapshot.balance(of: system.id).total,
            level: isReplay ? nil : PointsLevelStep(from: before, to: after),
            isReplay: isReplay
        )
    }
}

extension ChangePoints {
    fileprivate func check() throws(Refusal) {
        let most = EngineLimits.maximumPoints
        guard amount != 0, amount >= -most, amount <= most else {
            throw Refusal(.pointsOutOfRange(maximum: most))
        }
    }
}
