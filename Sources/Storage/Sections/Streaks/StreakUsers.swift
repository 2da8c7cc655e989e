public import CivilTime
public import Engine

/// Looks up what the streaks of users follow from, besides their periods.
public struct StreakUsers {
    private let connection: any Connection
    private let defaultStays: [ZoneStay]
    private let zones: ZoneDatabase
    private let amnesties: [StreakAmnesty]

    /// What looks up the users of a workspace, by the zones of those who have none of their own.
    public init(
        _ connection: any Connection,
        defaultStays: [ZoneStay],
        zones: ZoneDatabase,
        amnesties: [StreakAmnesty]
    ) {
        self.connection = connection
        self.defaultStays = defaultStays
        self.zones = zones
        self.amnesties = amnesties
    }

    /// A user of whom the row is known.
    public func find(_ key: UserKey, _ user: User) throws(StorageError) -> StreakUser {
        let hasMoved = user.zoneSince > .distantPast
        let stays = hasMoved ? try connection.users.stays(of: [key])[key] : nil
        let isMarked = user.streakMarkCount > 0
        let marks = isMarked ? try connection.streakMarks.marks(of: [key])[key] : nil
        let attributes =
            amnesties.askForAttributes ? try connection.users.attributes(of: [key])[key] : nil
        return streakUser(key, user, stays: stays ?? [], marks: marks ?? [], attributes ?? [:])
    }

    /// Several users of whom the rows are known.
    public func find(_ rows: [UserRow]) throws(StorageError) -> [UserKey: StreakUser] {
        let moved = rows.filter { $0.user.map { $0.zoneSince > .distantPast } ?? false }
        let marked = rows.filter { $0.user.map { $0.streakMarkCount > 0 } ?? false }
        let stays = moved.isEmpty ? [:] : try connection.users.stays(of: moved.map(\.key))
        let marks = marked.isEmpty ? [:] : try connection.streakMarks.marks(of: marked.map(\.key))
        let attributes =
            amnesties.askForAttributes
            ? try connection.users.attributes(of: rows.map(\.key)) : [:]
        var found: [UserKey: StreakUser] = [:]
        found.reserveCapacity(rows.count)
        for row in rows {
            guard let user = row.user else { continue }
            found[row.key] = streakUser(
                row.key,
                user,
                stays: stays[row.key] ?? [],
                marks: marks[row.key] ?? [],
                attributes[row.key] ?? [:]
            )
        }
        return found
    }

    private func streakUser(
        _ key: UserKey,
        _ user: User,
        stays: [ZoneStay],
        marks: [StreakMark],
        _ attributes: [AttributeID: String]
    ) -> StreakUser {
        StreakUser(
            key: key,
            user: user,
            earlierStays: stays.filter { $0.from < user.zoneSince },
            marks: marks,
            defaultStays: defaultStays,
            zones: zones,
            amnesties: amnesties,
            attributes: attributes
        )
    }
}
