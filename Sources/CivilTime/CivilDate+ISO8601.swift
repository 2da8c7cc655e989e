extension CivilDate {
    /// Reads `YYYY-MM-DD`, and nothing else, for a real date of the years 0001 to 9999.
    public init(iso8601 text: String) throws(CivilTimeError) {
        var scanner = ASCIIScanner(text)
        guard let date = try Self(scanning: &scanner, of: text), scanner.isAtEnd else {
            throw CivilTimeError(
                .invalidDate,
                "\(quoted(text)) is not a date. Write it as \"2025-10-15\" (year-month-day)."
            )
        }
        self = date
    }

    /// Reads the date at the scanner; nil when the text has another shape.
    init?(scanning scanner: inout ASCIIScanner, of text: String) throws(CivilTimeError) {
        guard let year = scanner.number(minimum: 4, maximum: 4), scanner.skip("-"),
            let month = scanner.twoDigits(), scanner.skip("-"),
            let day = scanner.twoDigits()
        else { return nil }
        guard let date = Self(year: year, month: month, day: day) else {
            throw CivilTimeError(
                .invalidDate,
                "\(quoted(text)) names a date that does not exist. "
                    + "Use a real date of the years 0001 to 9999."
            )
        }
        self = date
    }

    /// The date as `YYYY-MM-DD`.
    public var iso8601: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(10)
        appendISO8601(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the date as `YYYY-MM-DD`.
    ///
    /// Years that do not fit into four digits get a sign and seven digits, as ISO 8601 has it.
    public func appendISO8601(to bytes: inout [UInt8]) {
        let parts = parts
        let fits = (0...9999).contains(parts.year)
        if !fits {
            bytes.append(UInt8(ascii: parts.year < 0 ? "-" : "+"))
        }
        appendDigits(abs(parts.year), width: fits ? 4 : 7, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        appendDigits(parts.month, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        appendDigits(parts.day, width: 2, to: &bytes)
    }
}

extension CivilDate: CustomStringConvertible {
    /// The date as `YYYY-MM-DD`.
    public var description: String { iso8601 }
}
