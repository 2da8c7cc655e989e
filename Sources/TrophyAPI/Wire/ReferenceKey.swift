import JSONText

/// The keys by which callers refer to what they set up: letters, digits, hyphens, underscores.
enum ReferenceKey {
    /// The key in a field.
    static func read(_ fields: JSONFields, _ name: String = "key") throws(InvalidInput) -> String {
        let key = try fields.text(name, .filled(TrophyLimits.maximumNameLength))
        guard key.utf8.allSatisfy(isAllowed) else {
            throw fields.invalid(
                name,
                "may only have letters, digits, hyphens and underscores"
            )
        }
        return key
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
