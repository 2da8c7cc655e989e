public import CivilTime

/// The number of a group.
public struct StreakGroupID: Hashable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The group with this number.
    public init(_ number: Int64) { self.number = number }
}

/// Users who keep one streak together (R21): a pair of friends, a team, a class.
public struct StreakGroup: Hashable, Sendable {
    /// How many of its members have to satisfy a period for it to count.
    public enum Requirement: Hashable, Sendable {
        /// Every one.
        case all
        /// Anyone.
        case any
        /// So many, or all where there are fewer.
        case count(Int)
    }

    /// From when until when a user belongs to a group.
    public struct Membership: Hashable, Sendable {
        /// The user.
        public let user: UserKey
        /// The first date on which the user belongs to it.
        public let joinedOn: CivilDate
        /// The first date on which the user no longer does.
        public var leftOn: CivilDate?

        /// A membership from a date on.
        public init(user: UserKey, joinedOn: CivilDate, leftOn: CivilDate? = nil) {
            self.user = user
            self.joinedOn = joinedOn
            self.leftOn = leftOn
        }

        /// What two users who are one were members of: the dates of either, each once.
        public static func united(_ memberships: [Membership], of user: UserKey) -> [Membership] {
            var united: [Membership] = []
            for next in memberships.sorted(by: { $0.joinedOn < $1.joinedOn }) {
                let next = Membership(user: user, joinedOn: next.joinedOn, leftOn: next.leftOn)
                guard let last = united.last, last.leftOn.map({ next.joinedOn <= $0 }) ?? true
                else {
                    united.append(next)
                    continue
                }
                let ends = [last.leftOn, next.leftOn].compactMap(\.self)
                united[united.count - 1].leftOn = ends.count == 2 ? ends.max() : nil
            }
            return united
        }

        /// Whether the user belongs to the group on all of some dates.
        public func covers(_ dates: ClosedRange<CivilDate>) -> Bool {
            joinedOn <= dates.lowerBound && (leftOn.map { dates.upperBound < $0 } ?? true)
        }
    }

    /// How many members have to satisfy a period.
    public let requirement: Requirement
    /// The zone whose dates are the group's.
    public let zone: Zone
    /// Who belongs to it, and when.
    public var memberships: [Membership]

    /// A group with all its parts.
    public init(requirement: Requirement, zone: Zone, memberships: [Membership]) {
        self.requirement = requirement
        self.zone = zone
        self.memberships = memberships
    }

    /// Who belongs to it on all of some dates, in the order of joining.
    public func members(on dates: ClosedRange<CivilDate>) -> [UserKey] {
        memberships.filter { $0.covers(dates) }.map(\.user)
    }

    /// Everybody who belongs to it or has belonged to it.
    public var users: Set<UserKey> { Set(memberships.map(\.user)) }
}

extension StreakGroup.Requirement {
    /// How many of so many members have to satisfy a period.
    public func needed(of memberCount: Int) -> Int {
        switch self {
        case .all: memberCount
        case .any: min(1, memberCount)
        case .count(let count): min(count, memberCount)
        }
    }
}
