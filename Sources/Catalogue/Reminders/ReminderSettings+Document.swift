import CivilTime
public import Engine
public import JSONText

extension ReminderSettings {
    /// Writes them as callers see them and as they are kept.
    public func write(to object: inout JSONObjectWriter) {
        object.object("kinds") { kinds in
            for kind in ReminderKind.allCases {
                kinds.object(kind.rawValue) { Self.write(self[kind], of: kind, to: &$0) }
            }
        }
        if let quietHours {
            object.object("quietHours") { hours in
                hours.field("from", quietHours.from.description)
                hours.field("to", quietHours.to.description)
            }
        } else {
            object.null("quietHours")
        }
        object.object("caps") { object in
            object.field("perDay", caps.perDay)
            object.field("perWeek", caps.perWeek)
        }
        object.field("locale", locale)
    }

    private static func write(
        _ settings: KindSettings,
        of kind: ReminderKind,
        to object: inout JSONObjectWriter
    ) {
        object.field("enabled", settings.isEnabled)
        object.field("channels", settings.channels.map(\.rawValue))
        switch kind {
        case .streakReminder, .streakAtRisk:
            object.field("hoursBefore", settings.hoursBefore)
            object.field("minLength", settings.minimumLength)
        case .reactivation:
            object.array("afterDays") { array in
                for days in settings.afterDays { array.element(Int64(days)) }
            }
        case .achievement, .recap: break
        }
    }

    /// What is kept; what it lacks is as usual.
    init(stored fields: JSONFields) {
        self.init()
        if let caps = fields["caps"].flatMap({ try? $0.fields() }) {
            self.caps.perDay = (try? caps.integer("perDay")).map(Int.init) ?? self.caps.perDay
            self.caps.perWeek = (try? caps.integer("perWeek")).map(Int.init) ?? self.caps.perWeek
        }
        locale = (try? fields.string("locale")) ?? locale
        quietHours = fields["quietHours"].flatMap { try? $0.fields() }.flatMap { hours in
            guard let from = try? WallTime((try? hours.string("from")) ?? ""),
                let to = try? WallTime((try? hours.string("to")) ?? "")
            else { return nil }
            return QuietHours(from: from, to: to)
        }
        guard let stored = fields["kinds"].flatMap({ try? $0.fields() }) else { return }
        for kind in ReminderKind.allCases {
            guard let fields = stored[kind.rawValue].flatMap({ try? $0.fields() }) else { continue }
            kinds[kind] = KindSettings(stored: fields, of: kind)
        }
    }
}

extension ReminderSettings.KindSettings {
    fileprivate init(stored fields: JSONFields, of kind: ReminderKind) {
        self.init(of: kind)
        isEnabled = (try? fields.bool("enabled")) ?? false
        channels =
            (try? fields.required("channels").strings())?
            .compactMap(UserPreferences.Channel.init(rawValue:)) ?? channels
        hoursBefore = (try? fields.integer("hoursBefore")).map(Int.init) ?? hoursBefore
        minimumLength = (try? fields.integer("minLength")).map(Int.init) ?? minimumLength
        afterDays =
            (try? fields.array("afterDays"))?.compactMap { (try? $0.integer()).map(Int.init) }
            ?? afterDays
    }
}
