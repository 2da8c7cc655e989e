import Catalogue
import CivilTime
import Engine
import Storage

/// Takes an overview from what is kept of all users, day by day: no row of a user is looked at, however
/// many there are.
struct OverviewReader {
    let connection: any Connection
    let view: WorkspaceView
    let today: CivilDate
    private let generation: Int64

    init(
        _ connection: any Connection,
        _ view: WorkspaceView,
        _ today: CivilDate
    ) throws(StorageError) {
        self.connection = connection
        self.view = view
        self.today = today
        generation = try connection.analyticsStates.find(view.id)?.generation ?? 0
    }

    /// Whether all users are in it.
    var isComplete: Bool { generation > 0 }

    /// What there is.
    func counts(newSince moment: Instant) throws(StorageError) -> WorkspaceCounts {
        var counts = WorkspaceCounts()
        counts.newUsers = try connection.userCounts.count(in: view.id, since: moment)
        guard isComplete else { return counts }
        let day = DaysOf.workspace.rawValue
        let whole = day...day
        counts.activeDay = try sum(.active, on: today...today, slots: whole)
        counts.activeWeek = try sum(.activeWeek, on: upToToday, slots: whole)
        counts.activeMonth = try sum(.activeMonth, on: upToToday, slots: whole)
        for metric in view.rulebook.metrics {
            counts.events += try sum(
                .events,
                of: metric.id.number,
                on: today...today,
                slots: whole
            )
        }
        for streak in view.rulebook.streaks {
            let number = streak.id.number
            counts.streaksAlive += try sum(.lengthChange, of: number, on: upToToday)
            // What breaks does so when its day is over.
            let yesterday = today.adding(days: -1)
            counts.streaksLost += try sum(.lost, of: number, on: yesterday...yesterday)
        }
        for achievement in view.rulebook.achievements.all {
            counts.completed += try sum(
                .completed,
                of: achievement.id.number,
                on: today...today,
                slots: 0...0
            )
        }
        return counts
    }

    private var upToToday: ClosedRange<CivilDate> { CivilDate(dayNumber: .min)...today }

    private func sum(
        _ series: RollUpCell.Series,
        of subject: Int64 = 0,
        on days: ClosedRange<CivilDate>,
        slots: ClosedRange<Int64> = 0...Int64.max
    ) throws(StorageError) -> Int64 {
        let query = RollUpTable.Query(
            series,
            of: subject,
            by: Segment.everybody.dimension,
            on: days,
            in: view.id,
            generation: generation
        )
        return try connection.rollUps.sums(query, slots: slots).reduce(0) { $0 + $1.value.count }
    }
}
