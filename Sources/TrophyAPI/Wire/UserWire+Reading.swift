import CivilTime
import Engine
import HTTP
import JSONText
import Wire

extension UserWire {
    /// What the fields tell about a user.
    static func change(from fields: JSONFields, zones: ZoneDatabase) throws -> UserChange {
        var change = UserChange()
        change.email = try fields.wanted("email", email)
        change.name = try fields.wanted("name") { cursor in
            try TextRule.any(WireLimits.maximumNameLength).text(of: cursor)
        }
        change.zone = try fields.wanted("tz") { try $0.zone(in: zones).identifier }
        switch try fields.change("signUpDate", signUpDate) {
        case .keep: break
        case .clear: change.signUpOn = .clear
        case .set(.day(let day)): change.signUpOn = .set(day)
        case .set(.moment(let moment)): change.signUpAt = moment
        }
        change.deviceTokens = try fields.wanted("deviceTokens", deviceTokens)
        change.subscribesToEmails = try fields.optionalBool("subscribeToEmails")
        if let attributes = fields.optional("attributes") {
            change.attributes = try AttributeMap.changes(from: attributes)
        }
        return change
    }
}

// MARK: - Fields

extension UserWire {
    private static func email(_ cursor: JSONCursor) throws -> String {
        let email = try TextRule.filled(TrophyLimits.maximumEmailLength).text(of: cursor)
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !email.contains(" ") else {
            throw cursor.invalid("must be an email address, such as \"ada@example.com\"")
        }
        return email
    }

    /// When somebody signed up.
    private enum SignUp {
        case day(CivilDate)
        case moment(Instant)
    }

    /// A date, or an instant, whose date is that of the user's zone.
    private static func signUpDate(_ cursor: JSONCursor) throws -> SignUp {
        let isDay = try cursor.string().utf8.count <= "2026-01-31".utf8.count
        return isDay ? .day(try cursor.date()) : .moment(try cursor.instant())
    }

    private static func deviceTokens(_ cursor: JSONCursor) throws -> [String] {
        let elements = try cursor.elements(
            atMost: TrophyLimits.maximumDeviceTokens,
            "tokens"
        )
        let rule = TextRule.filled(TrophyLimits.maximumDeviceTokenLength)
        return try elements.map { try rule.text(of: $0) }
    }
}
