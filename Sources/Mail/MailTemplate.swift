public import Engine

/// What a mail says, with gaps for what is known of its reader.
public struct MailTemplate: Hashable, Sendable {
    /// What it is about: one of these, always the same one in the same mail.
    public var subjects: [String]
    /// What lists of mails show after the subject.
    public var preview: String
    /// What it is made of, from top to bottom.
    public var blocks: [Block]

    /// A template with all its parts.
    public init(subjects: [String], preview: String, blocks: [Block]) {
        self.subjects = subjects
        self.preview = preview
        self.blocks = blocks
    }

    /// A part of a mail.
    public struct Block: Hashable, Sendable {
        /// What it shows.
        public var content: Content
        /// When it is there; always where nothing is said.
        public var condition: EventExpression?
        /// The condition as it was written.
        public var conditionText: String?

        /// A block that is always there.
        public init(_ content: Content) { self.content = content }

        /// The same block, there only when a condition holds.
        public func when(_ condition: String) -> Block {
            var block = self
            block.condition = try? EventExpression(parsing: condition)
            block.conditionText = condition
            return block
        }
    }

    /// What a block shows.
    public enum Content: Hashable, Sendable {
        /// A large line.
        case heading(String)
        /// A paragraph.
        case text(String)
        /// A link that looks like a button.
        case button(String, url: String)
        /// The length of the streak and the last days of it.
        case streak(String)
        /// The achievement with its badge.
        case achievement
        /// What was done, thing by thing.
        case totals
        /// A line across.
        case divider
    }
}
