public import Catalogue
import CivilTime
public import Engine
import HTTP
import JSONText
public import Webhooks
import Wire

/// What a workspace should be set up as, in one document that people keep with their code.
///
/// Items are called by what people know them by. A part that is not there is left alone.
public struct ConfigurationDocument: Sendable {
    private let fields: JSONFields

    /// The version of the format.
    static let version: Int64 = 1

    /// The document that a text is.
    public init(_ text: [UInt8]) throws {
        fields = try JSONCursor(try JSON(parsing: text)).fields()
        try fields.allowOnly(["$schema", "laurel"] + Part.allCases.map(\.rawValue))
        guard try fields.integer("laurel") == Self.version else {
            throw fields.invalid("laurel", "must be \(Self.version), the version of the format")
        }
    }

    /// A part of the document, in the order in which they are set up.
    enum Part: String, CaseIterable {
        case metrics
        case attributes
        case streaks
        case achievements
        case points
        case boards
        case experiments
        case webhooks
        case templates
    }

    /// What is needed beside the configuration to read a document.
    public struct Surroundings: Sendable {
        let webhooks: Webhooks
        let variable: @Sendable (String) -> String?

        /// The webhooks' dialects, and the variables of the environment, by which secrets are named.
        public init(_ webhooks: Webhooks, variable: @escaping @Sendable (String) -> String?) {
            self.webhooks = webhooks
            self.variable = variable
        }
    }

    /// Has everything as the document says, and archives what it does not name, if that is wanted.
    public func put(
        on bench: ConfigurationBench,
        beside surroundings: Surroundings,
        prunes: Bool,
        scope: StreakChangeScope = .future
    ) throws -> [ConfigurationStep] {
        var steps: [ConfigurationStep] = []
        let metrics = try metrics()
        for draft in metrics ?? [] { steps += try bench.put(draft).map { [$0] } ?? [] }
        let attributes = try attributes()
        for draft in attributes ?? [] { steps += try bench.put(draft).map { [$0] } ?? [] }
        let experiments = try experiments()
        let ending = experiments?.filter(\.isToEnd).map(\.key) ?? []
        steps += try bench.endExperiments(Set(ending))
        let rulebook = try bench.rulebook()
        let streaks = try streaks(StreakRuleReader(rulebook: rulebook, zones: bench.zones))
        for draft in streaks ?? [] { steps += try bench.put(draft, for: scope).map { [$0] } ?? [] }
        let achievements = try achievements()
        for wanted in achievements ?? [] {
            let change = try wanted.change(rulebook) { try bench.achievement(named: $0)?.publicID }
            steps += try bench.put(change, named: wanted.name).map { [$0] } ?? []
        }
        let named = try bench.rulebook()
        let points = try points(named) { try bench.achievement(named: $0)?.publicID }
        for wanted in points ?? [] { steps += try bench.put(wanted) }
        let boards = try boards()
        for wanted in boards ?? [] {
            let change = try wanted.change(named) { try bench.pointsSystem(key: $0)?.publicID }
            steps += try bench.put(change).map { [$0] } ?? []
        }
        let reader = StreakRuleReader(rulebook: named, zones: bench.zones)
        for wanted in experiments ?? [] {
            steps += try bench.put(try wanted.change(reader, .on(bench))).map { [$0] } ?? []
        }
        let webhooks = try webhooks(surroundings)
        if let webhooks { steps += try bench.put(webhooks) }
        let templates = try templates()
        for wanted in templates ?? [] {
            let step = try bench.put(template: wanted.content, of: wanted.kind, wanted.locale)
            steps += step.map { [$0] } ?? []
        }
        guard prunes else { return steps }
        if let templates { steps += try bench.pruneTemplates(keeping: Set(templates.map(\.name))) }
        if let webhooks { steps += try bench.pruneWebhooks(keeping: webhooks) }
        if let experiments {
            steps += try bench.pruneExperiments(keeping: Set(experiments.map(\.key)))
        }
        if let boards { steps += try bench.pruneBoards(keeping: Set(boards.map(\.key))) }
        if let points { steps += try bench.prunePoints(keeping: points) }
        if let achievements {
            steps += try bench.pruneAchievements(keeping: Set(achievements.map(\.name)))
        }
        if let streaks { steps += try bench.pruneStreaks(keeping: Set(streaks.map(\.key))) }
        if let attributes {
            steps += try bench.pruneAttributes { attribute in
                attributes.contains { $0.kind == attribute.kind && $0.key == attribute.key }
            }
        }
        if let metrics { steps += try bench.pruneMetrics(keeping: Set(metrics.map(\.key))) }
        try checkNames(on: bench)
        return steps
    }

    /// Checks that nothing names what the same document has archived.
    private func checkNames(on bench: ConfigurationBench) throws {
        let rulebook = try bench.rulebook()
        _ = try points(rulebook) { try bench.achievement(named: $0)?.publicID }
        for wanted in try boards() ?? [] {
            _ = try wanted.change(rulebook) { try bench.pointsSystem(key: $0)?.publicID }
        }
        let reader = StreakRuleReader(rulebook: rulebook, zones: bench.zones)
        for wanted in try experiments() ?? [] { _ = try wanted.change(reader, .on(bench)) }
    }
}

// MARK: - Parts

extension ConfigurationDocument {
    /// The items of a part, each read; nothing where the part is not there.
    ///
    /// No two have one name.
    private func items<Value>(
        _ part: Part,
        _ read: (JSONFields) throws -> (name: String, value: Value)
    ) throws -> [Value]? {
        guard let elements = try fields.optionalArray(part.rawValue) else { return nil }
        var names: Set<String> = []
        return try elements.map { element in
            let (name, value) = try read(try element.fields())
            guard names.insert(name).inserted else {
                throw element.invalid("is called as an earlier one: \"\(name.excerpt)\"")
            }
            return value
        }
    }

    private func metrics() throws -> [MetricDraft]? {
        try items(.metrics) { fields in
            try fields.allowOnly(["key", "name", "unitType", "units"])
            let key = try NameAlphabet.dotted.name(
                of: try fields.required("key"),
                upTo: WireLimits.maximumNameLength
            )
            let draft = MetricDraft(
                key: key,
                name: try fields.text("name", .filled(WireLimits.maximumNameLength)),
                unitType: try fields.word("unitType", Metric.UnitType.self) ?? .number,
                units: try fields.optionalText("units", .any(WireLimits.maximumNameLength)) ?? ""
            )
            return (key, draft)
        }
    }

    private func attributes() throws -> [AttributeDraft]? {
        try items(.attributes) { fields in
            try fields.allowOnly(["type", "key", "name"])
            guard let kind = try fields.word("type", Attribute.Kind.self) else {
                throw fields.invalid("type", "is required")
            }
            let key = try fields.referenceKey()
            let name = try fields.text("name", .filled(WireLimits.maximumNameLength))
            return ("\(kind.rawValue) \(key)", AttributeDraft(kind: kind, key: key, name: name))
        }
    }

    private static let streakFields =
        ["key", "name", "description", "primary", "status", "ticks"]
        + [
            "sources", "evaluationMode", "window", "condition", "minimumPerEvent", "daysOff",
            "restDays", "gracePeriods", "resetOnMiss", "freezes", "milestones", "atRiskSeconds",
            "customizationEnabled",
        ]

    private func streaks(_ reader: StreakRuleReader) throws -> [StreakDraft]? {
        let drafts = try items(.streaks) { fields in
            try fields.allowOnly(Self.streakFields)
            let draft = try StreakDefinitionWire.draft(
                from: fields,
                reader,
                takesTicks: try fields.optionalBool("ticks") ?? false
            )
            return (draft.key, draft)
        }
        guard let drafts, drafts.count(where: \.isPrimary) > 1 else { return drafts }
        throw fields.invalid("streaks", "has more than one that is primary")
    }

    private func achievements() throws -> [WantedAchievement]? {
        let wanted = try items(.achievements) { fields in
            let achievement = try WantedAchievement(fields)
            return (achievement.name, achievement)
        }
        // What consists of others comes after them.
        guard let wanted else { return nil }
        return wanted.filter { $0.kind != .composite } + wanted.filter { $0.kind == .composite }
    }

    private func points(
        _ rulebook: Rulebook,
        _ achievement: (String) throws -> String?
    ) throws -> [PointsSystemChange]? {
        try items(.points) { fields in
            let system = try WantedPoints.system(fields, rulebook, achievement)
            return (system.key ?? "", system)
        }
    }

    private func boards() throws -> [WantedBoard]? {
        try items(.boards) { fields in
            let board = try WantedBoard(fields)
            return (board.key, board)
        }
    }

    private func experiments() throws -> [WantedExperiment]? {
        try items(.experiments) { fields in
            let experiment = try WantedExperiment(fields)
            return (experiment.key, experiment)
        }
    }

    private func webhooks(_ surroundings: Surroundings) throws -> [WantedWebhook]? {
        // Several may have one address.
        try fields.optionalArray(Part.webhooks.rawValue)?.map { element in
            try WantedWebhook(try element.fields(), surroundings)
        }
    }

    private func templates() throws -> [WantedTemplate]? {
        try items(.templates) { fields in
            let template = try WantedTemplate(fields)
            return (template.name, template)
        }
    }
}
