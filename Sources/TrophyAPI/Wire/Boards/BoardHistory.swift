import Boards
import CivilTime
import Engine
import JSONText
import Wire

/// Where a user was day by day, and the day before each.
struct BoardHistory {
    let board: Board
    let days: [BoardPlaceOfDay]

    /// The last days of a run up to today, of which the user's place now is the last.
    static func dates(
        of run: BoardRun,
        through today: CivilDate,
        count: Int
    ) -> ClosedRange<CivilDate>? {
        let last = min(today, run.last ?? today)
        guard count > 0, last >= run.first else { return nil }
        return max(run.first, last.adding(days: 1 - count))...last
    }

    /// Writes a row for each day.
    func write(
        _ dates: ClosedRange<CivilDate>?,
        now place: BoardPlace?,
        on today: CivilDate,
        to object: inout JSONObjectWriter
    ) {
        object.array("history") { array in
            guard let dates else { return }
            var date = dates.lowerBound
            var before = row(of: date.adding(days: -1), now: place, on: today)
            while date <= dates.upperBound {
                let row = row(of: date, now: place, on: today)
                array.object { object in
                    object.field("date", date.iso8601)
                    object.field("timestamp", Zone.utc.startOfDay(date).iso8601)
                    object.field("previousRank", before?.rank)
                    object.field("rank", row?.rank)
                    object.field("previousValue", before.map { board.value(of: $0.score) })
                    object.field("value", row.map { board.value(of: $0.score) })
                }
                before = row
                date = date.adding(days: 1)
            }
        }
    }

    private func row(
        of date: CivilDate,
        now place: BoardPlace?,
        on today: CivilDate
    ) -> (rank: Int?, score: Int64)? {
        if date == today { return place.map { ($0.rank, $0.score) } }
        return days.first { $0.day == date }.map { ($0.rank, $0.score) }
    }
}
