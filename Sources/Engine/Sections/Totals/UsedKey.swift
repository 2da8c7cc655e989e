/// An idempotency key of a user, at the place where it can be used once.
///
/// Two keys are the same byte by byte, and not as texts that look alike.
public struct UsedKey: Sendable {
    /// The metric for whose events it holds; nothing where it is one for all of the user's events.
    public let metric: MetricID?
    /// The caller's key.
    public let key: String

    /// A key for the events of a metric, or for all of them.
    public init(metric: MetricID?, key: String) {
        self.metric = metric
        self.key = key
    }

    /// The key of an event.
    init(_ key: String, of metric: MetricID, isShared: Bool) {
        self.init(metric: isShared ? nil : metric, key: key)
    }
}

extension UsedKey: Hashable {
    /// Whether two keys are the same.
    public static func == (left: UsedKey, right: UsedKey) -> Bool {
        left.metric == right.metric && left.key.isSameID(as: right.key)
    }

    /// Adds what tells keys apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(metric)
        // Texts of the same bytes are the same text, and hashed much faster as one.
        hasher.combine(key)
    }
}
