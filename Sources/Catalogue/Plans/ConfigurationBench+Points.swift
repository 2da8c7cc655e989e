public import CivilTime
public import Engine
import Storage

// MARK: - Points

extension ConfigurationBench {
    /// The points system with a key.
    public func pointsSystem(key: String) throws -> PointsSystem? {
        try Editor<PointsSystem>(change, of: workspace).items.first { $0.key.isSameID(as: key) }
    }

    /// Has a points system with all its parts as it should be.
    ///
    /// It is found by its key, and so is a level; a boost by its name; a trigger by what it gives points
    /// for and to whom.
    public func put(_ wanted: PointsSystemChange) throws -> [ConfigurationStep] {
        guard let key = wanted.key else { return [] }
        var editor = try PointsEditor(change, of: workspace)
        guard let known = editor.systems.items.first(where: { $0.key.isSameID(as: key) }) else {
            let made = try check(try editor.create(wanted), .pointsSystem, key)
            return [step(.created, key, before: nil, after: made.system, editor.systems)]
                + made.levels.map { created($0, of: key, editor.levels) }
                + made.triggers.map { created($0, of: key, editor.triggers) }
                + made.boosts.map { created($0, of: key, editor.boosts) }
        }
        var steps: [ConfigurationStep] = []
        var system = known
        wanted.fields.apply(to: &system)
        if system != known {
            var wanted = wanted
            wanted.publicID = known.publicID
            let changed = try check(try editor.update(wanted), .pointsSystem, key)
            steps.append(step(.changed, key, before: known, after: changed, editor.systems))
        }
        var triggers = TriggerMatches(editor.triggers.items.filter { $0.system == known.id })
        for level in wanted.levels {
            let same = editor.level(level.key, of: known.id)
            steps += try put(level, as: same, of: known, in: &editor)
        }
        for trigger in wanted.triggers {
            let issueOrSame = triggers.take(trigger, of: known.id, in: editor)
            let same = try check(issueOrSame, .pointsTrigger, key)
            steps += try put(trigger, as: same, of: known, in: &editor)
        }
        for boost in wanted.boosts {
            let now = editor.now
            let same = editor.boosts.items.first {
                $0.system == known.id && $0.isOfDocument(at: now) && $0.name == boost.fields.name
            }
            steps += try put(boost, as: same, of: known, in: &editor)
        }
        return steps
    }

    /// Ends points systems that should not be, and of the others the parts that should not be.
    ///
    /// Boosts of single users and those that are over are no part of a document, and stay.
    public func prunePoints(keeping wanted: [PointsSystemChange]) throws -> [ConfigurationStep] {
        var steps: [ConfigurationStep] = []
        for system in wanted { steps += try pruneParts(of: system) }
        let keys = wanted.compactMap(\.key)
        return steps
            + (try prune(PointsSystem.self) { system in
                keys.contains { $0.isSameID(as: system.key) }
            })
    }

    private func pruneParts(of wanted: PointsSystemChange) throws -> [ConfigurationStep] {
        guard let key = wanted.key, let system = try pointsSystem(key: key) else { return [] }
        let editor = try PointsEditor(change, of: workspace)
        var matches = TriggerMatches(editor.triggers.items.filter { $0.system == system.id })
        for trigger in wanted.triggers { _ = matches.take(trigger, of: system.id, in: editor) }
        let leaving = Set(matches.rest.map(\.id))
        let now = editor.now
        let levels = try prune(PointsLevel.self) { level in
            level.system != system.id
                || wanted.levels.contains { $0.key?.isSameID(as: level.key) == true }
        }
        let triggers = try prune(PointsTrigger.self) { !leaving.contains($0.id) }
        let boosts = try prune(PointsBoost.self) { boost in
            boost.system != system.id || !boost.isOfDocument(at: now)
                || wanted.boosts.contains { $0.fields.name == boost.name }
        }
        return levels + triggers + boosts
    }
}

// MARK: - Parts

extension ConfigurationBench {
    private func put<Part: PointsPart>(
        _ wanted: Part.Draft,
        as known: Part?,
        of system: PointsSystem,
        in editor: inout PointsEditor
    ) throws -> [ConfigurationStep] {
        var wanted = wanted
        wanted.publicID = known?.publicID
        let draft: Part = try check(
            try editor.draft(wanted, of: system.id),
            Part.itemKind,
            system.key
        )
        let names = editor.systems.surroundings.names
        let (before, after) = (known?.document(naming: names), draft.document(naming: names))
        if before == after { return [] }
        let stored: Part = try check(
            try editor.put(wanted, of: system.id),
            Part.itemKind,
            system.key
        )
        let name = stored.documentName(of: system.key)
        let action: AuditAction = known == nil ? .created : .changed
        return [
            ConfigurationStep(action, Part.itemKind, name, before: before, after: after)
        ]
    }

    private func created<Part: PointsPart>(
        _ part: Part,
        of system: String,
        _ editor: Editor<Part>
    ) -> ConfigurationStep {
        step(.created, part.documentName(of: system), before: nil, after: part, editor)
    }
}

extension PointsEditor {
    fileprivate func level(_ key: String?, of system: PointsSystemID) -> PointsLevel? {
        levels.items.first { $0.system == system && key?.isSameID(as: $0.key) == true }
    }
}

extension PointsPart {
    /// What a step calls a part: its system, and its own key, name or cause.
    fileprivate func documentName(of system: String) -> String {
        let own =
            switch self {
            case let level as PointsLevel: level.key
            case let boost as PointsBoost: boost.name
            case let trigger as PointsTrigger: trigger.cause.kind.rawValue
            default: publicID
            }
        return "\(system): \(own)"
    }
}

extension PointsBoost {
    /// Whether documents have it: it is for more than one user, and not over.
    public func isOfDocument(at now: Instant) -> Bool {
        user == nil && status(at: now, in: nil) != .finished
    }
}

/// Which of the triggers that there are is meant by each that somebody wants: none has a name, so that
/// it is the one with the same cause for the same users, and of several the first.
struct TriggerMatches {
    /// Those that nobody has meant yet.
    private(set) var rest: [PointsTrigger]

    init(_ triggers: [PointsTrigger]) { rest = triggers }

    /// Takes the one that is meant; nothing where a new one is.
    mutating func take(
        _ wanted: PointsTriggerChange,
        of system: PointsSystemID,
        in editor: PointsEditor
    ) -> Result<PointsTrigger?, ItemIssue> {
        let new = Result { () throws(ItemIssue) in
            try PointsTriggerDraft(
                change: wanted,
                known: nil,
                system: system,
                surroundings: editor.triggers.surroundings,
                triggers: editor.triggers.items
            ).trigger(PointsTriggerID(0), publicID: "")
        }
        return new.map { new in
            let index = rest.firstIndex {
                $0.cause == new.cause && $0.userFilter.isSame(as: new.userFilter)
            }
            return index.map { rest.remove(at: $0) }
        }
    }
}
