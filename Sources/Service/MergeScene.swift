import CivilTime
import Engine
import Intake
import ServiceRuntime
import Storage

/// Why two users are not merged.
enum MergeProblem: Error {
    /// The user who is to stay, or the other, is not there.
    case unknown(String)
    /// The other is not there, while the user who is to stay is.
    case goneOther(UserKey)
    /// Both are one and the same.
    case oneUser
    /// The other did more than can be moved at once.
    case tooMuch(String)
    /// The rules refuse it.
    case refused(Refusal)

    /// What the caller is told.
    var error: any Error {
        switch self {
        case .unknown(let id): ServiceError.unknownUser(id)
        case .goneOther: ServiceError(.notFound, "The user to be merged does not exist.")
        case .oneUser: ServiceError(.invalid, "from must be another user than the one who stays.")
        case .tooMuch(let id):
            ServiceError(
                .invalid,
                """
                The user "\(id)" has more than \(ServiceLimits.mergedRows) events or rows of \
                points, too many to be moved at once. If the other user has fewer, merge the other \
                way round.
                """
            )
        case .refused(let refusal): refusal
        }
    }
}

/// Two users, and everything of the one who goes.
struct MergePair {
    /// Who stays.
    let user: UserRow
    /// Who goes.
    let other: UserRow
    /// Everything of the latter.
    let life: MergedLife
}

/// Judges what two users come to together, by the rules of one moment.
struct MergeScene: Sendable {
    let other: String
    let user: String
    let now: Instant
    private let fold: Fold

    /// What the user who stays has in the end.
    struct Judged {
        let snapshot: Snapshot
        let outcome: UserMerging.Outcome
    }

    init(_ other: String, _ user: String, rulebook: Rulebook, zones: ZoneDatabase, now: Instant) {
        self.other = other
        self.user = user
        self.now = now
        fold = Fold(rulebook: rulebook, zones: zones, now: now)
    }

    /// Both users, held where the transaction writes, and all that the other did.
    func find(
        in workspace: WorkspaceID,
        _ keyring: UserKeyring,
        holding: Bool = false,
        on connection: any Connection
    ) throws(StorageError) -> Result<MergePair, MergeProblem> {
        guard !user.isSameID(as: other) else { return .failure(.oneUser) }
        guard let stays = try connection.users.find(user, in: workspace, keyring: keyring) else {
            return .failure(.unknown(user))
        }
        guard let goes = try connection.users.find(other, in: workspace, keyring: keyring) else {
            return .failure(.goneOther(stays.key))
        }
        guard holding else { return try pair(stays, goes, on: connection) }
        let held = try connection.users.hold([stays.key, goes.key])
        guard let user = held.first(where: { $0.key == stays.key && $0.user != nil }) else {
            return .failure(.unknown(self.user))
        }
        guard let other = held.first(where: { $0.key == goes.key && $0.user != nil }) else {
            return .failure(.goneOther(stays.key))
        }
        return try pair(user, other, on: connection)
    }

    private func pair(
        _ user: UserRow,
        _ other: UserRow,
        on connection: any Connection
    ) throws(StorageError) -> Result<MergePair, MergeProblem> {
        guard let life = try life(of: other, on: connection) else {
            return .failure(.tooMuch(self.other))
        }
        return .success(MergePair(user: user, other: other, life: life))
    }

    /// Everything that a user did and was given; nothing where it is too much.
    private func life(
        of row: UserRow,
        on connection: any Connection
    ) throws(StorageError) -> MergedLife? {
        guard let person = row.user else { return nil }
        let limit = ServiceLimits.mergedRows
        let events = try connection.events.page(of: row.key, after: nil, limit: limit + 1)
        var points: [PointsRow] = []
        for system in fold.rulebook.points.systems {
            points += try connection.pointsLedger.page(of: row.key, system.id, limit: limit + 1)
                .reversed()
        }
        guard events.count <= limit, points.count <= limit else { return nil }
        return MergedLife(
            of: person,
            as: user,
            events: events,
            marks: try connection.streakMarks.marks(of: [row.key])[row.key] ?? [],
            attributes: try connection.users.attributes(of: [row.key])[row.key] ?? [:],
            completions: Array(try connection.completions.all(of: row.key).values),
            milestones: try connection.streakMilestones.all(of: row.key),
            points: points,
            fold.rulebook
        )
    }

    /// What both come to.
    func judge(
        _ pair: MergePair,
        number: Int64,
        on connection: any Connection
    ) throws(StorageError) -> Result<Judged, MergeProblem> {
        let rulebook = fold.rulebook
        let source = SectionSource(connection) { _, carried in rulebook.eventAttributes(carried) }
        var snapshots: [UserKey: Snapshot] = [:]
        for row in [pair.user, pair.other] {
            snapshots[row.key] = Snapshot(
                key: row.key,
                workspace: row.workspace,
                user: row.user,
                version: row.version
            )
        }
        try prepare(pair, source, &snapshots)
        let (user, other) = (pair.user.key, pair.other.key)
        let answers = try source.ask(&snapshots) { snapshot throws(Interruption) in
            guard snapshot.key == user else {
                return Answer.figures(try fold.figures(of: snapshot))
            }
            do throws(Interruption) {
                let merged = try fold.merge(pair.life, number: number, in: &snapshot)
                return Answer.merged(snapshot, merged)
            } catch {
                guard case .refused(let refusal) = error else { throw error }
                return Answer.refused(refusal)
            }
        }
        guard case .figures(let figures) = answers[other] else {
            throw StorageError(.unexpected, "a user has no figures")
        }
        switch answers[user] {
        case .merged(let snapshot, let merged):
            let outcome = UserMerging.Outcome(user: merged, other: figures)
            return .success(Judged(snapshot: snapshot, outcome: outcome))
        case .refused(let refusal): return .failure(.refused(refusal))
        case .figures, nil: throw StorageError(.unexpected, "two users came to nothing")
        }
    }

    private enum Answer {
        case figures(UserFigures)
        case merged(Snapshot, MergedUser)
        case refused(Refusal)
    }

    /// Looks up what will be asked for, together: that changes no outcome.
    private func prepare(
        _ pair: MergePair,
        _ source: SectionSource,
        _ snapshots: inout [UserKey: Snapshot]
    ) throws(StorageError) {
        var wants: Set<Want> = []
        for key in [pair.user.key, pair.other.key] {
            wants.formUnion([.completions(key), .points(key), .attributes(key), .marks(key)])
            for metric in fold.rulebook.metrics { wants.insert(.tally(metric.id, of: key)) }
        }
        for event in pair.life.quietEvents {
            guard let key = event.idempotencyKey else { continue }
            let used = UsedKey(metric: event.sharesKey ? nil : event.metric, key: key)
            wants.insert(.usedKey(used, of: pair.user.key))
        }
        try source.load(wants, into: &snapshots)
        let touches: [UserTouch] =
            pair.life.history.events.enumerated().map { .event($1, index: $0) }
            + [.streaks(.all), .points]
        for stage in SectionStores.stages {
            var wants: Set<Want> = []
            for (key, snapshot) in snapshots {
                let own = key == pair.user.key ? touches : [.streaks(.all)]
                for touch in own {
                    for store in stage {
                        store.section.foresee(touch, of: snapshot, in: fold, &wants)
                    }
                }
            }
            try source.load(wants, into: &snapshots)
        }
        guard let snapshot = snapshots[pair.user.key] else { return }
        var more: Set<Want> = []
        for section in SectionStores.sections {
            section.foreseeMore(touches, of: snapshot, in: fold, &more)
        }
        try source.load(more, into: &snapshots)
    }
}
