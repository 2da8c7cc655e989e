import Boards
public import Catalogue
public import CivilTime
public import Engine
import Intake
import ServiceRuntime
import Storage

/// Makes two records of one person one: the user who stays has everything of both, and the other is
/// gone.
///
/// All of it is one transaction, so it is done wholly or not at all; whoever repeats a call is told
/// what came of the first.
public struct UserMerging: Sendable {
    private let catalogue: Catalogue
    private let audience: GroupAudience
    private let database: AsyncDatabase
    private let keyring: UserKeyring
    private let numbers: EventNumbers
    private let zones: ZoneDatabase
    private let clock: any Clock

    init(on ground: ServiceGround, _ catalogue: Catalogue, _ audience: GroupAudience) {
        self.catalogue = catalogue
        self.audience = audience
        database = ground.database
        keyring = ground.keyring
        numbers = ground.numbers
        zones = ground.zones
        clock = ground.clock
    }

    /// What a merge comes to.
    public struct Outcome: Sendable {
        /// What the user who stays has before and after.
        public let user: MergedUser
        /// What the other has.
        public let other: UserFigures
    }

    /// What a merge would come to; nothing is stored.
    public func preview(
        of other: String,
        into user: String,
        in view: WorkspaceView
    ) async throws -> Outcome {
        let scene = MergeScene(other, user, rulebook: view.rulebook, zones: zones, now: view.now)
        let result = try await database.readSlowly { [keyring] (connection) throws(StorageError) in
            switch try scene.find(in: view.id, keyring, on: connection) {
            case .success(let pair):
                return try scene.judge(pair, number: 0, on: connection).map(\.outcome)
            case .failure(.goneOther): return .failure(.unknown(other))
            case .failure(let problem): return Result<Outcome, MergeProblem>.failure(problem)
            }
        }
        switch result {
        case .success(let outcome): return outcome
        case .failure(let problem): throw problem.error
        }
    }

    /// Merges a user into another; `describe` makes the answer, which is kept for whoever repeats the
    /// call.
    public func merge(
        _ other: String,
        into user: String,
        because reason: String?,
        in workspace: WorkspaceID,
        home: WorkspaceID,
        describe: @escaping @Sendable (Outcome, Instant) -> String
    ) async throws -> String {
        let result = try await catalogue.changeConfiguration {
            [self] (change) throws(StorageError) in
            guard let rules = try change.ruled(workspace) else {
                return MergeResult.failure(.refused(Refusal(.workspaceGone)))
            }
            let scene = MergeScene(
                other,
                user,
                rulebook: rules.rulebook,
                zones: zones,
                now: rules.workspace.clockAt ?? change.now
            )
            let run = MergeRun(scene: scene, change: change, numbers: numbers, keyring: keyring)
            return try run.merge(because: reason, in: workspace, home: home, describe)
        }
        switch result {
        case .success(let done):
            audience.boards.note(done.unlisted)
            if let effects = done.effects { audience.noteCommit(effects) }
            return done.answer
        case .failure(let problem): throw problem.error
        }
    }
}

/// What has become of a merge when its transaction is over.
private typealias MergeResult = Result<MergeDone, MergeProblem>

private struct MergeDone: Sendable {
    let answer: String
    var effects: GroupEffects?
    var unlisted: [ScoreChange] = []
}

/// A merge while its transaction runs.
private struct MergeRun {
    let scene: MergeScene
    let change: ConfigurationChange
    let numbers: EventNumbers
    let keyring: UserKeyring

    private var connection: any Connection { change.connection }

    func merge(
        because reason: String?,
        in workspace: WorkspaceID,
        home: WorkspaceID,
        _ describe: (UserMerging.Outcome, Instant) -> String
    ) throws(StorageError) -> MergeResult {
        let pair: MergePair
        switch try scene.find(in: workspace, keyring, holding: true, on: connection) {
        case .success(let found): pair = found
        case .failure(.goneOther(let stays)):
            // A call that is repeated; what came of the first is all that there is to say.
            let merges = try connection.userMerges.all(of: stays)
            guard let merge = merges.last(where: { $0.mergedID.isSameID(as: scene.other) }) else {
                return .failure(.unknown(scene.other))
            }
            return .success(MergeDone(answer: merge.outcome))
        case .failure(let problem): return .failure(problem)
        }
        let number = numbers.next(at: change.now, count: pair.life.numberCount)
        switch try scene.judge(pair, number: number, on: connection) {
        case .failure(let problem): return .failure(problem)
        case .success(let judged):
            return .success(
                try store(judged, pair, because: reason, in: workspace, home: home, describe)
            )
        }
    }

    private func store(
        _ judged: MergeScene.Judged,
        _ pair: MergePair,
        because reason: String?,
        in workspace: WorkspaceID,
        home: WorkspaceID,
        _ describe: (UserMerging.Outcome, Instant) -> String
    ) throws(StorageError) -> MergeDone {
        let notes = try connection.userNotes.all(of: pair.other.key)
        let merges = try connection.userMerges.all(of: pair.other.key)
        try connection.streakGroupMembers.move(of: pair.other.key, to: pair.user.key)
        // The other goes first: two scores of one person are never on one board.
        let removal = UserRemoval(connection: connection, numbers: numbers, now: change.now)
        let unlisted = try removal.remove(pair.other.key, in: workspace)
        try SectionTarget(connection, at: change.now, process: numbers.process, slot: 0) {
            [numbers, change] count in
            numbers.next(at: change.now, count: count)
        }.store([judged.snapshot])
        try connection.completions.redate(pair.life.completions, of: pair.user.key)
        try connection.userNotes.store(notes, about: pair.user.key)
        let answer = describe(judged.outcome, scene.now)
        let merge = UserMerge(mergedID: scene.other, at: scene.now, outcome: answer)
        try connection.userMerges.store(merges + [merge], into: pair.user.key)
        try connection.audit.rename(scene.other, to: scene.user, in: workspace)
        try connection.requestLog.rename(scene.other, to: scene.user, in: workspace)
        // Keys belong to the environment: in a tenant, the same id may be somebody else's.
        if workspace == home {
            try connection.workspaces.touch(home)
            try connection.apiKeys.eraseUser(scene.other, of: home, at: change.now)
        }
        try change.recordUserAction(
            "merge \(scene.other)",
            for: scene.user,
            because: reason,
            in: workspace
        )
        let effects = GroupEffects(of: [judged.snapshot])
        try effects.noteJudged(on: connection)
        return MergeDone(answer: answer, effects: effects, unlisted: unlisted)
    }
}
