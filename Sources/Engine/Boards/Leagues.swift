/// Small groups of users in tiers: at the end of each run, the best of each group go up a tier, and the
/// last ones go down.
public struct Leagues: Hashable, Sendable {
    /// How many users a bracket has.
    public let size: Int
    /// How many tiers there are; the first one is where everybody begins.
    public let tiers: Int
    /// How many of a bracket go up.
    public let promoted: Int
    /// How many of a bracket go down.
    public let relegated: Int

    /// Leagues with all their parts.
    public init(size: Int, tiers: Int, promoted: Int, relegated: Int) {
        self.size = size
        self.tiers = tiers
        self.promoted = promoted
        self.relegated = relegated
    }
}

extension Leagues {
    /// Whether it makes sense.
    var isSound: Bool {
        EngineLimits.leagueSizes.contains(size) && EngineLimits.leagueTiers.contains(tiers)
            && promoted >= 0 && relegated >= 0 && promoted + relegated <= size
    }

    /// Where somebody goes from a place in a bracket of so many.
    ///
    /// Whoever goes up does not go down, however few there are.
    public func move(from position: Int, of count: Int) -> Move {
        if position < promoted { return .up }
        return position >= count - relegated ? .down : .stay
    }

    /// The tier after a run, from a place in a bracket of a tier.
    public func tier(after tier: Int, from position: Int, of count: Int) -> Int {
        switch move(from: position, of: count) {
        case .up: min(tier + 1, tiers)
        case .down: max(tier - 1, 1)
        case .stay: min(max(tier, 1), tiers)
        }
    }

    /// What the end of a run does to somebody.
    public enum Move: Hashable, Sendable {
        case up
        case stay
        case down
    }
}

/// A bracket of users: which one it is of its tier.
public struct LeagueBracket: Hashable, Comparable, Sendable {
    /// The tier, from one.
    public let tier: Int
    /// The number of the bracket in its tier, from one.
    public let number: Int

    /// A bracket of a tier.
    public init(tier: Int, number: Int) {
        self.tier = tier
        self.number = number
    }

    /// The bracket that a text such as `2.17` names.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let tier = parts[0], let number = parts[1], tier > 0, number > 0
        else { return nil }
        self.init(tier: tier, number: number)
    }

    /// How callers name it.
    public var text: String { "\(tier).\(number)" }

    /// Those who are ranked among themselves in it.
    public var group: BoardGroup { BoardGroup(text: text) }

    /// Orders brackets by their tiers.
    public static func < (left: LeagueBracket, right: LeagueBracket) -> Bool {
        (left.tier, left.number) < (right.tier, right.number)
    }
}

extension BoardGroup {
    /// Those who wait for a bracket.
    public static let waiting = BoardGroup(text: "?")

    /// The bracket that it is, of a leaderboard with leagues.
    public var bracket: LeagueBracket? { LeagueBracket(text) }
}

extension Board {
    /// Whether users are ranked in groups.
    public var isDivided: Bool { !breakdown.isEmpty || leagues != nil }
}
