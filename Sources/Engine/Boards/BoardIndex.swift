/// The leaderboards of a workspace, found by what they are ranked by.
public struct BoardIndex: Sendable {
    /// All of them, oldest first.
    public let all: [Board]
    private let byKey: [String: Board]
    private let byID: [BoardID: Board]
    private let byMetric: [MetricID: [Board]]
    private let bySystem: [PointsSystemID: [Board]]
    /// Those that are ranked by the primary streak.
    let ofStreaks: [Board]
    /// Those that count the last days alone.
    let rolling: [Board]
    /// Those for which attributes of users matter.
    let asking: [Board]
    /// Whether one of them counts some hours of the day alone.
    let haveHours: Bool

    /// No leaderboards.
    public static let empty = BoardIndex([])

    /// Compiles leaderboards.
    public init(_ boards: [Board]) {
        all = boards
        byKey = Dictionary(boards.map { ($0.key, $0) }) { first, _ in first }
        byID = Dictionary(boards.map { ($0.id, $0) }) { first, _ in first }
        let counting = boards.filter { $0.state != .inactive }
        var byMetric: [MetricID: [Board]] = [:]
        var bySystem: [PointsSystemID: [Board]] = [:]
        for board in counting {
            switch board.source {
            case .metric(let metric): byMetric[metric, default: []].append(board)
            case .points(let system): bySystem[system, default: []].append(board)
            case .streak: break
            }
        }
        self.byMetric = byMetric
        self.bySystem = bySystem
        ofStreaks = counting.filter { $0.source == .streak }
        rolling = counting.filter { $0.rollingDays != nil }
        asking = counting.filter(\.asksForAttributes)
        haveHours = counting.contains { $0.hours != nil }
        isEmpty = counting.isEmpty
    }

    /// Whether nothing counts for any leaderboard.
    public let isEmpty: Bool

    /// The leaderboard with a key.
    public subscript(key key: String) -> Board? {
        byKey[key].flatMap { $0.key.isSameID(as: key) ? $0 : nil }
    }

    /// The leaderboard with a number.
    public subscript(id: BoardID) -> Board? { byID[id] }

    /// Those for which what is done of a metric counts.
    func boards(of metric: MetricID) -> [Board] { byMetric[metric] ?? [] }

    /// Those for which points of a system count.
    func boards(of system: PointsSystemID) -> [Board] { bySystem[system] ?? [] }

    /// Whether points of any system count for one.
    var hasPoints: Bool { !bySystem.isEmpty }

    /// Those that count, oldest first.
    public var counting: [Board] { all.filter { $0.state != .inactive } }
}
