import CivilTime
import Engine
import JSONText
import Wire

/// Which reminders users get, as callers say it.
enum ReminderSettingsWire {
    /// Reads settings; what is left out is as it is unless told.
    static func settings(from fields: JSONFields) throws -> ReminderSettings {
        // Which ways are open, the server knows; who sends back what it was shown need not take it out.
        try fields.allowOnly(["kinds", "quietHours", "caps", "locale", "openChannels"])
        var settings = ReminderSettings()
        if let kinds = try fields.optionalObject("kinds") {
            try kinds.allowOnly(ReminderKind.allCases.map(\.rawValue))
            for kind in ReminderKind.allCases {
                guard let fields = try kinds.optionalObject(kind.rawValue) else { continue }
                settings.kinds[kind] = try self.kind(kind, from: fields)
            }
        }
        if let hours = fields["quietHours"] {
            settings.quietHours = hours.isNull ? nil : try quietHours(hours)
        }
        if let caps = try fields.optionalObject("caps") {
            try caps.allowOnly(["perDay", "perWeek"])
            let bounds = Int64(ReminderLimits.cap.lowerBound)...Int64(ReminderLimits.cap.upperBound)
            settings.caps.perDay =
                try caps.optional("perDay").map { Int(try $0.integer(in: bounds)) }
                ?? settings.caps.perDay
            settings.caps.perWeek =
                try caps.optional("perWeek").map { Int(try $0.integer(in: bounds)) }
                ?? settings.caps.perWeek
        }
        if let locale = fields.optional("locale") {
            settings.locale = try self.locale(locale)
        }
        return settings
    }

    /// A language, such as `de` or `de-AT`.
    static func locale(_ cursor: JSONCursor) throws(InvalidInput) -> String {
        let text = try cursor.string()
        guard isLocale(text) else { throw cursor.invalid(localeProblem) }
        return text
    }

    static let localeProblem = "must be a language such as \"de\" or \"pt-BR\""

    /// Whether a text may name a language.
    static func isLocale(_ text: String) -> Bool {
        (2...35).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                    || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-")
            }
    }

    private static func kind(
        _ kind: ReminderKind,
        from fields: JSONFields
    ) throws -> ReminderSettings.KindSettings {
        try fields.allowOnly(["enabled", "channels", "hoursBefore", "minLength", "afterDays"])
        var settings = ReminderSettings.KindSettings(of: kind)
        settings.isEnabled = try fields.bool("enabled")
        if let channels = fields.optional("channels") {
            settings.channels = try self.channels(channels)
        }
        if let hours = fields.optional("hoursBefore") {
            let bounds = ReminderLimits.hours
            settings.hoursBefore = Int(
                try hours.integer(in: Int64(bounds.lowerBound)...Int64(bounds.upperBound))
            )
        }
        if let length = fields.optional("minLength") {
            settings.minimumLength = Int(try length.integer(in: 1...1_000_000))
        }
        if let days = fields.optional("afterDays") { settings.afterDays = try afterDays(days) }
        return settings
    }

    private static func channels(_ cursor: JSONCursor) throws -> [UserPreferences.Channel] {
        let channels = try cursor.strings().map { text throws(InvalidInput) in
            guard let channel = UserPreferences.Channel(rawValue: text) else {
                throw cursor.invalid("may have \"email\" and \"push\"")
            }
            return channel
        }
        return UserPreferences.Channel.allCases.filter(channels.contains)
    }

    private static func afterDays(_ cursor: JSONCursor) throws -> [Int] {
        let days = try cursor.elements(atMost: ReminderLimits.maximumMessages).map {
            Int(try $0.integer(in: 1...Int64(ReminderLimits.maximumDays)))
        }
        guard !days.isEmpty, zip(days, days.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw cursor.invalid("must be numbers of days that grow")
        }
        return days
    }

    private static func quietHours(_ cursor: JSONCursor) throws -> QuietHours {
        let fields = try cursor.fields()
        try fields.allowOnly(["from", "to"])
        let (from, to) = (try fields.required("from"), try fields.required("to"))
        guard let hours = QuietHours(from: try from.wallTime(), to: try to.wallTime()) else {
            throw to.invalid("must be another time than \"from\"")
        }
        return hours
    }
}

// MARK: - Schemas

extension ReminderSettingsWire {
    private static func kindFields(isRequired: Bool) -> [JSONSchema.Field] {
        ReminderKind.allCases.map { kind in
            let schema = isRequired ? shown(kind) : given.orNull
            return isRequired
                ? .field(kind.rawValue, schema) : .optional(kind.rawValue, schema)
        }
    }

    private static let channelList = JSONSchema.array(
        of: .word(of: UserPreferences.Channel.self)
    )
    private static let hours = JSONSchema.object(.field("from", .text), .field("to", .text))
    private static let cap = JSONSchema.integer(
        Int64(ReminderLimits.cap.lowerBound)...Int64(ReminderLimits.cap.upperBound)
    )

    private static func shown(_ kind: ReminderKind) -> JSONSchema {
        var fields: [JSONSchema.Field] = [
            .field("enabled", .boolean), .field("channels", channelList),
        ]
        switch kind {
        case .streakReminder, .streakAtRisk:
            fields += [.field("hoursBefore", .count), .field("minLength", .count)]
        case .reactivation: fields.append(.field("afterDays", .array(of: .count)))
        case .achievement, .recap: break
        }
        return .object(fields)
    }

    private static let given = JSONSchema.object(
        .field("enabled", .boolean),
        .optional("channels", channelList.orNull),
        .optional("hoursBefore", .integer(1...72).orNull),
        .optional("minLength", .integer(1...1_000_000).orNull),
        .optional(
            "afterDays",
            .array(.integer(1...365), 1...ReminderLimits.maximumMessages).orNull
        )
    )

    /// The settings.
    static let settings = JSONSchema.named(
        "ReminderSettings",
        .object(
            .field("kinds", .object(kindFields(isRequired: true))),
            .field("quietHours", hours.orNull),
            .field("caps", .object(.field("perDay", cap), .field("perWeek", cap))),
            .field("locale", .text),
            .field("openChannels", channelList)
        )
    )

    /// What sets them.
    static let body = JSONSchema.object(
        .optional("kinds", JSONSchema.object(kindFields(isRequired: false)).orNull),
        .optional("quietHours", hours.orNull),
        .optional(
            "caps",
            JSONSchema.object(
                .optional("perDay", cap.orNull),
                .optional("perWeek", cap.orNull)
            ).orNull
        ),
        .optional("locale", JSONSchema.text.orNull)
    )
}
