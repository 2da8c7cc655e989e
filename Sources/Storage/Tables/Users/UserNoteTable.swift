public import CivilTime
public import Engine

/// Something that whoever looks after users has written down about one.
public struct UserNote: Hashable, Sendable {
    /// The UUID by which callers know it; newer notes have higher ones.
    public let publicID: String
    /// Who wrote it.
    public let author: Author
    /// What it says.
    public var text: String
    /// When it was written.
    public let createdAt: Instant
    /// When its text last changed.
    public var updatedAt: Instant

    /// A note that is not stored yet.
    public init(publicID: String, author: Author, text: String, at moment: Instant) {
        self.publicID = publicID
        self.author = author
        self.text = text
        createdAt = moment
        updatedAt = moment
    }

    fileprivate init(_ row: any Row, author: Author) {
        let columns = UserNoteTable.columns
        publicID = row[columns.id]
        self.author = author
        text = row[columns.text]
        createdAt = row[columns.createdAt]
        updatedAt = row[columns.updatedAt]
    }
}

/// The notes about every user.
public struct UserNoteTable {
    let connection: any Connection

    /// The notes about a user, newest first.
    public func all(of user: UserKey) throws(StorageError) -> [UserNote] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM user_note WHERE user_key = \(user)
                ORDER BY note_id DESC
                """,
            Self.note
        )
    }

    /// How many notes there are about a user.
    public func count(of user: UserKey) throws(StorageError) -> Int {
        try connection.firstRow(
            of: "SELECT count(*) FROM user_note WHERE user_key = \(user)"
        ) { (row) throws(StorageError) in Int(row, 0) } ?? 0
    }

    /// A note about a user, if there is one with the id.
    public func find(_ id: String, of user: UserKey) throws(StorageError) -> UserNote? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM user_note
                WHERE user_key = \(user) AND note_id = \(id)
                """,
            Self.note
        )
    }

    /// Adds notes about a user, or puts others in their place.
    public func store(_ notes: [UserNote], about user: UserKey) throws(StorageError) {
        guard !notes.isEmpty else { return }
        let columns = Self.columns
        let batch = Self.list.batch(of: notes) { note, row in
            row[columns.user] = user
            row[columns.id] = note.publicID
            row[columns.authorKind] = note.author.kind.rawValue
            row[columns.author] = note.author.name
            row[columns.text] = note.text
            row[columns.createdAt] = note.createdAt
            row[columns.updatedAt] = note.updatedAt
        }
        try connection.upsert(batch, into: Self.list)
    }

    /// Removes a note.
    public func remove(_ id: String, of user: UserKey) throws(StorageError) {
        try connection.send(
            "DELETE FROM user_note WHERE user_key = \(user) AND note_id = \(id)"
        )
    }
}

// MARK: - Rows

extension UserNoteTable {
    /// The columns of the table.
    fileprivate struct Columns {
        let user: Column<UserKey>
        let id: Column<String>
        let authorKind: Column<String>
        let author: Column<String>
        let text: Column<String>
        let createdAt: Column<Instant>
        let updatedAt: Column<Instant>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("user_note")
            user = list.key("user_key")
            id = list.key("note_id")
            authorKind = list.value("author_kind")
            author = list.value("author")
            text = list.value("body")
            createdAt = list.value("created_at")
            updatedAt = list.value("updated_at")
            self.list = list.finish()
        }
    }

    fileprivate static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func note(_ row: any Row) throws(StorageError) -> UserNote {
        guard let kind = Author.Kind(rawValue: row[columns.authorKind]) else {
            throw StorageError(.invalidValue, "a note has an author of no known kind")
        }
        return UserNote(row, author: Author(kind, row[columns.author]))
    }
}

extension Connection {
    /// The table of notes about users.
    public var userNotes: UserNoteTable { UserNoteTable(connection: self) }
}
