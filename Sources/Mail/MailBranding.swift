/// How the mails of an application look.
public struct MailBranding: Hashable, Sendable {
    /// What people call the application.
    public var appName: String
    /// Where it is.
    public var appURL: String
    /// The main colour, as CSS writes it.
    public var color: String
    /// The stack of fonts.
    public var fontStack: String
    /// Where the logo is, if there is one.
    public var logoURL: String?

    /// How the mails of an application look, by the name of a font as settings have it.
    public init(appName: String, appURL: String, color: String, font: String, logoURL: String?) {
        self.appName = appName
        self.appURL = appURL
        self.color = color
        fontStack = Self.stacks[font] ?? Self.sans
        self.logoURL = logoURL
    }

    private static let sans = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
    private static let stacks = [
        "MODERN_SANS": sans,
        "BOOK_SANS": "Optima, Candara, 'Noto Sans', source-sans-pro, sans-serif",
        "ORGANIC_SANS": "Avenir, Montserrat, Corbel, 'URW Gothic', source-sans-pro, sans-serif",
        "GEOMETRIC_SANS": "'Century Gothic', Futura, 'URW Gothic', Arial, sans-serif",
        "HEAVY_SANS": "Impact, Haettenschweiler, 'Arial Narrow Bold', sans-serif",
        "ROUNDED_SANS": "ui-rounded, 'Hiragino Maru Gothic ProN', Quicksand, Manjari, sans-serif",
        "MODERN_SERIF": "Georgia, Cambria, 'Times New Roman', serif",
        "BOOK_SERIF": "'Iowan Old Style', 'Palatino Linotype', Palatino, serif",
        "MONOSPACE": "ui-monospace, Menlo, Consolas, monospace",
    ]

    /// The colour of a text on the main one.
    public var colorOfText: String { isDark ? "#ffffff" : "#111111" }

    /// Whether white stands out on the colour, or black does.
    var isDark: Bool {
        guard let (red, green, blue) = Self.channels(of: color) else { return true }
        return 299 * red + 587 * green + 114 * blue < 150_000
    }

    private static func channels(of color: String) -> (Int, Int, Int)? {
        if color.hasPrefix("#") {
            let digits = color.dropFirst().map { Int(String($0), radix: 16) ?? 0 }
            if digits.count == 3 { return (digits[0] * 17, digits[1] * 17, digits[2] * 17) }
            guard digits.count == 6 else { return nil }
            return (
                digits[0] * 16 + digits[1], digits[2] * 16 + digits[3], digits[4] * 16 + digits[5]
            )
        }
        let numbers = color.split { !$0.isNumber }.compactMap { Int($0) }
        return numbers.count >= 3 ? (numbers[0], numbers[1], numbers[2]) : nil
    }
}
