import CivilTime

/// Says in plain English why the streak of a group stands where it stands, for people to paste.
public struct GroupSentences {
    /// How many members a sentence names; the others are counted.
    private static let namedMembers = 5

    private let name: String
    private let group: StreakGroup
    private let userName: (UserKey) -> String?

    /// Sentences about a group; `userName` tells by which id callers know a user.
    public init(
        _ name: String,
        _ group: StreakGroup,
        userName: @escaping (UserKey) -> String?
    ) {
        self.name = name
        self.group = group
        self.userName = userName
    }

    /// How the streak stands, in one sentence.
    public func summary(of state: GroupState) -> String {
        let subject = "The group \"\(name)\""
        let since = state.startedOn.map { ", since \($0.iso8601)" } ?? ""
        let ends = state.deadline.map {
            "; it ends at \(StreakSentences.text($0, in: group.zone)) unless enough members do it"
        }
        return switch state.status {
        case .none: "\(subject) has never had a streak\(tooFew(in: state))."
        case .extended:
            "\(subject) has a streak of \(state.length)\(since); the current period counts."
        case .alive:
            "\(subject) has a streak of \(state.length)\(since); the current period does not "
                + "count yet\(ends ?? "")."
        case .broken:
            "\(subject) has lost its streak"
                + (state.brokenOn.map { " on \($0.iso8601)" } ?? "") + "\(tooFew(in: state))."
        }
    }

    /// What a period was found to be, in one sentence.
    public func sentence(_ period: GroupPeriod) -> String {
        let first = period.dates.lowerBound.iso8601
        let last = period.dates.upperBound.iso8601
        let when = first == last ? "On \(first)" : "From \(first) to \(last)"
        guard period.members.count >= GroupJudge.minimumMembers else {
            let members = period.members.isEmpty ? "no member" : "only one member"
            return "\(when) the group had \(members), so nothing could count\(ended(period))."
        }
        let asked = "\(period.needed) of \(period.members.count) had to"
        return switch period.verdict {
        case .satisfied: "\(when) \(did(period)); \(asked), and the length became \(period.length)."
        case .covered: "\(when) \(did(period)); \(asked), so the length stayed \(period.length)."
        case .open:
            "\(when) \(did(period)); \(asked), and there is time until "
                + "\(StreakSentences.text(period.at, in: group.zone))."
        case .missed: "\(when) \(did(period)); \(asked)\(ended(period))."
        }
    }

    private func tooFew(in state: GroupState) -> String {
        guard let current = state.periods.last,
            current.members.count < GroupJudge.minimumMembers
        else { return "" }
        return "; it needs at least \(GroupJudge.minimumMembers) members"
    }

    private func ended(_ period: GroupPeriod) -> String {
        guard period.verdict == .missed, period.lengthBefore > 0 else { return "" }
        return ", and the streak of \(period.lengthBefore) ended"
    }

    /// Who did it, who was covered, and who did not.
    private func did(_ period: GroupPeriod) -> String {
        let done = period.members.filter(\.part.isDone)
        let covered = period.members.filter(\.part.isCovered)
        let rest = period.members.filter { !$0.part.isDone && !$0.part.isCovered }
        var parts: [String] = [done.isEmpty ? "nobody did it" : "\(names(done)) did it"]
        if !covered.isEmpty {
            parts.append("\(names(covered)) \(covered.count == 1 ? "was" : "were") covered")
        }
        if !rest.isEmpty, !done.isEmpty || !covered.isEmpty {
            parts.append("\(names(rest)) did not\(period.verdict == .open ? " yet" : "")")
        }
        return parts.joined(separator: ", ")
    }

    private func names(_ members: [GroupPeriod.Member]) -> String {
        let named = members.prefix(Self.namedMembers).map { userName($0.user) ?? "somebody" }
        let others = members.count - named.count
        guard others == 0 else {
            return named.joined(separator: ", ") + " and \(others) other\(others == 1 ? "" : "s")"
        }
        guard let last = named.last, named.count > 1 else { return named.first ?? "" }
        return named.dropLast().joined(separator: ", ") + " and \(last)"
    }
}
