public import CivilTime
public import Engine

/// Who belongs to which group, and when.
public struct StreakGroupMemberTable {
    let connection: any Connection

    /// The memberships of some groups, in the order of joining.
    public func all(
        of groups: [StreakGroupID]
    ) throws(StorageError) -> [StreakGroupID: [StreakGroup.Membership]] {
        var batch = Batch([Self.columns.group.inBatch])
        for group in groups { batch.append([group.number.sqlValue]) }
        guard !batch.isEmpty else { return [:] }
        var found: [StreakGroupID: [StreakGroup.Membership]] = [:]
        try connection.forEachRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_group_member
                WHERE group_id \(anyOf: batch)
                """
        ) { (row) throws(StorageError) in
            let id = StreakGroupID(row[Self.columns.group])
            found[id, default: []].append(Self.membership(row))
        }
        return found.mapValues { memberships in
            memberships.sorted {
                ($0.joinedOn, $0.user.number) < ($1.joinedOn, $1.user.number)
            }
        }
    }

    /// In how many groups a user is a member who has not left.
    public func groupCount(of user: UserKey) throws(StorageError) -> Int {
        try connection.firstRow(
            of: """
                SELECT count(*) FROM streak_group_member
                WHERE member_key = \(user) AND left_on IS NULL
                """
        ) { (row) throws(StorageError) in Int(row, 0) } ?? 0
    }

    /// Stores memberships of a group, new ones and those that have ended.
    public func store(
        _ memberships: [StreakGroup.Membership],
        in group: StreakGroupID
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: memberships) { membership, row in
            row[columns.group] = group.number
            row[columns.user] = membership.user
            row[columns.joinedOn] = membership.joinedOn
            row[columns.leftOn] = membership.leftOn
        }
        try connection.upsert(batch, into: Self.list)
    }

    /// Forgets that a user belonged to a group, or that the user did so from a date on.
    public func remove(
        _ user: UserKey,
        from group: StreakGroupID,
        joinedOn date: CivilDate? = nil
    ) throws(StorageError) {
        guard let date else {
            return try connection.send(
                """
                DELETE FROM streak_group_member
                WHERE group_id = \(group.number) AND member_key = \(user)
                """
            )
        }
        try connection.send(
            """
            DELETE FROM streak_group_member
            WHERE group_id = \(group.number) AND member_key = \(user) AND joined_on = \(date)
            """
        )
    }

    /// Gives a user's memberships to another user, who has been a member from when until when either
    /// was; the groups are looked at again.
    public func move(of other: UserKey, to user: UserKey) throws(StorageError) {
        try connection.streakGroups.touch(of: [other])
        let groups = try connection.rows(
            of: "SELECT DISTINCT group_id FROM streak_group_member WHERE member_key = \(other)"
        ) { (row) throws(StorageError) in StreakGroupID(Int64(row, 0)) }
        for (group, memberships) in try all(of: groups) {
            let own = memberships.filter { $0.user == user || $0.user == other }
            try remove(user, from: group)
            try remove(other, from: group)
            try store(StreakGroup.Membership.united(own, of: user), in: group)
        }
    }

    /// Forgets a user, whose groups are looked at again.
    public func erase(_ user: UserKey) throws(StorageError) {
        try connection.streakGroups.touch(of: [user])
        try connection.send("DELETE FROM streak_group_member WHERE member_key = \(user)")
    }
}

// MARK: - Rows

extension StreakGroupMemberTable {
    /// The columns of the table.
    private struct Columns {
        let group: Column<Int64>
        let user: Column<UserKey>
        let joinedOn: Column<CivilDate>
        let leftOn: Column<CivilDate?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("streak_group_member")
            group = list.key("group_id")
            user = list.key("member_key")
            joinedOn = list.key("joined_on")
            leftOn = list.value("left_on")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func membership(_ row: any Row) -> StreakGroup.Membership {
        StreakGroup.Membership(
            user: row[columns.user],
            joinedOn: row[columns.joinedOn],
            leftOn: row[columns.leftOn]
        )
    }
}

extension Connection {
    /// The table of who belongs to which group.
    public var streakGroupMembers: StreakGroupMemberTable {
        StreakGroupMemberTable(connection: self)
    }
}
