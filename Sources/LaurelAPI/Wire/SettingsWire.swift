import Analytics
import Catalogue
import CivilTime
import HTTP
import JSONText
import Wire

/// Settings as Trophy's wire has them.
enum SettingsWire {
    private static let fonts: Set<String> = [
        "MODERN_SANS", "BOOK_SANS", "ORGANIC_SANS", "GEOMETRIC_SANS", "HEAVY_SANS", "ROUNDED_SANS",
        "MODERN_SERIF", "BOOK_SERIF", "MONOSPACE",
    ]
    private static let urlRule = TextRule(
        maximumLength: 2_000,
        allowsEmpty: true,
        allowsControls: false
    )

    /// Applies what the fields tell to settings.
    static func apply(
        _ fields: JSONFields,
        to settings: inout WorkspaceSettings,
        zones: ZoneDatabase
    ) throws {
        if let branding = try section("branding", of: fields) {
            try applyBranding(branding, to: &settings)
        }
        if let experimentation = try section("experimentation", of: fields) {
            try applyExperimentation(experimentation, to: &settings)
        }
        if let zone = fields["defaultTimeZone"] {
            settings.defaultZone =
                zone.isNull ? WorkspaceSettings.firstZone : try zone.zone(in: zones).identifier
        }
        if let origins = fields["allowedOrigins"] {
            settings.allowedOrigins = origins.isNull ? [] : try Self.origins(origins)
        }
        if let strict = fields["strictRequests"] {
            settings.isStrict = strict.isNull ? false : try strict.bool()
        }
        if let analytics = try section("analytics", of: fields) {
            settings.analyticsAttributes =
                try analytics.required("attributes")
                .elements(atMost: AnalyticsLimits.maximumAttributes, "attributes")
                .map { (key) throws(InvalidInput) in try key.string() }
        }
        if let limit = fields["requestsPerMinute"] {
            settings.requestsPerMinute =
                limit.isNull ? nil : try limit.integer(in: LaurelLimits.requestsPerMinute)
        }
        if fields["aggregationPeriod"]?.isNull == true {
            throw fields.invalid("aggregationPeriod", "must be \"weekly\" or \"monthly\", not null")
        }
        settings.aggregationPeriod =
            try fields.word("aggregationPeriod", WorkspaceSettings.AggregationPeriod.self)
            ?? settings.aggregationPeriod
    }

    /// Writes settings.
    static func write(_ settings: WorkspaceSettings, to object: inout JSONObjectWriter) {
        object.object("branding") { branding in
            branding.field("appName", settings.appName)
            branding.field("appUrl", settings.appURL)
            branding.field("brandColor", settings.brandColor)
            branding.field("font", settings.font)
            writeImage("logo", settings.logoURL, to: &branding)
            writeImage("appIcon", settings.appIconURL, to: &branding)
        }
        object.object("experimentation") { experimentation in
            experimentation.field("controlRatio", settings.controlRatio)
            experimentation.field("userActivationWindow", settings.userActivationWindow)
        }
        object.field("aggregationPeriod", settings.aggregationPeriod.rawValue)
        // Trophy's own settings have no such limit, so it is shown only where there is one.
        object.fieldIfPresent("requestsPerMinute", settings.requestsPerMinute)
        if !settings.allowedOrigins.isEmpty {
            object.field("allowedOrigins", settings.allowedOrigins)
        }
        if settings.isStrict { object.field("strictRequests", true) }
        if !settings.analyticsAttributes.isEmpty {
            object.object("analytics") { $0.field("attributes", settings.analyticsAttributes) }
        }
        if settings.defaultZone != WorkspaceSettings.firstZone {
            object.field("defaultTimeZone", settings.defaultZone)
        }
    }

    private static func origins(_ cursor: JSONCursor) throws -> [String] {
        try cursor.elements(atMost: LaurelLimits.maximumOrigins, "origins").map { element in
            let origin = try element.string()
            guard CrossOrigin.isOrigin(origin) else {
                throw element.invalid(
                    "must be an origin such as https://app.example.com, in lower case and without a path"
                )
            }
            return origin
        }
    }

    private static func writeImage(
        _ name: String,
        _ url: String?,
        to object: inout JSONObjectWriter
    ) {
        guard let url else { return object.null(name) }
        object.object(name) { $0.field("url", url) }
    }

    /// A section that may be absent, but not null.
    private static func section(
        _ name: String,
        of fields: JSONFields
    ) throws(InvalidInput) -> JSONFields? {
        guard let cursor = fields[name] else { return nil }
        return try cursor.fields()
    }
}

// MARK: - Sections

extension SettingsWire {
    private static func applyBranding(
        _ fields: JSONFields,
        to settings: inout WorkspaceSettings
    ) throws {
        let name = TextRule.any(WireLimits.maximumNameLength)
        settings.appName = try fields.optionalText("appName", name) ?? settings.appName
        settings.appURL = try fields.optional("appUrl").map(url) ?? settings.appURL
        if let color = try fields.optionalText("brandColor", name) {
            guard CSSColor.isValid(color) else {
                throw fields.invalid(
                    "brandColor",
                    "must be #RGB, #RRGGBB, rgb(r,g,b) or rgba(r,g,b,a)"
                )
            }
            settings.brandColor = color
        }
        if let font = try fields.optionalText("font", name) {
            guard fonts.contains(font) else {
                throw fields.invalid(
                    "font",
                    "must be one of \(fonts.sorted().joined(separator: ", "))"
                )
            }
            settings.font = font
        }
        try applyImage("logo", of: fields, to: &settings.logoURL)
        try applyImage("appIcon", of: fields, to: &settings.appIconURL)
    }

    private static func applyExperimentation(
        _ fields: JSONFields,
        to settings: inout WorkspaceSettings
    ) throws {
        let ratio = try fields.optional("controlRatio").map { try $0.integer(in: 0...100) }
        settings.controlRatio = ratio.map(Double.init) ?? settings.controlRatio
        settings.userActivationWindow =
            try fields.optional("userActivationWindow").map { try $0.integer(in: 3...30) }
            ?? settings.userActivationWindow
    }

    private static func applyImage(
        _ name: String,
        of fields: JSONFields,
        to value: inout String?
    ) throws {
        guard let cursor = fields[name] else { return }
        value = cursor.isNull ? nil : try url(try cursor.fields().required("url"))
    }

    private static func url(_ cursor: JSONCursor) throws(InvalidInput) -> String {
        let url = try urlRule.text(of: cursor)
        guard url.isEmpty || url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw cursor.invalid("must be a URL that begins with https:// or http://")
        }
        return url
    }
}
