import CivilTime
import Testing

/// Compares every zone of the system, from 1970 to 2040, with an independent reader.
@Suite struct EveryZoneTests {
    private static let span = Instant.epoch..<Instant(seconds: 2_240_524_800)

    @Test func `every zone agrees with an independent reader`() throws {
        let database = ZoneDatabase()
        var comparison = Comparison()
        var names: Set<String> = []
        var group: [Zone] = []
        var changes: [Int64] = []
        for line in try ZoneOracle.lines(directory: database.directory) {
            guard line.first == UInt8(ascii: "Z") else {
                let numbers = ZoneOracle.numbers(line)
                if line.first == UInt8(ascii: "T") { changes.append(numbers[0]) }
                comparison.compare(line, numbers, with: group)
                continue
            }
            comparison.compare(changes: changes, with: group, in: Self.span)
            changes = []
            group = try Self.zones(of: line, in: database)
            names.formUnion(group.map(\.identifier))
        }
        comparison.compare(changes: changes, with: group, in: Self.span)

        #expect(comparison.differences.isEmpty, "\(comparison.differences.prefix(20))")
        #expect(names == Set(database.names()))
        #expect(names.count > 400, "A system's tzdata has more zones than that.")
        #expect(comparison.checkCount > 500_000, "Too little was compared.")
    }

    private static func zones(of line: [UInt8], in database: ZoneDatabase) throws -> [Zone] {
        try String(decoding: line.dropFirst(2), as: UTF8.self).split(separator: " ")
            .map { try database.zone(named: String($0)) }
    }
}

/// Collects where the zones differ from what they should be.
private struct Comparison {
    private(set) var checkCount = 0
    private(set) var differences: [String] = []

    /// Compares one line of the script with each zone that it is about.
    mutating func compare(_ line: [UInt8], _ numbers: [Int64], with zones: [Zone]) {
        for zone in zones {
            checkCount += 1
            if !isRight(line[0], numbers, zone) {
                differences.append("\(zone): \(String(decoding: line, as: UTF8.self))")
            }
        }
    }

    private func isRight(_ kind: UInt8, _ numbers: [Int64], _ zone: Zone) -> Bool {
        switch kind {
        case UInt8(ascii: "T"):
            (0..<3).allSatisfy { index in
                shows(
                    zone,
                    second: numbers[0] + Int64(index) - 1,
                    offset: numbers[1 + index],
                    day: numbers[4 + index]
                )
            }
        case UInt8(ascii: "S"):
            shows(zone, second: numbers[0], offset: numbers[1], day: numbers[2])
        case UInt8(ascii: "D"):
            begins(zone, day: numbers[0], reset: numbers[1], second: numbers[2])
        default: false
        }
    }

    private func shows(_ zone: Zone, second: Int64, offset: Int64, day: Int64) -> Bool {
        let instant = Instant(seconds: second)
        return zone.offset(at: instant) == offset
            && zone.civilDate(at: instant).dayNumber == day
    }

    private func begins(_ zone: Zone, day: Int64, reset: Int64, second: Int64) -> Bool {
        let reset = Int(reset)
        let time = WallTime(hour: reset / 3600, minute: reset / 60 % 60, second: reset % 60)
        let date = CivilDate(dayNumber: Int32(day))
        return zone.startOfDay(date, resetTime: time ?? .midnight) == Instant(seconds: second)
    }

    /// Checks that a zone knows of exactly the changes that were found.
    mutating func compare(changes: [Int64], with zones: [Zone], in span: Range<Instant>) {
        for zone in zones {
            let known = zone.transitions(in: span).map(\.instant.seconds)
            checkCount += known.count
            for second in Set(known).symmetricDifference(changes) {
                differences.append("\(zone): only one reader has a change at \(second)")
            }
        }
    }
}
