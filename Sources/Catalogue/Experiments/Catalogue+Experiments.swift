import CivilTime
public import Engine
import ServiceRuntime
import Storage

extension Catalogue {
    /// The experiments of a workspace, archived ones too, oldest first.
    public func experiments(in workspace: WorkspaceID) async throws -> [Experiment] {
        try await database.readSlowly { [zones] (connection) throws(StorageError) in
            try connection.experiments.all(in: workspace, zones: zones)
        }
    }

    /// Creates experiments; what keeps one from being is an issue of its item alone.
    public func createExperiments(
        _ drafts: [ExperimentChange],
        in workspace: WorkspaceID
    ) async throws -> [Result<Experiment, ItemIssue>] {
        try await edit(Experiment.self, in: workspace, for: drafts) {
            (editor, draft) throws(StorageError) in
            try editor.create(draft)
        }
    }

    /// Changes experiments, starts and ends them.
    public func updateExperiments(
        _ changes: [ExperimentChange],
        in workspace: WorkspaceID
    ) async throws -> [Result<Experiment, ItemIssue>] {
        try await edit(Experiment.self, in: workspace, for: changes) {
            (editor, change) throws(StorageError) in
            try editor.update(change)
        }
    }

    /// Archives experiments; those that run are ended.
    public func archiveExperiments(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await edit(Experiment.self, in: workspace, for: publicIDs) {
            (editor, publicID) throws(StorageError) in
            if var experiment = try editor.find(publicID), experiment.isRunning {
                try editor.conclude(&experiment)
                try editor.update(experiment)
            }
            return try editor.archive(publicID)
        }
    }
}

extension Editor<Experiment> {
    private var now: Instant { surroundings.now }

    /// Creates an experiment, where there are not too many.
    mutating func create(
        _ draft: ExperimentChange
    ) throws(StorageError) -> Result<Experiment, ItemIssue> {
        let most = change.limits.maximumExperiments
        guard items.count + surroundings.past.count < most else {
            return .failure(.tooMany(.experiment, maximum: most))
        }
        let isTaken = (items + surroundings.past).contains { experiment in
            draft.key.map { experiment.key.isSameID(as: $0) } ?? false
        }
        if isTaken { return .failure(.keyInUse(.experiment)) }
        let id = try change.connection.experiments.nextID()
        let publicID = PublicID.make(at: change.now)
        return try judged(draft, of: nil, id, publicID) {
            (editor, experiment) throws(StorageError) in
            try editor.create(experiment)
        }
    }

    /// Changes an experiment, starts or ends it.
    mutating func update(
        _ draft: ExperimentChange
    ) throws(StorageError) -> Result<Experiment, ItemIssue> {
        guard let known = try find(draft.publicID ?? "") else {
            return .failure(Experiment.notFound)
        }
        return try judged(draft, of: known, known.id, known.publicID) {
            (editor, experiment) throws(StorageError) in
            if experiment != known { try editor.update(experiment) }
        }
    }

    private mutating func judged(
        _ draft: ExperimentChange,
        of known: Experiment?,
        _ id: ExperimentID,
        _ publicID: String,
        _ store: (inout Self, Experiment) throws(StorageError) -> Void
    ) throws(StorageError) -> Result<Experiment, ItemIssue> {
        let draft = ExperimentDraft(change: draft, known: known, surroundings: surroundings)
        let result = Result { () throws(ItemIssue) in
            try draft.experiment(id, publicID: publicID)
        }
        guard case .success(var experiment) = result else { return result }
        if let issue = try move(&experiment, to: draft.change.status) { return .failure(issue) }
        try store(&self, experiment)
        return .success(experiment)
    }

    /// Brings an experiment to a status, or says why it cannot come there.
    private func move(
        _ experiment: inout Experiment,
        to status: Experiment.Status?
    ) throws(StorageError) -> ItemIssue? {
        switch (experiment.status, status) {
        case (_, nil): return nil
        case (let old, let new?) where old == new: return nil
        case (.draft, .running): return try start(&experiment)
        case (.running, .ended):
            try conclude(&experiment)
            return nil
        case (let old, let new?):
            return .told(
                "an experiment that is \"\(old.rawValue)\" cannot become \"\(new.rawValue)\""
            )
        }
    }

    private func start(_ experiment: inout Experiment) throws(StorageError) -> ItemIssue? {
        let running = items.filter { $0.isRunning && $0.id != experiment.id }
        if let issue = ItemIssue.keeping(experiment.subject, for: running) { return issue }
        let most = change.limits.maximumRunningExperiments
        guard running.count < most else {
            return .told("At most \(most) experiments run at a time. End one of them first.")
        }
        experiment.startedAt = now
        try follow(experiment)
        return nil
    }

    /// Ends an experiment.
    func conclude(_ experiment: inout Experiment) throws(StorageError) {
        experiment.endedAt = max(now, experiment.startedAt ?? now)
        try follow(experiment)
    }

    /// Has counted anew what follows from the rules of an experiment that begins or ends.
    private func follow(_ experiment: Experiment) throws(StorageError) {
        let connection = change.connection
        switch experiment.subject {
        case .streak(let id):
            guard let old = surroundings.streaks.first(where: { $0.id == id }) else { return }
            try connection.streakDefinitions.countAnew(old, at: now)
        case .achievement(let id):
            guard surroundings.achievements.first(where: { $0.id == id })?.status == .active
            else { return }
            try connection.backdatings.start(
                id,
                in: workspace,
                total: try connection.userCounts.count(in: workspace),
                at: change.now
            )
        case .trigger(let id):
            guard var trigger = surroundings.triggers.first(where: { $0.id == id }),
                trigger.status == .active
            else { return }
            trigger.activeSince = now
            // An archive may follow an end in the same transaction: two are two.
            trigger.activations = 1 + (try activations(of: id) ?? trigger.activations)
            try connection.pointsItems.update(trigger, at: change.now)
        }
    }

    private func activations(of id: PointsTriggerID) throws(StorageError) -> Int? {
        try change.connection.pointsItems.find(PointsTrigger.self, [id.number]).first?.activations
    }
}
