/// Users divided by a hash: the same user has the same arm for as long as the salt is the same.
public struct Split: Hashable, Sendable {
    /// What the hash is mixed with, so that two splits are independent of each other.
    public let salt: String
    /// How large each arm is beside the others.
    public let weights: [Int]
    /// Of a thousand users, how many take part.
    public let perMille: Int

    /// How many arms there may be.
    public static let armCounts = 2...4

    /// A split; nothing where it makes no sense.
    public init?(salt: String, weights: [Int], perMille: Int = 1_000) {
        guard Self.armCounts.contains(weights.count), weights.allSatisfy({ 1...1_000 ~= $0 }),
            1...1_000 ~= perMille
        else { return nil }
        self.salt = salt
        self.weights = weights
        self.perMille = perMille
    }

    /// The arm of a user, by the user's own key; nothing for those who take no part.
    public func arm(of user: UserKey) -> Int? {
        let hash = mixed(with: user)
        // Who takes part and in which arm are drawn from different halves of the hash.
        guard Self.draw(hash >> 32, below: 1_000) < UInt64(perMille) else { return nil }
        var rest = Self.draw(hash & 0xFFFF_FFFF, below: UInt64(weights.reduce(0, +)))
        for (arm, weight) in weights.enumerated() {
            if rest < UInt64(weight) { return arm }
            rest -= UInt64(weight)
        }
        return weights.count - 1
    }

    /// A number below a bound, from 32 bits.
    private static func draw(_ bits: UInt64, below bound: UInt64) -> UInt64 {
        (bits * bound) >> 32
    }

    /// The salt's bytes and the key in one number whose bits all depend on all of theirs.
    private func mixed(with user: UserKey) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in salt.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Self.finish(Self.finish(hash) ^ UInt64(bitPattern: user.number))
    }

    private static func finish(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
