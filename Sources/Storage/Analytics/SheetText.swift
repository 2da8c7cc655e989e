import CivilTime
import Engine
private import JSONText

/// Sheets as they are stored: lists of numbers, with days as distances from the first one.
enum SheetText {
    /// The text of a sheet: the sign-up day, segments, traits, cells, and cells of values.
    static func text(of sheet: UserSheet) -> String {
        var writer = JSONWriter()
        writer.array { array in
            array.element(Int64(sheet.signUpOn.dayNumber))
            array.array { array in
                for segment in sheet.segments.sorted(by: Self.isBefore) {
                    array.element(segment.dimension)
                    array.element(segment.value)
                }
            }
            array.array { array in
                for trait in sheet.traits.sorted(by: Self.isBefore) {
                    array.element(trait.series.rawValue)
                    array.element(trait.subject)
                    array.element(trait.part)
                }
            }
            array.array { write(sheet.cells, from: sheet.signUpOn, to: &$0) }
            array.array { array in
                let bySegment = Dictionary(grouping: sheet.valued, by: \.key.segment)
                for (segment, values) in bySegment.sorted(by: { isBefore($0.key, $1.key) }) {
                    array.element(segment.dimension)
                    array.element(segment.value)
                    let cells = values.map { ($0.key.cell, $0.value) }
                    array.array { array in
                        write(
                            Dictionary(cells) { first, _ in first },
                            from: sheet.signUpOn,
                            to: &array
                        )
                    }
                }
            }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// Groups of cells: a series, a subject, and a list of the rest.
    private static func write(
        _ cells: [RollUpCell: RollUpValue],
        from start: CivilDate,
        to array: inout JSONArrayWriter
    ) {
        let groups = Dictionary(grouping: cells) { Group(series: $0.key.series, $0.key.subject) }
        for (group, cells) in groups.sorted(by: { $0.key < $1.key }) {
            array.element(group.series)
            array.element(group.subject)
            array.array { array in
                for (cell, value) in cells.sorted(by: { isBefore($0.key, $1.key) }) {
                    array.element(Int64(start.days(until: cell.day)))
                    array.element(cell.slot)
                    array.element(cell.part)
                    array.element(value.count)
                    array.element(value.whole)
                    array.element(value.millionths)
                }
            }
        }
    }

    private struct Group: Hashable, Comparable {
        let series: Int64
        let subject: Int64

        init(series: RollUpCell.Series, _ subject: Int64) {
            self.series = series.rawValue
            self.subject = subject
        }

        static func < (left: Group, right: Group) -> Bool {
            (left.series, left.subject) < (right.series, right.subject)
        }
    }

    private static func isBefore(_ left: Segment, _ right: Segment) -> Bool {
        (left.dimension, left.value) < (right.dimension, right.value)
    }

    private static func isBefore(_ left: UserSheet.Trait, _ right: UserSheet.Trait) -> Bool {
        (left.series.rawValue, left.subject, left.part)
            < (right.series.rawValue, right.subject, right.part)
    }

    private static func isBefore(_ left: RollUpCell, _ right: RollUpCell) -> Bool {
        (left.day, left.slot, left.part) < (right.day, right.slot, right.part)
    }
}

// MARK: - Reading

extension SheetText {
    /// The sheet that a text tells.
    ///
    /// It may have thousands of numbers, so they are taken from the values as they are: nothing notes
    /// where in the text each stands.
    static func sheet(from text: String) throws(StorageError) -> UserSheet {
        do {
            let parts = try list(try JSON(parsing: Array(text.utf8)))
            guard parts.count == 5 else { throw Problem.cutOff }
            let signUpOn = CivilDate(dayNumber: Int32(clamping: try number(parts[0])))
            var sheet = UserSheet(signUpOn: signUpOn)
            try forEachGroup(of: 2, in: parts[1]) { pair in
                sheet.segments.insert(try segment(pair))
            }
            try forEachGroup(of: 3, in: parts[2]) { trait in
                sheet.traits.insert(
                    UserSheet.Trait(
                        try series(trait[0]),
                        of: try number(trait[1]),
                        part: try number(trait[2])
                    )
                )
            }
            try forEachCell(in: parts[3], from: signUpOn) { sheet.cells[$0] = $1 }
            try forEachGroup(of: 3, in: parts[4]) { group in
                let segment = try segment(group)
                try forEachCell(in: group[2], from: signUpOn) { cell, value in
                    sheet.valued[RollUpKey(cell, of: segment)] = value
                }
            }
            return sheet
        } catch {
            throw StorageError(.invalidValue, "a stored sheet is not what it should be: \(error)")
        }
    }

    /// What is wrong with a text.
    private enum Problem: Error {
        case cutOff
        case noNumber
        case noText
        case noList
        case noSeries
    }

    private static func segment(_ values: [JSON]) throws -> Segment {
        guard case .string(let value) = values[1] else { throw Problem.noText }
        return Segment(try number(values[0]), value)
    }

    private static func forEachCell(
        in value: JSON,
        from start: CivilDate,
        _ body: (RollUpCell, RollUpValue) -> Void
    ) throws {
        try forEachGroup(of: 3, in: value) { group in
            let (series, subject) = (try series(group[0]), try number(group[1]))
            try forEachGroup(of: 6, in: group[2]) { each in
                let cell = RollUpCell(
                    series,
                    of: subject,
                    on: start.adding(days: Int(try number(each[0]))),
                    slot: try number(each[1]),
                    part: try number(each[2])
                )
                let value = RollUpValue(
                    count: try number(each[3]),
                    whole: try number(each[4]),
                    millionths: try number(each[5])
                )
                body(cell, value)
            }
        }
    }

    private static func number(_ value: JSON) throws -> Int64 {
        guard case .number(let number) = value, let integer = number.integer else {
            throw Problem.noNumber
        }
        return integer
    }

    private static func list(_ value: JSON) throws -> [JSON] {
        guard case .array(let values) = value else { throw Problem.noList }
        return values
    }

    private static func series(_ value: JSON) throws -> RollUpCell.Series {
        guard let series = RollUpCell.Series(rawValue: try number(value)) else {
            throw Problem.noSeries
        }
        return series
    }

    private static func forEachGroup(
        of count: Int,
        in value: JSON,
        _ body: ([JSON]) throws -> Void
    ) throws {
        let values = try list(value)
        guard values.count % count == 0 else { throw Problem.cutOff }
        for start in stride(from: 0, to: values.count, by: count) {
            try body(Array(values[start..<start + count]))
        }
    }
}
