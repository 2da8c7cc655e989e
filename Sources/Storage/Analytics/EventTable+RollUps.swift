import CivilTime
public import Engine

extension EventTable {
    /// What some users did and did not take back, as far as roll-ups need it; with what it carried,
    /// if asked for.
    public func activities(
        of users: [UserKey],
        carrying attributes: [(id: AttributeID, key: String)]
    ) -> Lookup<[UserKey: [UserRecord.Activity]]> {
        let carried = attributes.isEmpty ? "NULL" : "event.attributes"
        return Lookup(
            """
            SELECT event.user_key, event.metric_id, event.day, event.occurred_at, event.amount,
                \(unescaped: carried)
            FROM \(UserTable.batch(users)) JOIN event ON event.user_key = batch.user_key
            WHERE event.deleted_at IS NULL
            """
        ) { (rows) throws(StorageError) in
            var found: [UserKey: [UserRecord.Activity]] = [:]
            try rows.forEachRow { (row) throws(StorageError) in
                var fields = FieldReader(row)
                let user = fields.next(UserKey.self)
                let metric = fields.next(MetricID.self)
                let day = fields.next(CivilDate.self)
                let at = fields.next(Instant.self)
                let amount = fields.next(Amount.self)
                let told = try StoredDocument.map(from: fields.next(String?.self))
                var values: [AttributeID: String] = [:]
                for (id, key) in attributes { values[id] = told[key] }
                found[user, default: []].append(
                    UserRecord.Activity(
                        metric: metric,
                        day: day,
                        at: at,
                        amount: amount,
                        values: values
                    )
                )
            }
            return found
        }
    }
}
