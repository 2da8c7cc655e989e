public import Engine

/// How far a list of users by the beginning of a text has come.
public struct UserPrefixCursor: Hashable, Sendable {
    /// The text of the last user, in lower case.
    public let text: String
    /// That user's key.
    public let key: Int64

    /// After a user.
    public init(text: String, key: Int64) {
        self.text = text
        self.key = key
    }
}

/// A page of users whose id, name or address begins with a text.
public struct UserPrefixPage: Sendable {
    /// The users, in the order of the text by which they were found.
    public var rows: [UserRow] = []
    /// Where the list goes on; nothing at its end.
    public var next: UserPrefixCursor?
}

// MARK: - Finding

extension UserTable {
    /// A page of a workspace's users whose id, name or address begins with a text.
    ///
    /// Each of the three has an index, so that a page costs the same among any number of users. Who is
    /// found by more than one of them is listed once, by the first in order, so a page may have fewer
    /// users than its limit before the list has ended.
    public func page(
        in workspace: WorkspaceID,
        beginningWith prefix: String,
        after cursor: UserPrefixCursor?,
        limit: Int
    ) throws(StorageError) -> UserPrefixPage {
        let prefix = Self.lowercased(prefix)
        // Each is asked before the first is read, which is one round trip for all.
        var asked: [Asked<[Match]>] = []
        for text in UserText.allCases {
            let lookup = matches(text, prefix, in: workspace, after: cursor, limit: limit)
            asked.append(try connection.ask(lookup))
        }
        var all: [Match] = []
        var isWhole = true
        for each in asked {
            let matches = try each.value()
            if matches.count == limit { isWhole = false }
            all += matches
        }
        all.sort { $0.cursor < $1.cursor }
        if all.count > limit { isWhole = false }
        // Beyond so many of all of them, one of the lists may have more than it has told.
        let told = all.prefix(limit)
        return UserPrefixPage(
            rows: told.filter { $0.isFirst(for: prefix) }.withoutRepeats.map(\.row),
            next: isWhole ? nil : told.last?.cursor
        )
    }

    private func matches(
        _ text: UserText,
        _ prefix: String,
        in workspace: WorkspaceID,
        after cursor: UserPrefixCursor?,
        limit: Int
    ) -> Lookup<[Match]> {
        let column = text.lowercased(connection.dialect)
        let start = cursor ?? UserPrefixCursor(text: prefix, key: .min)
        return Lookup(
            """
            SELECT \(unescaped: Self.list.names) FROM "user"
            WHERE workspace_id = \(workspace) AND \(unescaped: text.rawValue) IS NOT NULL
                AND \(unescaped: column) >= \(start.text) AND \(unescaped: column) < \(prefix.end)
                AND (\(unescaped: column) > \(start.text) OR user_key > \(start.key))
            ORDER BY \(unescaped: column), user_key LIMIT \(limit)
            """
        ) { (rows) throws(StorageError) in
            try rows.map(Self.row).compactMap { row in
                row.user.flatMap(text.of).map { found in
                    Match(
                        row: row,
                        cursor: UserPrefixCursor(text: Self.lowercased(found), key: row.key.number)
                    )
                }
            }
        }
    }

    /// A user, and the text by which it was found.
    fileprivate struct Match {
        let row: UserRow
        let cursor: UserPrefixCursor

        /// Whether none of the user's other texts leads to it earlier.
        func isFirst(for prefix: String) -> Bool {
            guard let user = row.user else { return false }
            let found = UserText.allCases.compactMap { $0.of(user).map(UserTable.lowercased) }
                .filter { $0.utf8.starts(with: prefix.utf8) }
            return !found.contains { $0.utf8.lexicographicallyPrecedes(cursor.text.utf8) }
        }
    }
}

extension [UserTable.Match] {
    /// Each user once, where two of its texts are the same.
    fileprivate var withoutRepeats: Self {
        var last: UserPrefixCursor?
        return filter { match in
            defer { last = match.cursor }
            return match.cursor != last
        }
    }
}

extension UserPrefixCursor: Comparable {
    /// As both engines order: by the bytes of the text.
    public static func < (left: UserPrefixCursor, right: UserPrefixCursor) -> Bool {
        if left.text.utf8.elementsEqual(right.text.utf8) { return left.key < right.key }
        return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}

extension String {
    /// The first text, in the order of bytes, that comes after all that begin with this one.
    fileprivate var end: String {
        var scalars = Array(unicodeScalars)
        while let last = scalars.popLast() {
            // Behind the last scalar nothing comes, so that the one before it decides.
            guard let next = last.next else { continue }
            return String(String.UnicodeScalarView(scalars + [next]))
        }
        // Every scalar was the last one; no text has so many.
        return String(repeating: "\u{10FFFF}", count: utf8.count + 1)
    }
}

extension Unicode.Scalar {
    /// The one that follows; the numbers of surrogates are none.
    fileprivate var next: Unicode.Scalar? {
        value == 0xD7FF ? "\u{E000}" : Unicode.Scalar(value + 1)
    }
}
