public import Engine

extension StreakPeriodTable {
    /// Every period of some streaks of users, oldest first.
    public func whole(
        of keys: [(user: UserKey, definition: StreakDefinitionID)]
    ) -> Lookup<[UserKey: [StreakDefinitionID: LoadedPeriods]]> {
        let columns = [Batch.Column.integer("user_key"), .integer("definition_id")]
        var batch = Batch(columns)
        for (user, definition) in keys { batch.append([user.sqlValue, definition.sqlValue]) }
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(batch) JOIN streak_period
                ON streak_period.user_key = batch.user_key
                AND streak_period.definition_id = batch.definition_id
            """
        ) { (rows) throws(StorageError) in
            var found: [UserKey: [StreakDefinitionID: [LoadedPeriods]]] = [:]
            try rows.forEachRow { (row) throws(StorageError) in
                let one = try Self.loaded(row)
                found[one.user, default: [:]][one.definition, default: []].append(one)
            }
            return found.mapValues { streaks in
                streaks.compactMapValues { ones in
                    let periods = ones.flatMap(\.periods).sorted { $0.opens < $1.opens }
                    let newest = ones.first { $0.periods.first?.opens == periods.last?.opens }
                    return newest?.with(periods: periods, isWhole: true)
                }
            }
        }
    }
}
