import CivilTime
public import Engine
private import JSONText
public import Storage
public import Tokens

/// Settings of a workspace that callers read and write as one document.
public struct WorkspaceSettings: Hashable, Sendable {
    /// How often users hear a summary.
    public enum AggregationPeriod: String, Sendable, CaseIterable {
        case weekly
        case monthly
    }

    /// What people call the application.
    public var appName = ""
    /// Where the application is.
    public var appURL = ""
    /// The main colour of mails, as CSS writes it.
    public var brandColor = "#000000"
    /// The font of mails.
    public var font = "MODERN_SANS"
    /// Where the logo is, if there is one.
    public var logoURL: String?
    /// Where the application's icon is, if there is one.
    public var appIconURL: String?
    /// Of a hundred new users, how many join the control group.
    public var controlRatio: Double = 0
    /// How many days after the first event the early engagement is measured.
    public var userActivationWindow = 7
    /// How often users hear a summary.
    public var aggregationPeriod = AggregationPeriod.weekly
    /// How many requests may come in a minute, in the dialects that count them, if not any number.
    public var requestsPerMinute: Int?
    /// Which origins of pages may read answers in browsers.
    public var allowedOrigins: [String] = []
    /// Whether requests with fields that nobody reads are refused.
    public var isStrict = false
    /// The keys of the attributes by which analytics tell users and events apart.
    public var analyticsAttributes: [String] = []
    /// For how long tokens may hold.
    public var tokenLifetime = TokenLifetime()
    /// Which reminders users get.
    public var reminders = ReminderSettings()
    /// Where its mails go, where it has said so itself.
    public var mail: WorkspaceMail?
    /// The zone in which users are judged who have none (R14).
    public var defaultZone = WorkspaceSettings.firstZone
    /// Where those users lived before, oldest first, and since when they have not.
    var earlierZones: [ZoneStay] = []
    /// Since when they live where they do.
    var defaultZoneSince = Instant.distantPast

    /// The zone of a new workspace.
    public static let firstZone = "UTC"

    /// The settings of a workspace that has stored none.
    public init() {}

    /// The settings of a new workspace: what is asked of new ones alone is not asked of those that
    /// were there before.
    public static var ofNewWorkspace: WorkspaceSettings {
        var settings = WorkspaceSettings()
        settings.tokenLifetime.requiresEnd = true
        return settings
    }
}

// MARK: - Storing

extension WorkspaceSettings {
    /// The settings as a stored document has them; what it lacks is as in one that has stored none.
    public init(stored text: String) {
        guard let json = try? JSON(parsing: text), let fields = try? JSONCursor(json).fields()
        else { return }
        appName = fields.stored("appName") ?? appName
        appURL = fields.stored("appUrl") ?? appURL
        brandColor = fields.stored("brandColor") ?? brandColor
        font = fields.stored("font") ?? font
        logoURL = fields.stored("logoUrl")
        appIconURL = fields.stored("appIconUrl")
        controlRatio = fields["controlRatio"].flatMap { try? $0.double() } ?? controlRatio
        userActivationWindow =
            fields["userActivationWindow"].flatMap { try? $0.integer() }.map(Int.init)
            ?? userActivationWindow
        aggregationPeriod =
            fields.stored("aggregationPeriod").flatMap(AggregationPeriod.init(rawValue:))
            ?? aggregationPeriod
        requestsPerMinute =
            fields["requestsPerMinute"].flatMap { try? $0.integer() }.map(Int.init)
        allowedOrigins = (try? fields.optional("allowedOrigins")?.strings()) ?? []
        isStrict = fields["strictRequests"].flatMap { try? $0.bool() } ?? false
        analyticsAttributes =
            (try? fields.optional("analyticsAttributes")?.strings()) ?? []
        tokenLifetime.requiresEnd =
            fields["requireTokenExpiry"].flatMap { try? $0.bool() } ?? false
        tokenLifetime.maximumSeconds =
            fields["maximumTokenLifetime"].flatMap { try? $0.integer() }
        reminders =
            fields["reminders"].flatMap { try? $0.fields() }.map(ReminderSettings.init(stored:))
            ?? reminders
        mail =
            fields["mail"].flatMap { try? $0.fields() }.flatMap(WorkspaceMail.init(stored:))
        defaultZoneSince =
            fields["defaultZoneSince"].flatMap { try? $0.integer() }
            .map(Instant.init(microseconds:)) ?? defaultZoneSince
        earlierZones = ((try? fields.optionalArray("earlierZones")) ?? nil ?? []).compactMap {
            guard let stay = try? $0.fields(), let from = try? stay.integer("from"),
                let zone = try? stay.string("zone")
            else { return nil }
            return ZoneStay(from: Instant(microseconds: from), zone: zone)
        }
    }

    fileprivate static let strictBeginning = "{\"strictRequests\":true"

    /// The document to store.
    public var storedText: String {
        var writer = JSONWriter()
        writer.object { object in
            // It stands first, where `Workspace.isStrict` looks for it with every request.
            if isStrict { object.field("strictRequests", true) }
            object.field("appName", appName)
            object.field("appUrl", appURL)
            object.field("brandColor", brandColor)
            object.field("font", font)
            object.fieldIfPresent("logoUrl", logoURL)
            object.fieldIfPresent("appIconUrl", appIconURL)
            object.field("controlRatio", controlRatio)
            object.field("userActivationWindow", userActivationWindow)
            object.field("aggregationPeriod", aggregationPeriod.rawValue)
            object.fieldIfPresent("requestsPerMinute", requestsPerMinute)
            if !allowedOrigins.isEmpty { object.field("allowedOrigins", allowedOrigins) }
            if !analyticsAttributes.isEmpty {
                object.field("analyticsAttributes", analyticsAttributes)
            }
            object.field("requireTokenExpiry", tokenLifetime.requiresEnd)
            object.fieldIfPresent("maximumTokenLifetime", tokenLifetime.maximumSeconds)
            if reminders != ReminderSettings() {
                object.object("reminders") { reminders.write(to: &$0) }
            }
            if let mail { object.object("mail") { mail.write(to: &$0) } }
            guard !earlierZones.isEmpty else { return }
            object.field("defaultZoneSince", defaultZoneSince.microseconds)
            object.array("earlierZones") { array in
                for stay in earlierZones {
                    array.object { object in
                        object.field("from", stay.from.microseconds)
                        object.fieldIfPresent("zone", stay.zone)
                    }
                }
            }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}

extension JSONFields {
    fileprivate func stored(_ name: String) -> String? {
        self[name].flatMap { try? $0.string() }
    }
}

// MARK: - The default zone

extension WorkspaceSettings {
    /// The settings of a workspace.
    public init(of workspace: Workspace) {
        self.init(stored: workspace.settings)
        defaultZone = workspace.defaultZone
    }

    /// Where users without a zone lived, oldest first, up to now.
    func zoneStays(through current: String) -> [ZoneStay] {
        earlierZones
            + [
                ZoneStay(
                    from: earlierZones.isEmpty ? .distantPast : defaultZoneSince,
                    zone: current
                )
            ]
    }

    /// Lets the default zone be another from a moment on; where nobody has lived yet, for all time.
    mutating func moveDefaultZone(from old: String, at moment: Instant, isInhabited: Bool) {
        guard isInhabited else {
            earlierZones = []
            defaultZoneSince = .distantPast
            return
        }
        var stays = zoneStays(through: old)
        // A sandbox's clock that was set back takes with it what was to come later.
        stays.removeAll { $0.from >= moment && $0.from > .distantPast }
        if stays.isEmpty { stays = [ZoneStay(from: .distantPast, zone: old)] }
        earlierZones = Array(stays.suffix(CatalogueLimits.maximumDefaultZones))
        defaultZoneSince = moment
    }
}

extension Workspace {
    /// Whether requests with fields that nobody reads are refused, without reading all settings.
    public var isStrict: Bool { settings.hasPrefix(WorkspaceSettings.strictBeginning) }
}
