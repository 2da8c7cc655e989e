/// Carries commands out in one transaction, each by itself: one that is refused changes nothing, and
/// those after it are carried out all the same.
///
/// Who wants all of them or none has `RecordEvents`.
public struct CommandBatch<Part: UserCommand>: Command {
    /// What each comes to, or why it was refused, in their order.
    public typealias Outcome = [Result<Part.Outcome, Refusal>]

    private var parts: [Part]

    /// Some commands, in the order in which they are carried out.
    public init(_ parts: [Part]) {
        self.parts = parts
    }

    /// The user of each command.
    public var users: [CommandUser] { parts.flatMap(\.users) }

    /// As many as all of them together.
    public var eventCount: Int { max(1, parts.reduce(0) { $0 + $1.eventCount }) }

    /// What each is about to do; which event of the batch it is follows from those before it.
    public var touches: [Touch] {
        var touches: [Touch] = []
        var offset = 0
        for part in parts {
            touches += part.touches.map { $0.moved(by: offset) }
            offset += part.eventCount
        }
        return touches
    }

    /// Gives the users other keys.
    public mutating func changeKeys(_ key: (CommandUser) -> UserKey) {
        for index in parts.indices { parts[index].changeKeys(key) }
    }

    /// Carries the commands out, one after the other; only something that is lacking stops them.
    public func apply(
        in fold: Fold,
        firstNumber: Int64,
        to snapshots: inout [UserKey: Snapshot]
    ) throws(Interruption) -> Outcome {
        var own: [UserKey: Snapshot] = [:]
        for part in parts { own[part.user] = try snapshots.snapshot(of: part.user) }
        var outcomes: Outcome = []
        outcomes.reserveCapacity(parts.count)
        var number = firstNumber
        for part in parts {
            do {
                outcomes.append(.success(try part.apply(in: fold, firstNumber: number, to: &own)))
            } catch {
                guard case .refused(let refusal) = error else { throw error }
                outcomes.append(.failure(refusal))
            }
            number += Int64(part.eventCount)
        }
        snapshots.merge(own) { _, new in new }
        return outcomes
    }
}

extension Touch {
    /// The same, with so many events of the command before it.
    fileprivate func moved(by count: Int) -> Touch {
        guard case .event(let draft, let index) = kind else { return self }
        return Touch(user: user, .event(draft, index: index + count))
    }
}
