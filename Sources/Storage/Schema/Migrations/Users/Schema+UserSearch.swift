import Engine

extension Schema {
    /// For lists of users whose id, name or address begins with a text, in the order of that text.
    @Sendable static func indexUserTexts(_ dialect: SQLDialect) -> [String] {
        UserText.allCases.map { text in
            """
            CREATE INDEX user_by_\(text.rawValue)
            ON "user" (workspace_id, \(text.lowercased(dialect)), user_key)
            WHERE \(text.rawValue) IS NOT NULL
            """
        }
    }
}

/// What a user can be found by.
enum UserText: String, CaseIterable, Sendable {
    case id = "external_id"
    case name
    case email

    /// The text as it is compared: with the letters of ASCII in lower case.
    func lowercased(_ dialect: SQLDialect) -> String { dialect.lowercased(rawValue) }

    /// The text of a user, if there is one.
    func of(_ user: User) -> String? {
        switch self {
        case .id: user.id
        case .name: user.name
        case .email: user.email
        }
    }
}
