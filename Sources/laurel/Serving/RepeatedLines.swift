import CivilTime
import Service
import Synchronization

/// Lines that may come by the thousand: of each kind one a second, with how many it stands for.
final class RepeatedLines: Sendable {
    private struct Kind {
        var writtenAt: Instant
        var withheldCount = 0
        var last: (message: String, values: [String: String])
    }

    /// How long nothing is written of a kind after a line of it.
    private static let pause: Int64 = 1_000_000
    /// How many kinds are told apart; those beyond are one.
    private static let maximumKinds = 100

    private let kinds = Mutex<[String: Kind]>([:])
    private let now: @Sendable () -> Instant
    private let write: @Sendable (_ message: String, _ values: [String: String]) -> Void

    init(
        now: @escaping @Sendable () -> Instant = { Log.now },
        write: @escaping @Sendable (String, [String: String]) -> Void = { Log().note($0, $1) }
    ) {
        self.now = now
        self.write = write
    }

    /// Writes a line, or counts it when one of its kind was written less than a second ago.
    func note(_ message: String, kind: String, _ values: [String: String]) {
        let now = now()
        let count: Int? = kinds.withLock { kinds in
            let isKnown = kinds[kind] != nil || kinds.count < Self.maximumKinds
            let kind = isKnown ? kind : ""
            guard var known = kinds[kind] else {
                kinds[kind] = Kind(writtenAt: now, last: (message, values))
                return 1
            }
            guard Self.isOver(known, at: now) else {
                known.withheldCount += 1
                known.last = (message, values)
                kinds[kind] = known
                return nil
            }
            kinds[kind] = Kind(writtenAt: now, last: (message, values))
            return known.withheldCount + 1
        }
        if let count { write(message, Self.counted(values, count)) }
    }

    /// Writes what has been withheld for a second, and forgets what has not come again.
    func flush() {
        let now = now()
        let due = kinds.withLock { kinds in
            let due = kinds.filter { Self.isOver($0.value, at: now) }
            for (name, kind) in due {
                kinds[name] = kind.withheldCount == 0 ? nil : Kind(writtenAt: now, last: kind.last)
            }
            return due.values.filter { $0.withheldCount > 0 }
        }
        for kind in due {
            write(kind.last.message, Self.counted(kind.last.values, kind.withheldCount))
        }
    }

    /// A clock that was set back starts anew.
    private static func isOver(_ kind: Kind, at now: Instant) -> Bool {
        let passed = now.microseconds - kind.writtenAt.microseconds
        return passed < 0 || passed >= pause
    }

    private static func counted(_ values: [String: String], _ count: Int) -> [String: String] {
        count == 1 ? values : values.merging(["times": "\(count)"]) { $1 }
    }
}
