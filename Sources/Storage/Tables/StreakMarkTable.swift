import CivilTime
public import Engine

/// What was put on users' streaks from outside.
public struct StreakMarkTable {
    let connection: any Connection

    /// The marks of some users, oldest first.
    public func marks(of users: [UserKey]) throws(StorageError) -> [UserKey: [StreakMark]] {
        var marks: [UserKey: [StreakMark]] = [:]
        try connection.forEachRow(
            of: """
                SELECT m.user_key, m.public_id, m.definition_id, m.kind, m.amount, m.first_on,
                       m.last_on, m.created_at
                FROM \(UserTable.batch(users)) JOIN streak_mark m ON m.user_key = batch.user_key
                ORDER BY m.user_key, m.created_at, m.public_id
                """
        ) { (row) throws(StorageError) in
            marks[UserKey(row.integer(0)), default: []].append(try Self.mark(row))
        }
        return marks
    }

    /// Adds marks.
    public func insert(_ marks: [(user: UserKey, mark: StreakMark)]) throws(StorageError) {
        var batch = Batch([
            .integer("user_key"), .text("public_id"), .integer("definition_id"), .text("kind"),
            .integer("amount"), .integer("first_on"), .integer("last_on"),
            .integer("created_at"),
        ])
        for (user, mark) in marks { batch.append(Self.values(user, mark)) }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO streak_mark (user_key, public_id, definition_id, kind, amount, first_on,
                                     last_on, created_at)
            SELECT user_key, public_id, definition_id, kind, amount, first_on, last_on, created_at
            FROM \(batch)
            """
        )
    }

    /// Takes marks off again.
    public func remove(_ marks: [(user: UserKey, mark: StreakMark)]) throws(StorageError) {
        var batch = Batch([.integer("user_key"), .text("public_id")])
        for (user, mark) in marks {
            batch.append([.integer(user.number), .text(mark.publicID)])
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            DELETE FROM streak_mark
            WHERE (user_key, public_id) IN (SELECT user_key, public_id FROM \(batch))
            """
        )
    }

    private static func values(_ user: UserKey, _ mark: StreakMark) -> [SQLValue] {
        let (kind, amount, dates) = parts(of: mark.kind)
        return [
            .integer(user.number), .text(mark.publicID), (mark.definition?.number).sqlValue,
            .text(kind), amount.sqlValue, (dates?.lowerBound).day.sqlValue,
            (dates?.upperBound).day.sqlValue, .integer(mark.at.microseconds),
        ]
    }

    private static func parts(
        of kind: StreakMark.Kind
    ) -> (kind: String, amount: Int64?, dates: ClosedRange<CivilDate>?) {
        switch kind {
        case .grant(let grant): ("grant", Int64(grant.count), grant.on...grant.on)
        case .pause(let dates): ("pause", nil, dates)
        case .correction(.reset): ("correction", nil, nil)
        // What a restore gives back is derived; any amount tells it from a reset. Older versions
        // kept a length there.
        case .correction(.restore): ("correction", 0, nil)
        }
    }

    private static func mark(_ row: any Row) throws(StorageError) -> StreakMark {
        let first = CivilDate(dayNumber: Int32(truncatingIfNeeded: row.integer(5)))
        let last = CivilDate(dayNumber: Int32(truncatingIfNeeded: row.integer(6)))
        let kind: StreakMark.Kind =
            switch row.text(3) {
            case "grant": .grant(FreezeGrant(on: first, count: Int(row.integer(4))))
            case "pause": .pause(first...max(first, last))
            default: .correction(row.optionalInteger(4) == nil ? .reset : .restore)
            }
        return StreakMark(
            publicID: row.text(1),
            definition: row.optionalInteger(2).map(StreakDefinitionID.init),
            kind: kind,
            at: Instant(microseconds: row.integer(7))
        )
    }
}

extension CivilDate? {
    fileprivate var day: Int64? { map { Int64($0.dayNumber) } }
}

extension Connection {
    /// The table of what was put on streaks.
    public var streakMarks: StreakMarkTable { StreakMarkTable(connection: self) }
}
