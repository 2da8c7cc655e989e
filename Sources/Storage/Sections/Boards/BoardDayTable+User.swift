public import CivilTime
public import Engine

extension BoardDayTable {
    /// Where a user was on every leaderboard at the ends of some days.
    public func days(
        of user: UserKey,
        on days: ClosedRange<CivilDate>
    ) throws(StorageError) -> [(place: ScorePlace, day: BoardDay)] {
        try connection.rows(
            of: """
                SELECT board_id, run_on, day, score, rank FROM board_day
                WHERE user_key = \(user) AND day >= \(days.lowerBound)
                    AND day <= \(days.upperBound)
                ORDER BY day
                """
        ) { (row) throws(StorageError) in
            var fields = FieldReader(row)
            let place = ScorePlace(
                board: fields.next(BoardID.self),
                run: fields.next(CivilDate.self)
            )
            return (
                place,
                BoardDay(
                    day: fields.next(CivilDate.self),
                    score: fields.next(Int64.self),
                    rank: Int(fields.next(Int64.self))
                )
            )
        }
    }
}
