public import Catalogue
public import CivilTime
public import Engine
import ServiceRuntime
import Storage

/// The results of an experiment, and of when they are.
public struct ExperimentReport: Sendable {
    /// What the arms came to.
    public let results: ExperimentResults
    /// The last day that is over.
    public let through: CivilDate
    /// Whether all users are in it.
    public let isComplete: Bool
}

extension Analytics {
    /// What the arms of an experiment came to.
    ///
    /// A day after entering counts for those who have had it, before the experiment ended.
    public func results(
        of experiment: Experiment,
        today: CivilDate,
        in view: WorkspaceView
    ) async throws -> ExperimentReport {
        let zone = zones.zoneOrUTC(named: view.workspace.defaultZone)
        let endedOn = experiment.endedAt.map { zone.civilDate(at: $0) }
        let end = min(today, endedOn ?? today)
        let (first, last) = (CivilDate(dayNumber: .min), CivilDate(dayNumber: .max))
        let number = experiment.id.number
        let scope = ReportScope(days: first...last, grouping: .experiment(experiment.id))
        return try await database.readSlowly { (connection) throws(StorageError) in
            let reader = try RollUpReader(connection, view.id, scope)
            let rows = try reader.rows(
                .experiment,
                of: number,
                slots: ExperimentMeasure.slots
            )
            let byArm = Dictionary(grouping: rows, by: \.segment)
            let counts = experiment.arms.map { arm in
                ExperimentResults.Counts(arm, byArm[arm.key] ?? [], before: end)
            }
            return ExperimentReport(
                results: ExperimentResults(counts),
                through: today.adding(days: -1),
                isComplete: reader.isComplete
            )
        }
    }
}

extension ExperimentResults.Counts {
    /// What the rows of an arm come to; a day that is not over before another one is left out.
    fileprivate init(
        _ arm: Experiment.Arm,
        _ rows: [RollUpTable.Row],
        before end: CivilDate
    ) {
        self.init(weight: arm.weight)
        let sum = { (slot: Int64) in
            rows.lazy.filter { $0.slot == slot }.reduce(0.0) { $0 + $1.value.sum }
        }
        let count = { (slot: Int64, age: Int) in
            rows.lazy.filter { $0.slot == slot && $0.day.adding(days: age) < end }
                .reduce(0 as Int64) { $0 + $1.value.count }
        }
        users = rows.lazy.filter { $0.slot == ExperimentMeasure.entered }
            .reduce(0) { $0 + $1.value.count }
        retention = ExperimentMeasure.days.map { age in
            Proportion(count(Int64(age), age), of: count(ExperimentMeasure.entered, age))
        }
        let moments = { (slots: (sum: Int64, squares: Int64), users: Int64) in
            Moments(count: users, sum: sum(slots.sum), squares: sum(slots.squares))
        }
        activeDays = moments(ExperimentMeasure.activeDays, users)
        events = moments(ExperimentMeasure.events, users)
    }
}
