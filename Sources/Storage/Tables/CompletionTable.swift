import CivilTime
public import Engine

/// Who has reached what.
public struct CompletionTable {
    let connection: any Connection

    /// Those of some completions that exist, by user.
    public func find(
        _ places: [(user: UserKey, achievement: AchievementID)]
    ) throws(StorageError) -> [UserKey: [AchievementID: Completion]] {
        var batch = Batch(Self.place)
        for (user, achievement) in places {
            batch.append([.integer(user.number), .integer(achievement.number)])
        }
        guard !batch.isEmpty else { return [:] }
        return try found(
            """
            SELECT c.user_key, c.achievement_id, c.achieved_at, c.event_number
            FROM \(batch) JOIN achievement_completion c
                ON c.user_key = batch.user_key AND c.achievement_id = batch.achievement_id
            """
        )
    }

    /// Those that some events led to, by user.
    public func find(
        ledToBy events: [EventID]
    ) throws(StorageError) -> [UserKey: [AchievementID: Completion]] {
        var batch = Batch([.integer("user_key"), .integer("event_number")])
        for event in events { batch.append([.integer(event.user.number), .integer(event.number)]) }
        guard !batch.isEmpty else { return [:] }
        return try found(
            """
            SELECT c.user_key, c.achievement_id, c.achieved_at, c.event_number
            FROM \(batch) JOIN achievement_completion c
                ON c.user_key = batch.user_key AND c.event_number = batch.event_number
            """
        )
    }

    /// Everything that a user has reached.
    public func all(of user: UserKey) throws(StorageError) -> [AchievementID: Completion] {
        try found(
            """
            SELECT user_key, achievement_id, achieved_at, event_number
            FROM achievement_completion WHERE user_key = \(user.number)
            """
        )[user] ?? [:]
    }

    /// Adds completions, and counts them in a slot.
    public func insert(
        _ completions: [(user: UserKey, completion: Completion)],
        countingIn slot: Int
    ) throws(StorageError) {
        var batch = Batch(Self.place + [.integer("achieved_at"), .integer("event_number")])
        var counts: [AchievementID: Int64] = [:]
        for (user, completion) in completions {
            batch.append([
                .integer(user.number), .integer(completion.achievement.number),
                .integer(completion.achievedAt.microseconds), completion.event.sqlValue,
            ])
            counts[completion.achievement, default: 0] += 1
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO achievement_completion
                (user_key, achievement_id, achieved_at, event_number)
            SELECT user_key, achievement_id, achieved_at, event_number FROM \(batch)
            """
        )
        try count(counts, in: slot)
    }

    /// Forgets what a user has reached.
    public func erase(_ user: UserKey, countingIn slot: Int) throws(StorageError) {
        let counts = try all(of: user).mapValues { _ in Int64(-1) }
        guard !counts.isEmpty else { return }
        try connection.execute(
            "DELETE FROM achievement_completion WHERE user_key = \(user.number)"
        )
        try count(counts, in: slot)
    }

    /// How many users have reached each achievement of a workspace.
    public func counts(in workspace: WorkspaceID) throws(StorageError) -> [AchievementID: Int64] {
        let rows = try connection.rows(
            of: """
                SELECT n.achievement_id, CAST(sum(n.completions) AS BIGINT)
                FROM achievement_count n JOIN achievement a
                    ON a.achievement_id = n.achievement_id
                WHERE a.workspace_id = \(workspace.number)
                GROUP BY n.achievement_id
                """
        ) { (row) throws(StorageError) in (AchievementID(row.integer(0)), row.integer(1)) }
        return Dictionary(rows) { first, _ in first }
    }

    /// Rows in the order of their keys, so that two transactions never wait for each other in a
    /// circle.
    private func count(_ counts: [AchievementID: Int64], in slot: Int) throws(StorageError) {
        var batch = Batch([
            .integer("achievement_id"), .integer("slot"), .integer("completions"),
        ])
        for (achievement, completions) in counts.sorted(by: { $0.key < $1.key }) {
            batch.append([
                .integer(achievement.number), .integer(Int64(slot)), .integer(completions),
            ])
        }
        try connection.execute(
            """
            INSERT INTO achievement_count (achievement_id, slot, completions)
            SELECT achievement_id, slot, completions FROM \(batch) WHERE true
            ON CONFLICT (achievement_id, slot) DO UPDATE
            SET completions = achievement_count.completions + excluded.completions
            """
        )
    }

    private func found(
        _ query: SQL
    ) throws(StorageError) -> [UserKey: [AchievementID: Completion]] {
        var found: [UserKey: [AchievementID: Completion]] = [:]
        try connection.forEachRow(of: query) { (row) throws(StorageError) in
            let completion = Completion(
                achievement: AchievementID(row.integer(1)),
                achievedAt: Instant(microseconds: row.integer(2)),
                event: row.optionalInteger(3)
            )
            found[UserKey(row.integer(0)), default: [:]][completion.achievement] = completion
        }
        return found
    }

    private static let place: [Batch.Column] = [
        .integer("user_key"), .integer("achievement_id"),
    ]
}

extension Connection {
    /// The table of completions.
    public var completions: CompletionTable { CompletionTable(connection: self) }
}
