import CivilTime
import Engine

// What a correction has to know: a few rows, however many a user has.

extension PointsLedgerTable {
    /// Looks up the newest awards of a trigger from one on to older ones, in any order.
    func awards(
        of user: UserKey,
        _ system: PointsSystemID,
        _ trigger: PointsTriggerID,
        from number: Int64,
        limit: Int
    ) -> Lookup<[PointsRow]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.names) FROM points_ledger
            WHERE user_key = \(user) AND system_id = \(system) AND trigger_id = \(trigger)
                AND row_number <= \(number) AND kind IN ('award', 'deduction')
            ORDER BY row_number DESC LIMIT \(limit)
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.row) }
    }

    /// Looks up the corrections of those awards, oldest first.
    func corrections(
        of user: UserKey,
        _ system: PointsSystemID,
        _ trigger: PointsTriggerID,
        from number: Int64,
        limit: Int
    ) -> Lookup<[PointsRow]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.names) FROM points_ledger
            WHERE user_key = \(user) AND system_id = \(system) AND corrects IN (
                SELECT row_number FROM points_ledger
                WHERE user_key = \(user) AND system_id = \(system) AND trigger_id = \(trigger)
                    AND row_number <= \(number) AND kind IN ('award', 'deduction')
                ORDER BY row_number DESC LIMIT \(limit)
            )
            ORDER BY row_number
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.row) }
    }

    /// Looks up what an event gave.
    ///
    /// Its rows came about when it was received, so that they are found by time.
    func rows(of event: PointsOfEvent, _ user: UserKey) -> Lookup<[PointsRow]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.names) FROM points_ledger
            WHERE system_id = \(event.system) AND at = \(event.receivedAt)
                AND user_key = \(user) AND made_by = \(event.number)
            ORDER BY row_number
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.row) }
    }

    /// Looks up the corrections of that, oldest first.
    func corrections(of event: PointsOfEvent, _ user: UserKey) -> Lookup<[PointsRow]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.names) FROM points_ledger
            WHERE user_key = \(user) AND system_id = \(event.system) AND corrects IN (
                SELECT row_number FROM points_ledger
                WHERE system_id = \(event.system) AND at = \(event.receivedAt)
                    AND user_key = \(user) AND made_by = \(event.number)
            )
            ORDER BY row_number
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.row) }
    }

    /// Looks up what a trigger has given since a moment, oldest first.
    func rows(
        of user: UserKey,
        _ system: PointsSystemID,
        _ trigger: PointsTriggerID,
        since moment: Instant
    ) -> Lookup<[PointsRow]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.names) FROM points_ledger
            WHERE user_key = \(user) AND system_id = \(system) AND trigger_id = \(trigger)
                AND at >= \(moment)
            ORDER BY row_number
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.row) }
    }

    /// Looks up the rows by which some of what a row gave has expired, oldest first.
    ///
    /// How much had been spent before one and after it follows from what it says itself.
    func expiries(of lot: PointsLot, _ user: UserKey) -> Lookup<[PointsRow]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.names) FROM points_ledger
            WHERE user_key = \(user) AND system_id = \(lot.system) AND row_number > \(lot.row)
                AND kind = 'expiry' AND amount < 0
                AND earned - total > \(lot.earned.lowerBound)
                AND earned - total + amount < \(lot.earned.upperBound)
            ORDER BY row_number
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.row) }
    }

    /// Looks up what all that triggers have given users comes to.
    func sums(
        of keys: [(user: UserKey, system: PointsSystemID, trigger: PointsTriggerID)]
    ) -> Lookup<[UserKey: [PointsTriggerID: Int64]]> {
        var batch = Batch([
            .integer("user_key"), .integer("system_id"), .integer("trigger_id"),
        ])
        for (user, system, trigger) in keys {
            batch.append([user.sqlValue, system.sqlValue, trigger.sqlValue])
        }
        return Lookup(
            """
            SELECT batch.user_key, batch.trigger_id, CAST(sum(points_ledger.amount) AS BIGINT)
            FROM \(batch) JOIN points_ledger
                ON points_ledger.user_key = batch.user_key
                AND points_ledger.system_id = batch.system_id
                AND points_ledger.trigger_id = batch.trigger_id
            GROUP BY batch.user_key, batch.trigger_id
            """
        ) { (rows) throws(StorageError) in
            var sums: [UserKey: [PointsTriggerID: Int64]] = [:]
            try rows.forEachRow { (row) throws(StorageError) in
                var fields = FieldReader(row)
                let (user, trigger) = (fields.next(UserKey.self), fields.next(Int64.self))
                sums[user, default: [:]][PointsTriggerID(trigger)] = fields.next(Int64.self)
            }
            return sums
        }
    }
}
