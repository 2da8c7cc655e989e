public import Engine
import Storage

// MARK: - Experiments

extension ConfigurationBench {
    /// Has an experiment as it should be; it is found by its key.
    ///
    /// One that has ended is history: what it is called may change, and nothing else.
    public func put(_ wanted: ExperimentChange) throws -> ConfigurationStep? {
        guard let key = wanted.key else { return nil }
        var editor = try Editor<Experiment>(change, of: workspace)
        guard let known = editor.items.first(where: { $0.key.isSameID(as: key) }) else {
            // What has ended elsewhere has nothing to do here.
            if wanted.status == .ended { return nil }
            let created = try check(try editor.create(wanted), .experiment, key)
            return step(.created, key, before: nil, after: created, editor)
        }
        var wanted = wanted
        if known.startedAt != nil {
            wanted = try check(editor.withoutWhatIsFixed(wanted, of: known), .experiment, key)
        }
        wanted.publicID = known.publicID
        let changed = try check(try editor.update(wanted), .experiment, key)
        guard changed != known else { return nil }
        return step(.changed, key, before: known, after: changed, editor)
    }

    /// Ends experiments that run, so that what they are over can be changed.
    public func endExperiments(_ keys: Set<String>) throws -> [ConfigurationStep] {
        var editor = try Editor<Experiment>(change, of: workspace)
        let ending = editor.items.filter { experiment in
            experiment.isRunning && keys.contains { $0.isSameID(as: experiment.key) }
        }
        return try ending.map { known in
            var change = ExperimentChange()
            change.publicID = known.publicID
            change.status = .ended
            let ended = try check(try editor.update(change), .experiment, known.key)
            return step(.changed, known.key, before: known, after: ended, editor)
        }
    }

    /// Ends and archives experiments that should not be; those that have ended stay.
    public func pruneExperiments(keeping keys: Set<String>) throws -> [ConfigurationStep] {
        var editor = try Editor<Experiment>(change, of: workspace)
        let leaving = editor.items.filter { experiment in
            experiment.endedAt == nil && !keys.contains { $0.isSameID(as: experiment.key) }
        }
        return try leaving.map { known in
            let archived = step(.archived, known.key, before: known, after: nil, editor)
            var experiment = known
            if experiment.isRunning {
                try editor.conclude(&experiment)
                try editor.update(experiment)
            }
            _ = try check(try editor.archive(known.publicID), .experiment, known.key)
            return archived
        }
    }

    /// The points trigger of a system that gives points for the same to the same users.
    public func trigger(
        like wanted: PointsTriggerChange,
        ofSystem key: String
    ) throws -> PointsTrigger? {
        guard let system = try pointsSystem(key: key) else { return nil }
        let editor = try PointsEditor(change, of: workspace)
        var matches = TriggerMatches(editor.triggers.items.filter { $0.system == system.id })
        return try check(matches.take(wanted, of: system.id, in: editor), .pointsTrigger, key)
    }
}

extension Editor<Experiment> {
    /// What is left of a change of an experiment that was started, where it says the same of what is
    /// fixed by then.
    fileprivate func withoutWhatIsFixed(
        _ wanted: ExperimentChange,
        of known: Experiment
    ) -> Result<ExperimentChange, ItemIssue> {
        var rest = wanted
        (rest.subject, rest.salt, rest.perMille, rest.arms) = (nil, nil, nil, nil)
        guard known.isRunning, wanted.status != .ended else { return .success(rest) }
        let draft = ExperimentDraft(change: wanted, known: nil, surroundings: surroundings)
        let new = Result { () throws(ItemIssue) in
            try draft.experiment(known.id, publicID: known.publicID)
        }
        return new.flatMap { new in
            let isSame =
                new.subject == known.subject && new.arms == known.arms
                && new.perMille == known.perMille
                && (wanted.salt == nil || new.salt == known.salt)
            return isSame
                ? .success(rest)
                : .failure(
                    .told(
                        "who is in which arm, and what holds there, is fixed while it runs. "
                            + "End it, and begin another one"
                    )
                )
        }
    }
}
