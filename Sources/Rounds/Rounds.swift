public import Analytics
public import Groups
import Synchronization

/// What goes on by itself: each job takes one step after the other.
public final class Rounds: Sendable {
    /// Is told of a step that failed, of which job, and why; the job goes on with the next step.
    public typealias Note = @Sendable (_ job: String, _ error: any Error) -> Void

    let jobs: [any Job]
    private let tasks = Mutex<[Task<Void, Never>]>([])

    /// All that a service does by itself; dead entries of the due list are taken from `retired`.
    public convenience init(
        _ tools: JobTools,
        retired: RetiredDue,
        _ analytics: Analytics,
        _ groups: Groups
    ) {
        self.init([
            DueJob(tools: tools),
            RetiredDueJob(tools: tools, retired: retired),
            RecountJob(tools: tools),
            PreviewJob(tools: tools),
            AmnestyJob(tools: tools),
            BackdatingJob(tools: tools),
            AnniversaryJob(tools: tools),
            PointsWalkJob(tools: tools),
            BoardFillJob(tools: tools),
            BoardRunJob(tools: tools),
            BoardLeagueJob(tools: tools),
            GroupJob(groups: groups),
            AnalyticsJob(analytics: analytics),
            ForgettingJob(tools: tools),
        ])
    }

    init(_ jobs: [any Job]) { self.jobs = jobs }

    /// Begins: each job by itself, so that a slow one keeps no other waiting.
    public func start(noting note: @escaping Note) {
        let begun = jobs.map { job in Task.detached { await Self.run(job, note) } }
        tasks.withLock { $0 += begun }
    }

    /// Begins no further step.
    public func stop() {
        let ended = tasks.withLock { tasks in
            defer { tasks = [] }
            return tasks
        }
        for task in ended { task.cancel() }
    }

    /// Takes one step of every job; false when nothing is left to any of them.
    @discardableResult
    public func step() async throws -> Bool {
        var isBusy = false
        for job in jobs where try await job.step() { isBusy = true }
        return isBusy
    }

    private static func run(_ job: any Job, _ note: Note) async {
        while !Task.isCancelled {
            var isBusy = false
            do {
                isBusy = try await job.step()
            } catch {
                if !Task.isCancelled { note(job.name, error) }
            }
            let rest = job.restAfterStep
            if isBusy, rest > .zero { try? await Task.sleep(for: rest) }
            if !isBusy { try? await Task.sleep(for: RoundLimits.roundInterval) }
        }
    }
}
