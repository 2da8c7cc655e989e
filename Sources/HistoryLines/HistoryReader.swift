public import CivilTime
public import Engine
import HTTP
public import JSONText
import Wire

/// Reads lines of histories, and says of each that is none why.
///
/// It is strict: a field that nobody knows is refused, since leaving it out would import something
/// else than was meant.
public struct HistoryReader: Sendable {
    let rulebook: Rulebook
    let zones: ZoneDatabase
    let now: Instant
    /// Whether metrics and attributes may come that nobody has set up.
    let allowsNewMetrics: Bool
    let allowsNewAttributes: Bool

    /// A reader of what is for one workspace, at a moment.
    public init(
        rulebook: Rulebook,
        zones: ZoneDatabase,
        now: Instant,
        allowsNewMetrics: Bool = false,
        allowsNewAttributes: Bool = false
    ) {
        self.rulebook = rulebook
        self.zones = zones
        self.now = now
        self.allowsNewMetrics = allowsNewMetrics
        self.allowsNewAttributes = allowsNewAttributes
    }

    /// The line that some text is.
    public func line(_ bytes: [UInt8]) -> Result<HistoryLine, HistoryProblem> {
        do {
            return .success(try line(try JSONCursor(try JSON(parsing: bytes)).fields()))
        } catch {
            return .failure(HistoryProblem(HTTPError(error).message))
        }
    }

    /// The line that some fields are.
    public func line(_ fields: JSONFields) throws -> HistoryLine {
        if fields.has("mark") { return .mark(try mark(fields)) }
        if fields.has("metric") || fields.has("streak") { return .event(try event(fields)) }
        guard fields.has("id") else {
            throw InvalidInput(
                path: "",
                problem:
                    "A line needs \"id\" (a user), \"metric\" or \"streak\" (an event), or \"mark\""
            )
        }
        return .user(try user(fields))
    }
}

/// Why a line is none.
public struct HistoryProblem: Error, Hashable, Sendable {
    /// A sentence.
    public let reason: String

    /// A problem, as a sentence.
    public init(_ reason: String) { self.reason = reason }
}

// MARK: - Users

extension HistoryReader {
    private static let userFields = [
        "id", "name", "email", "tz", "signUpDate", "attributes", "subscribeToEmails",
        "deviceTokens", "created",
    ]

    private func user(_ fields: JSONFields) throws -> UserLine {
        try fields.allowOnly(Self.userFields)
        var change = UserChange()
        change.name = try fields.told("name") {
            try TextRule.any(WireLimits.maximumNameLength).text(of: $0)
        }
        change.email = try fields.told("email") {
            try TextRule.filled(HistoryLimits.maximumEmailLength).text(of: $0)
        }
        change.zone = try fields.told("tz") { try $0.zone(in: zones).identifier }
        if let signUp = fields.optional("signUpDate") {
            let isDay = try signUp.string().utf8.count <= "2026-01-31".utf8.count
            if isDay {
                change.signUpOn = .set(try signUp.date())
            } else {
                change.signUpAt = try signUp.instant()
            }
        }
        change.deviceTokens = try fields.told("deviceTokens") { cursor in
            let rule = TextRule.filled(HistoryLimits.maximumDeviceTokenLength)
            return try cursor.elements(atMost: HistoryLimits.maximumDeviceTokens, "tokens")
                .map { try rule.text(of: $0) }
        }
        change.subscribesToEmails = try fields.optionalBool("subscribeToEmails")
        change.attributes = try attributes(.user, fields).mapValues(Optional.some)
        return UserLine(
            userID: try userID("id", fields),
            change: change,
            createdAt: try moment("created", fields)
        )
    }

    func userID(_ name: String, _ fields: JSONFields) throws -> String {
        let cursor = try fields.required(name)
        // Tables of other systems often have numbers.
        let id: String =
            switch cursor.json {
            case .number(let number): number.literal
            default: try cursor.string()
            }
        if let problem = UserName.problem(with: id) { throw cursor.invalid(problem) }
        return id
    }

    /// A moment that is over.
    func moment(_ name: String, _ fields: JSONFields) throws -> Instant? {
        guard let cursor = fields.optional(name) else { return nil }
        let moment = try cursor.instant()
        guard moment <= latest else {
            throw cursor.invalid("must not be in the future")
        }
        return moment
    }

    /// Until when a moment is no future one.
    var latest: Instant { now.adding(seconds: EngineLimits.maximumClockSkew) }

    private func attributes(
        _ kind: Attribute.Kind,
        _ fields: JSONFields
    ) throws -> [String: String] {
        guard let cursor = fields.optional("attributes") else { return [:] }
        let rule = TextRule.any(WireLimits.maximumAttributeLength)
        var values: [String: String] = [:]
        for (key, value) in try cursor.entries(atMost: HistoryLimits.maximumAttributes) {
            values[key] = try value.scalarText(rule, numbers: rule, expected: "a text")
        }
        let unknown = rulebook.unknownKeys(kind, among: values.keys)
        guard allowsNewAttributes || unknown.isEmpty else {
            let list = unknown.sorted().map { "\"\($0.excerpt)\"" }.joined(separator: ", ")
            throw cursor.invalid("has \(list), which has not been set up")
        }
        return values
    }
}

// MARK: - Events

extension HistoryReader {
    private static let eventFields = [
        "user", "metric", "streak", "value", "timestamp", "idempotencyKey", "keyOfUser",
        "attributes",
    ]

    private func event(_ fields: JSONFields) throws -> EventLine {
        try fields.allowOnly(Self.eventFields)
        let key = try fields.optionalText(
            "idempotencyKey",
            .filled(HistoryLimits.maximumKeyLength)
        )
        return EventLine(
            userID: try userID("user", fields),
            source: try source(fields),
            time: try time(fields),
            amount: try fields.optional("value")?.amount() ?? Amount(1),
            key: key,
            sharesKey: try fields.optionalBool("keyOfUser") ?? false,
            attributes: try attributes(.event, fields)
        )
    }

    /// What an event is of.
    func source(_ fields: JSONFields) throws -> EventLine.Source {
        if let cursor = fields.optional("streak") {
            guard !fields.has("metric"), !fields.has("value") else {
                throw cursor.invalid("comes without a metric and a value")
            }
            let key = try cursor.string()
            let ticks = rulebook.metric(key: Metric.key(ofStreak: key))
            guard let streak = rulebook.streak(key: key), let ticks,
                streak.rule.sources.contains(where: { $0.metric == ticks.id })
            else { throw cursor.invalid("must be the key of a streak that takes ticks") }
            return .streak(key)
        }
        let cursor = try fields.required("metric")
        let key = try NameAlphabet.dotted.name(of: cursor, upTo: WireLimits.maximumNameLength)
        if let metric = rulebook.metric(key: key) {
            guard !metric.isOfStreak else { throw cursor.invalid("must not be a streak's own") }
        } else if !allowsNewMetrics {
            throw cursor.invalid("is unknown: \"\(key.excerpt)\"")
        }
        return .metric(key)
    }

    private func time(_ fields: JSONFields) throws -> EventLine.Time {
        let cursor = try fields.required("timestamp")
        if try cursor.string().utf8.count <= "2026-01-31".utf8.count {
            let date = try cursor.date()
            let latest = Zone.utc.civilDate(at: now).adding(days: 1)
            guard date <= latest else { throw cursor.invalid("must not be in the future") }
            return .on(date)
        }
        guard let moment = try moment("timestamp", fields) else {
            throw cursor.invalid("is required")
        }
        return .at(moment)
    }
}

extension JSONFields {
    /// A value that is told, or nothing to say.
    fileprivate func told<Value: Sendable>(
        _ name: String,
        _ read: (JSONCursor) throws -> Value
    ) throws -> Change<Value> {
        guard let cursor = optional(name) else { return .keep }
        return .set(try read(cursor))
    }
}
