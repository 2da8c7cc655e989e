/// What is known of the reader of a mail and of what it is about.
public struct MailValues: Sendable {
    /// A day of a streak, as a mail shows it.
    public struct Day: Hashable, Sendable {
        /// Its letter, such as `M`.
        public let letter: String
        /// Whether it was kept.
        public let isKept: Bool

        /// A day of a streak.
        public init(letter: String, isKept: Bool) {
            self.letter = letter
            self.isKept = isKept
        }
    }

    /// Something that was done, and how much of it.
    public struct Total: Hashable, Sendable {
        /// What it is called.
        public let name: String
        /// How much.
        public let amount: String

        /// Something that was done.
        public init(name: String, amount: String) {
            self.name = name
            self.amount = amount
        }
    }

    /// Texts by their names, such as `user.name`.
    public var texts: [String: String] = [:]
    /// The last days of the streak, oldest first.
    public var days: [Day] = []
    /// What was done.
    public var totals: [Total] = []
    /// Where the picture of an achievement is.
    public var badgeURL: String?
    /// Chooses one of several subjects.
    public var variation = 0

    /// Nothing yet.
    public init() {}

    /// Whether a text or a condition may ask for a value by a name.
    static func isName(_ name: String) -> Bool {
        names.contains(name) || name.hasPrefix(attributePrefix)
    }

    /// What stands before the keys of users' attributes.
    public static let attributePrefix = "user.attributes."

    private static let names: Set<String> = [
        "user.id", "user.name", "app.name", "app.url", "streak.length", "streak.longest",
        "streak.isLongest", "streak.freezes", "streak.unit", "streak.units", "streak.hoursLeft",
        "achievement.name", "achievement.description", "achievement.category", "recap.unit",
        "recap.from", "recap.to", "days.silent", "message.number",
    ]
}
