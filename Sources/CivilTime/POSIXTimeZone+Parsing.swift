extension POSIXTimeZone {
    /// Reads a `TZ` string as RFC 9636 allows it in a file; nil when it is anything else.
    init?(_ text: some Sequence<UInt8>) {
        var scanner = ASCIIScanner(text)
        guard Self.skipName(&scanner),
            let west = Self.seconds(&scanner, maximumHours: 24)
        else { return nil }
        standardOffset = -west
        if !scanner.isAtEnd {
            guard let daylight = Daylight(scanning: &scanner, standardOffset: standardOffset),
                scanner.isAtEnd
            else { return nil }
            self.daylight = daylight
        }
    }

    /// Steps over `CET` or `<+03>`: names say nothing about when.
    fileprivate static func skipName(_ scanner: inout ASCIIScanner) -> Bool {
        let isQuoted = scanner.skip("<")
        var length = 0
        while let next = scanner.next, isNameByte(next, quoted: isQuoted) {
            _ = scanner.take()
            length += 1
        }
        return length >= 3 && (!isQuoted || scanner.skip(">"))
    }

    private static func isNameByte(_ byte: UInt8, quoted: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): quoted
        default: false
        }
    }

    /// Reads `[+-]h[h[h]][:mm[:ss]]` as seconds.
    fileprivate static func seconds(_ scanner: inout ASCIIScanner, maximumHours: Int) -> Int? {
        let isNegative = scanner.skip("-")
        if !isNegative { _ = scanner.skip("+") }
        guard let hours = scanner.number(maximum: 3), hours <= maximumHours else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] {
            guard scanner.skip(":") else { break }
            guard let value = scanner.twoDigits(), value <= 59 else { return nil }
            seconds += value * unit
        }
        return isNegative ? -seconds : seconds
    }
}

extension POSIXTimeZone.Daylight {
    /// Reads `CEST[offset],start,end`; the offset is an hour more than standard unless given.
    fileprivate init?(scanning scanner: inout ASCIIScanner, standardOffset: Int) {
        guard POSIXTimeZone.skipName(&scanner) else { return nil }
        offset = standardOffset + 3600
        if let next = scanner.next, next != UInt8(ascii: ",") {
            guard let west = POSIXTimeZone.seconds(&scanner, maximumHours: 24) else { return nil }
            offset = -west
        }
        guard scanner.skip(","), let start = POSIXTimeZone.Rule(scanning: &scanner),
            scanner.skip(","), let end = POSIXTimeZone.Rule(scanning: &scanner)
        else { return nil }
        self.start = start
        self.end = end
    }
}

extension POSIXTimeZone.Rule {
    /// Reads a day and `/time`, which is 02:00 unless given.
    fileprivate init?(scanning scanner: inout ASCIIScanner) {
        guard let day = POSIXTimeZone.Day(scanning: &scanner) else { return nil }
        self.day = day
        secondOfDay = 2 * 3600
        if scanner.skip("/") {
            guard let time = POSIXTimeZone.seconds(&scanner, maximumHours: 167) else { return nil }
            secondOfDay = time
        }
    }
}

extension POSIXTimeZone.Day {
    fileprivate init?(scanning scanner: inout ASCIIScanner) {
        if scanner.skip("J") {
            guard let day = scanner.number(maximum: 3), (1...365).contains(day) else { return nil }
            self = .julian(day)
        } else if scanner.skip("M") {
            guard let month = scanner.number(maximum: 2), (1...12).contains(month),
                scanner.skip("."), let week = scanner.number(maximum: 1), (1...5).contains(week),
                scanner.skip("."), let weekday = scanner.number(maximum: 1), weekday <= 6
            else { return nil }
            self = .weekday(month: month, week: week, weekday: weekday)
        } else {
            guard let day = scanner.number(maximum: 3), day <= 365 else { return nil }
            self = .ordinal(day)
        }
    }
}
