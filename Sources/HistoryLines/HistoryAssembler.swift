public import CivilTime
public import Engine
import Sodium

/// Puts the lines of users together: a history for each, in the order of time.
public struct HistoryAssembler {
    private struct Part {
        var change = UserChange()
        var createdAt: Instant?
        var zones: [(zone: String, from: Instant?)] = []
        var marks: [UserHistory.Mark] = []
        var completions: [Completion] = []
        var events: [EventLine] = []
    }

    private let zones: ZoneDatabase
    private let defaultZone: String
    private var parts: [String: Part] = [:]

    /// An assembler; who has no zone lives in the workspace's.
    public init(zones: ZoneDatabase, defaultZone: String) {
        self.zones = zones
        self.defaultZone = defaultZone
    }

    /// How many users have lines.
    public var userCount: Int { parts.count }

    /// Adds a line.
    public mutating func add(_ line: HistoryLine) {
        switch line {
        case .user(let user):
            parts[user.userID, default: Part()].change.add(user.change)
            if let createdAt = user.createdAt {
                parts[user.userID, default: Part()].createdAt = createdAt
            }
        case .event(let event): parts[event.userID, default: Part()].events.append(event)
        case .mark(let mark):
            switch mark.kind {
            case .mark(let put): parts[mark.userID, default: Part()].marks.append(put)
            case .zone(let zone, let from):
                parts[mark.userID, default: Part()].zones.append((zone, from))
            case .completion(let completion):
                parts[mark.userID, default: Part()].completions.append(completion)
            }
        }
    }

    /// The histories, in the order of the users' ids; of a user who did much, one after the other.
    public consuming func histories() -> [[UserHistory]] {
        let (zones, defaultZone) = (zones, defaultZone)
        return parts.sorted { $0.key < $1.key }.map { id, part in
            Self.histories(of: id, part, zones, defaultZone)
        }
    }

    private static func histories(
        of userID: String,
        _ part: Part,
        _ zones: ZoneDatabase,
        _ defaultZone: String
    ) -> [UserHistory] {
        var first = UserHistory(userID: userID)
        first.change = part.change
        first.createdAt = part.createdAt
        first.zones = stays(part.zones)
        if !first.zones.isEmpty { first.change.zone = .keep }
        first.marks = part.marks.sorted { $0.at < $1.at }
        first.completions = part.completions
        let dating = Dating(first, zones, defaultZone)
        var drafts = part.events.map { event in
            draft(event, of: userID, at: dating.moment(of: event.time))
        }
        drafts.sort { ($0.occurredAt ?? .distantPast) < ($1.occurredAt ?? .distantPast) }
        giveKeys(to: &drafts)
        first.events = Array(drafts.prefix(HistoryLimits.eventsAtOnce))
        first.defersStreaks = first.hasCorrections
        var histories = [first]
        for start in stride(
            from: HistoryLimits.eventsAtOnce,
            to: drafts.count,
            by: HistoryLimits.eventsAtOnce
        ) {
            var next = UserHistory(userID: userID)
            let end = min(start + HistoryLimits.eventsAtOnce, drafts.count)
            next.events = Array(drafts[start..<end])
            next.defersStreaks = first.defersStreaks
            histories.append(next)
        }
        return histories
    }

    /// The zones in their order; the first holds for all time before the second.
    private static func stays(_ zones: [(zone: String, from: Instant?)]) -> [ZoneStay] {
        let ordered = zones.sorted { ($0.from ?? .distantPast) < ($1.from ?? .distantPast) }
        return ordered.enumerated().map { index, stay in
            ZoneStay(from: index == 0 ? .distantPast : stay.from ?? .distantPast, zone: stay.zone)
        }
    }

    /// Events of a history are those of its user, whatever their drafts say.
    private static let nobody = UserKey(hash: 0)

    private static func draft(
        _ event: EventLine,
        of userID: String,
        at moment: Instant
    ) -> EventDraft {
        var draft = plainDraft(event, of: userID, at: moment)
        draft.sharesKey = event.sharesKey && event.key != nil
        // What the lines may carry was checked when they were read.
        draft.allowsUnknownAttributes = true
        return draft
    }

    private static func plainDraft(
        _ event: EventLine,
        of userID: String,
        at moment: Instant
    ) -> EventDraft {
        switch event.source {
        case .metric(let key):
            EventDraft(
                user: nobody,
                userID: userID,
                metricKey: key,
                amount: event.amount,
                attributes: event.attributes,
                occurredAt: moment,
                idempotencyKey: event.key
            )
        case .streak(let key):
            EventDraft(
                user: nobody,
                userID: userID,
                metricKey: Metric.key(ofStreak: key),
                amount: event.amount,
                attributes: event.attributes,
                occurredAt: moment,
                idempotencyKey: event.key,
                tickOf: key
            )
        }
    }

    /// Gives events without a key one that follows from what they say, so that they are known again
    /// when they come once more; of some that say the same, each its own.
    private static func giveKeys(to drafts: inout [EventDraft]) {
        var counts: [String: Int] = [:]
        for index in drafts.indices where drafts[index].idempotencyKey == nil {
            let draft = drafts[index]
            let moment = draft.occurredAt?.microseconds ?? 0
            let carried =
                draft.attributes.isEmpty ? "" : "-" + String(digest(draft.attributes), radix: 36)
            let stem = "import-\(moment)-\(draft.amount)\(carried)"
            let saying = "\(draft.metricKey)\n\(stem)"
            counts[saying, default: 0] += 1
            let count = counts[saying] ?? 1
            drafts[index].idempotencyKey = count == 1 ? stem : "\(stem)-\(count)"
        }
    }

    private static func digest(_ attributes: [String: String]) -> UInt64 {
        var bytes: [UInt8] = []
        for (key, value) in attributes.sorted(by: { $0.key < $1.key }) {
            bytes += Array(key.utf8) + [0] + Array(value.utf8) + [0]
        }
        return Sodium.shortHash(
            of: bytes,
            key: [UInt8](repeating: 0, count: Sodium.shortHashKeyLength)
        )
    }
}

/// When things happened of which only the day is known: at noon where the user was.
private struct Dating {
    private let history: ZoneHistory

    init(_ user: UserHistory, _ zones: ZoneDatabase, _ defaultZone: String) {
        func zone(_ name: String?) -> Zone { (try? zones.zone(named: name ?? defaultZone)) ?? .utc }
        var own: String?
        if case .set(let name) = user.change.zone { own = name }
        guard let first = user.zones.first else {
            history = ZoneHistory(zone(own))
            return
        }
        history = ZoneHistory(
            first: zone(first.zone),
            changes: user.zones.dropFirst().map { stay in
                ZoneHistory.Entry(from: stay.from, zone: zone(stay.zone))
            }
        )
    }

    func moment(of time: EventLine.Time) -> Instant {
        switch time {
        case .at(let moment): return moment
        case .on(let date):
            let noon = WallTime(hour: 12, minute: 0) ?? .midnight
            let rough = Zone.utc.startOfDay(date, resetTime: noon)
            return history.zone(at: rough).startOfDay(date, resetTime: noon)
        }
    }
}

extension UserChange {
    /// Takes in what a later line tells.
    fileprivate mutating func add(_ other: UserChange) {
        if other.name != .keep { name = other.name }
        if other.email != .keep { email = other.email }
        if other.zone != .keep { zone = other.zone }
        if other.deviceTokens != .keep { deviceTokens = other.deviceTokens }
        if other.signUpOn != .keep { (signUpOn, signUpAt) = (other.signUpOn, nil) }
        if let moment = other.signUpAt { (signUpOn, signUpAt) = (.keep, moment) }
        subscribesToEmails = other.subscribesToEmails ?? subscribesToEmails
        attributes.merge(other.attributes) { _, new in new }
    }
}
