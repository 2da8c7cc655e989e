// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.settings`.
public final class SettingsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func get(
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> AdminSettings {
        try await http.send("GET", "/settings", options: requestOptions)
    }

    public func update(
        request: Requests.UpdateAdminSettingsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> AdminSettings {
        try await http.send("PATCH", "/settings", body: request, options: requestOptions)
    }
}

public struct AdminSettings: Codable, Hashable, Sendable {
    public var branding: AdminSettingsBranding
    public var experimentation: AdminSettingsExperimentation
    public var aggregationPeriod: AdminAggregationPeriod
}

public struct AdminSettingsBranding: Codable, Hashable, Sendable {
    public var appName: String
    public var appUrl: String
    public var brandColor: String
    public var font: AdminFontFamily
    public var logo: AdminSettingsBrandingLogo?
    public var appIcon: AdminSettingsBrandingAppIcon?
}

public struct AdminFontFamily: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let modernSans: AdminFontFamily = "MODERN_SANS"
    public static let bookSans: AdminFontFamily = "BOOK_SANS"
    public static let organicSans: AdminFontFamily = "ORGANIC_SANS"
    public static let geometricSans: AdminFontFamily = "GEOMETRIC_SANS"
    public static let heavySans: AdminFontFamily = "HEAVY_SANS"
    public static let roundedSans: AdminFontFamily = "ROUNDED_SANS"
    public static let modernSerif: AdminFontFamily = "MODERN_SERIF"
    public static let bookSerif: AdminFontFamily = "BOOK_SERIF"
    public static let monospace: AdminFontFamily = "MONOSPACE"
}

public struct AdminSettingsBrandingLogo: Codable, Hashable, Sendable {
    public var url: String
}

public struct AdminSettingsBrandingAppIcon: Codable, Hashable, Sendable {
    public var url: String
}

public struct AdminSettingsExperimentation: Codable, Hashable, Sendable {
    public var controlRatio: Int
    public var userActivationWindow: Int
}

public struct AdminAggregationPeriod: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let weekly: AdminAggregationPeriod = "weekly"
    public static let monthly: AdminAggregationPeriod = "monthly"
}

extension Requests {
    public struct UpdateAdminSettingsRequest: Codable, Hashable, Sendable {
        public var branding: UpdateAdminSettingsBranding?
        public var experimentation: UpdateAdminSettingsExperimentation?
        public var aggregationPeriod: AdminAggregationPeriod?

        public init(
            branding: UpdateAdminSettingsBranding? = nil,
            experimentation: UpdateAdminSettingsExperimentation? = nil,
            aggregationPeriod: AdminAggregationPeriod? = nil
        ) {
            self.branding = branding
            self.experimentation = experimentation
            self.aggregationPeriod = aggregationPeriod
        }
    }
}

public struct UpdateAdminSettingsBranding: Codable, Hashable, Sendable {
    public var appName: String?
    public var appUrl: String?
    public var brandColor: String?
    public var font: AdminFontFamily?
    public var logo: UpdateAdminSettingsBrandingLogo?
    public var appIcon: UpdateAdminSettingsBrandingAppIcon?

    public init(
        appName: String? = nil,
        appUrl: String? = nil,
        brandColor: String? = nil,
        font: AdminFontFamily? = nil,
        logo: UpdateAdminSettingsBrandingLogo? = nil,
        appIcon: UpdateAdminSettingsBrandingAppIcon? = nil
    ) {
        self.appName = appName
        self.appUrl = appUrl
        self.brandColor = brandColor
        self.font = font
        self.logo = logo
        self.appIcon = appIcon
    }
}

public struct UpdateAdminSettingsBrandingLogo: Codable, Hashable, Sendable {
    public var url: String

    public init(url: String) {
        self.url = url
    }
}

public struct UpdateAdminSettingsBrandingAppIcon: Codable, Hashable, Sendable {
    public var url: String

    public init(url: String) {
        self.url = url
    }
}

public struct UpdateAdminSettingsExperimentation: Codable, Hashable, Sendable {
    public var controlRatio: Int?
    public var userActivationWindow: Int?

    public init(controlRatio: Int? = nil, userActivationWindow: Int? = nil) {
        self.controlRatio = controlRatio
        self.userActivationWindow = userActivationWindow
    }
}
