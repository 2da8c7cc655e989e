public import Engine
import Storage

extension ItemIssue {
    /// What to fix, in a sentence that names no field and no route of any wire.
    public var message: String {
        switch self {
        case .notFound(let kind): "\(kind.title) not found by ID"
        case .keyInUse(.attribute): "Key already in use by another attribute of this type"
        case .keyInUse(let kind): "Key already in use by another \(kind.noun)"
        case .nameInUse(let kind): "The name is that of another \(kind.noun)."
        case .unusableKey(let kind, let problem):
            "The key of the \(kind.noun) \(problem). Choose another."
        case .tooMany(let kind, let maximum):
            "A workspace has at most \(maximum) \(kind.noun)s. Archive one that you no longer need."
        case .tooManyNewMetrics(let maximum, let key):
            "The metric \"\(key.excerpt)\" is new, and there are as many as may come by themselves "
                + "(\(maximum)). Create it first."
        case .tooManyVersions(let maximum):
            "The rule of a streak can change \(maximum) times. Archive this streak and create "
                + "another."
        case .contradiction(let problem): problem.plainSentence
        case .contradictionOfPoints(let problem): PointsProblem.plainly(problem)
        case .contradictionOfBoard(let problem): problem.sentence
        case .metricOfBoard(let name):
            "The leaderboard \"\(name)\" is ranked by this metric. Delete the leaderboard first."
        case .attributeOfBoard(let name):
            "The leaderboard \"\(name)\" asks for this attribute. Delete the leaderboard first."
        case .missing(.metric): "A streak must name metrics that exist. One has been deleted."
        case .missing(.filter): "A streak must name attributes that exist. One was deleted."
        case .missing(.field): "A condition must name an attribute that exists."
        case .lacking(let part, let kind?):
            "\(part.noun) is required for \(kind.noun) achievements"
        case .lacking(let part, nil): "\(part.noun) is required"
        case .consistsOfItself: "An achievement must not lead back to itself"
        case .isPart(let whole):
            "Achievement is a part of \"\(whole)\"; change or delete that one first"
        case .attributeOfAchievement(let name):
            "The achievement \"\(name)\" asks for this attribute. Take it out of the achievement "
                + "first, or delete that."
        case .attributeOfStreak(let key):
            "The rule of the streak \"\(key)\" asks for this attribute, or once did. Archive the "
                + "streak first."
        case .metricOfStreak(let key):
            "The streak \"\(key)\" counts this metric. Take the metric out of the streak first, or "
                + "archive the streak."
        case .customerExists(let customer, nil):
            "Customer ID \"\(customer)\" already exists in this environment"
        case .customerExists(let customer, _?):
            "Customer ID \"\(customer)\" already exists in this environment, archived. Bring it "
                + "back, or choose another."
        case .told(let sentence): sentence
        }
    }
}

extension ItemKind {
    /// What a sentence calls an item.
    fileprivate var noun: String {
        switch self {
        case .streak: "streak definition"
        case .tokenKey: "token key"
        case .pointsSystem: "points system"
        case .pointsTrigger: "points trigger"
        case .pointsLevel: "level"
        case .pointsBoost: "points boost"
        case .template: "message template"
        case .metric, .attribute, .achievement, .amnesty, .tenant, .settings, .key, .badge,
            .webhook, .admin, .user, .leaderboard, .experiment:
            rawValue
        }
    }

    /// The same at the beginning of a sentence.
    fileprivate var title: String { noun.prefix(1).uppercased() + noun.dropFirst() }
}

extension AchievementTrigger.Kind {
    /// What a sentence calls achievements with such a trigger.
    public var noun: String { self == .composite ? "composite" : rawValue }
}

extension ItemIssue.AchievementPart {
    fileprivate var noun: String {
        switch self {
        case .name: "name"
        case .trigger: "trigger"
        case .metric: "A metric"
        case .amount: "A total of the metric"
        case .streakLength: "A length"
        case .key: "A key"
        case .years: "A number of years"
        case .parts: "What it consists of"
        }
    }
}
