public import CivilTime
import Engine

/// How far a walk over the users of a workspace has come, from the oldest on: a list that is read
/// page by page, or a search that goes on in the background.
public struct UserCursor: Hashable, Sendable {
    /// When the last user was created.
    public let createdAt: Instant
    /// That user's key.
    public let key: Int64

    /// After a user.
    public init(createdAt: Instant, key: Int64) {
        self.createdAt = createdAt
        self.key = key
    }

    /// After the user of a row.
    public init(_ row: UserRow) {
        self.init(createdAt: row.user?.createdAt ?? .distantPast, key: row.key.number)
    }

    /// Before the oldest user.
    public static let start = UserCursor(createdAt: .distantPast, key: 0)
}

/// The columns of a table whose rows each keep a cursor.
struct UserCursorColumns {
    private let createdAt: Column<Instant>
    private let key: Column<Int64>

    init(_ list: inout ColumnListBuilder) {
        createdAt = list.value("after_created_at")
        key = list.value("after_user_key")
    }

    /// The cursor of a row.
    func cursor(_ row: any Row) -> UserCursor {
        UserCursor(createdAt: row[createdAt], key: row[key])
    }

    /// Sets the cursor of a row.
    func fill(_ row: inout RowValues, with cursor: UserCursor) {
        row[createdAt] = cursor.createdAt
        row[key] = cursor.key
    }
}
