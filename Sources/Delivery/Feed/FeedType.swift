public import Engine

/// The kinds of events on the stream, by the names that callers know.
///
/// They are the kinds of facts, of which a few share a name here.
public struct FeedType: RawRepresentable, Hashable, Sendable {
    /// The name.
    public let rawValue: String

    /// The type with a name, if there is one.
    public init?(rawValue: String) {
        guard Self.all.contains(where: { $0.rawValue == rawValue }) else { return nil }
        self.rawValue = rawValue
    }

    /// The type of a kind of fact.
    public init(_ kind: Fact.Kind) {
        rawValue =
            switch StreakFact.Kind(rawValue: kind.rawValue) {
            case .started, .extended: "streak.incremented"
            case .lost: "streak.broken"
            default: kind.rawValue
            }
    }

    /// Every type, each once.
    public static let all: [FeedType] = Fact.Kind.all.reduce(into: []) { types, kind in
        let type = FeedType(kind)
        if !types.contains(type) { types.append(type) }
    }

    /// Those that are sent to whoever asks for no type: clients that came before the others know
    /// these alone.
    public static let usual = Set(StreakFact.Kind.allCases.map { FeedType(Fact.Kind($0)) })
}
