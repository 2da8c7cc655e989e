public import CivilTime
public import Engine

/// A fact, and where it stands in the order of telling.
public struct StoredFact: Hashable, Sendable {
    /// Its place; later ones have higher numbers.
    public let number: Int64
    /// The user.
    public let user: UserKey
    /// When it was told.
    public let toldAt: Instant
    /// What happened.
    public let fact: Fact
}

/// What happened, in the order in which it is told.
public struct FactTable {
    let connection: any Connection

    /// Adds facts, each with its place.
    public func insert(
        _ facts: [(number: Int64, user: UserKey, workspace: WorkspaceID, fact: Fact)],
        at moment: Instant
    ) throws(StorageError) {
        var batch = Batch([
            .integer("fact_number"), .integer("user_key"), .integer("workspace_id"),
            .text("kind"), .integer("definition_id"), .integer("happened_at"),
            .integer("told_at"), .integer("length"), .integer("previous_length"),
            .integer("freezes"), .integer("amount"), .text("reward_item_id"), .integer("ends_at"),
        ])
        for (number, user, workspace, fact) in facts {
            guard case .streak(let streak) = fact else { continue }
            batch.append([
                .integer(number), .integer(user.number), .integer(workspace.number),
                .text(streak.kind.rawValue), .integer(streak.definition.number),
                .integer(streak.at.microseconds), .integer(moment.microseconds),
                .integer(Int64(streak.length)), .integer(Int64(streak.previousLength)),
                .integer(Int64(streak.freezes)), .integer(Int64(streak.count)),
                streak.rewardItemID.sqlValue, (streak.endsAt?.microseconds).sqlValue,
            ])
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO fact (fact_number, user_key, workspace_id, kind, definition_id,
                              happened_at, told_at, length, previous_length, freezes, amount,
                              reward_item_id, ends_at, place)
            SELECT fact_number, user_key, workspace_id, kind, definition_id, happened_at, told_at,
                   length, previous_length, freezes, amount, reward_item_id, ends_at,
                   \(unescaped: connection.dialect.placeOfNewFact)
            FROM \(batch)
            """
        )
    }

    /// Forgets facts told before a moment.
    public func remove(toldBefore moment: Instant) throws(StorageError) {
        try connection.execute(
            """
            DELETE FROM fact WHERE fact_number < \(max(0, moment.milliseconds) << 12)
            """
        )
    }

    /// What a fact is read from.
    static let columns = [
        "fact.fact_number", "fact.user_key", "fact.kind", "fact.definition_id",
        "fact.happened_at", "fact.told_at", "fact.length", "fact.previous_length",
        "fact.freezes", "fact.amount", "fact.reward_item_id", "fact.ends_at",
    ]

    /// The fact in a row that begins with `columns`.
    static func fact(_ row: any Row) throws(StorageError) -> StoredFact {
        guard let kind = StreakFact.Kind(rawValue: row.text(2)) else {
            throw StorageError(.invalidValue, "a fact has the kind \(row.text(2))")
        }
        return StoredFact(
            number: row.integer(0),
            user: UserKey(row.integer(1)),
            toldAt: Instant(microseconds: row.integer(5)),
            fact: .streak(
                StreakFact(
                    definition: StreakDefinitionID(row.integer(3)),
                    kind: kind,
                    at: Instant(microseconds: row.integer(4)),
                    length: Int(row.integer(6)),
                    previousLength: Int(row.integer(7)),
                    freezes: Int(row.integer(8)),
                    count: Int(row.integer(9)),
                    rewardItemID: row.optionalText(10),
                    endsAt: row.optionalInteger(11).map(Instant.init(microseconds:))
                )
            )
        )
    }
}

extension Connection {
    /// The table of facts.
    public var facts: FactTable { FactTable(connection: self) }
}
