public import CivilTime
public import Engine
public import JSONText
import ServiceRuntime
public import Storage

/// A change of configuration while its transaction runs.
///
/// Everything that is set up is stored by way of it or of an `Editor`, which records who changed
/// what in the same transaction.
public struct ConfigurationChange {
    /// Its transaction.
    public let connection: any Connection
    /// What time it is by the system's clock.
    public let now: Instant
    /// Who makes the change.
    let author: Author
    let zones: ZoneDatabase
    let limits: CatalogueLimits
    private let facts = CollectedFacts()

    init(
        connection: any Connection,
        now: Instant,
        author: Author,
        zones: ZoneDatabase,
        limits: CatalogueLimits
    ) {
        self.connection = connection
        self.now = now
        self.author = author
        self.zones = zones
        self.limits = limits
    }

    /// Records what was done to something, and keeps it to be told; one that is as it was before has
    /// not been changed.
    public func record(
        _ action: AuditAction,
        _ kind: ItemKind,
        _ item: String,
        key: String? = nil,
        in workspace: WorkspaceID,
        before: String? = nil,
        after: String? = nil
    ) throws(StorageError) {
        guard action != .changed || before != after else { return }
        try connection.audit.insert([
            AuditEntry(
                workspace: workspace,
                at: now,
                author: author,
                kind: kind,
                item: item,
                action: action,
                before: before,
                after: after
            )
        ])
        guard let change = ConfigurationFact.Change(action) else { return }
        let fact = ConfigurationFact(
            item: kind.rawValue,
            id: kind == .settings ? nil : item,
            key: key,
            change: change,
            at: now
        )
        tell(Fact(fact), about: .nobody, in: workspace)
    }

    /// Records that something was done for a user, and why.
    ///
    /// It is no change of the configuration, so nobody is told of it.
    public func recordUserAction(
        _ action: String,
        for user: String,
        because reason: String?,
        in workspace: WorkspaceID
    ) throws(StorageError) {
        let document = Self.document { object in
            object.field("did", action)
            if let reason { object.field("reason", reason) }
        }
        try connection.audit.insert([
            AuditEntry(
                workspace: workspace,
                at: now,
                author: author,
                kind: .user,
                item: user,
                action: .changed,
                before: nil,
                after: document
            )
        ])
    }

    /// A workspace with its rules, as they are inside the change.
    ///
    /// They are read anew and not kept: the version that this transaction sees is its own, and may
    /// never be committed.
    public func ruled(_ workspace: WorkspaceID) throws(StorageError) -> RuledWorkspace? {
        try ConfigurationCache(limits: limits, zones: zones).reader(on: connection)
            .ruled(workspace)
    }

    /// Keeps something to be told once the change has been made.
    func tell(_ fact: Fact, about user: UserKey, in workspace: WorkspaceID) {
        facts.all.append((user, workspace, fact))
    }

    /// Tells what was changed to those who follow facts, and says whether there was anything.
    ///
    /// The facts are about no user, so two processes might give theirs the same number. Changes come
    /// one after the other, so one above all that is there is free.
    func tellFacts(_ numbers: EventNumbers) throws(StorageError) -> Bool {
        guard !facts.all.isEmpty else { return false }
        var number = numbers.next(at: now, count: facts.all.count)
        if let last = try connection.facts.lastNumberOfNobody(from: number) { number = last + 1 }
        try connection.facts.insert(
            facts.all.enumerated().map { index, each in
                (number + Int64(index), each.user, each.workspace, each.fact)
            },
            at: now
        )
        return true
    }

    /// A document whose fields a closure writes.
    public static func document(_ write: (inout JSONObjectWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object(write)
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}

/// What a change has to tell once it has been made.
private final class CollectedFacts {
    var all: [(user: UserKey, workspace: WorkspaceID, fact: Fact)] = []
}

extension ConfigurationFact.Change {
    /// Nothing for what changes no item.
    fileprivate init?(_ action: AuditAction) {
        switch action {
        case .replayed: return nil
        case .created: self = .created
        case .changed: self = .changed
        case .archived: self = .archived
        case .restored: self = .restored
        }
    }
}
