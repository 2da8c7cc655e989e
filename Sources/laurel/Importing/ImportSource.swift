import CivilTime
import Engine
import Gzip
import HTTP
import HistoryLines
import JSONText
import OperatingSystem

/// A file with lines of histories, or a table of them; packed or not.
struct ImportSource: Sendable {
    /// What a file holds.
    enum Format: String, CaseIterable, Sendable {
        /// A JSON object a line.
        case ndjson
        /// A table with commas and a header.
        case csv
        /// A table without a header: user, metric, time, value.
        case log
        /// The checkmarks of Loop Habit Tracker.
        case loop
        /// A table of Trophy's data sync.
        case trophy
        /// What Bricqs' API shows, an object a line.
        case bricqs
        /// The same as a table.
        case bricqsTable
    }

    /// Its path; `-` is standard input.
    let path: String
    let format: Format
    /// Which columns are which fields, of a table.
    var mapping = ColumnMapping()
    /// Whose lines they are, of a table that does not say.
    var userID = ""
    /// Of which metric its events are, of a table that does not say.
    var metric: String?

    /// The columns of a log.
    static let logColumns = ["user", "metric", "timestamp", "value", "idempotencyKey"]

    /// A file whose name tells what it holds.
    static func format(of path: String) -> Format {
        let name = path.hasSuffix(".gz") ? String(path.dropLast(".gz".count)) : path
        return name.hasSuffix(".csv") ? .csv : .ndjson
    }

    /// A line, where it stands, and its fields or why it has none.
    struct Line {
        let number: Int
        /// The line as it can be imported once it has been repaired.
        let text: [UInt8]
        let fields: Result<JSONFields, HistoryProblem>
        /// The event that it is, where that was read at a glance; then it has no fields.
        var event: EventLine?
    }

    /// Goes through all lines, and says with each how many bytes have been read since the one before;
    /// with a reader of events, those that are plain are read by it.
    func forEachLine(
        quickly quick: QuickEventReader? = nil,
        _ body: (_ line: Line, _ byteCount: Int) throws -> Void
    ) throws {
        let file = try InputFile(path)
        var unpacker: GzipUnpacker?
        var (isFirst, byteCount) = (true, 0)
        var reader = try PieceReader(self, quick)
        while true {
            let packed = try file.read(upTo: Self.pieceSize)
            if packed.isEmpty { break }
            if isFirst, packed.starts(with: Self.gzipMagic) { unpacker = GzipUnpacker() }
            isFirst = false
            byteCount += packed.count
            for line in try reader.lines(in: try unpack(packed, unpacker)) {
                try body(line, byteCount)
                byteCount = 0
            }
        }
        do throws(GzipUnpacker.Failure) {
            try unpacker?.finish()
        } catch {
            throw CommandFailure("cannot read \(path): \(error.message)")
        }
        for line in try reader.lastLines() {
            try body(line, byteCount)
            byteCount = 0
        }
    }

    private func unpack(_ bytes: [UInt8], _ unpacker: GzipUnpacker?) throws -> [UInt8] {
        guard let unpacker else { return bytes }
        do throws(GzipUnpacker.Failure) {
            return try unpacker.unpack(bytes)
        } catch {
            throw CommandFailure("cannot read \(path): \(error.message)")
        }
    }

    private static let pieceSize = 256 << 10
    private static let gzipMagic: [UInt8] = [0x1F, 0x8B]
}

/// Makes lines of the bytes of a file.
private struct PieceReader {
    private let source: ImportSource
    private var splitter = LineSplitter()
    private var records = CSVRecords()
    private var rows: ((_ cells: [String]) -> [Result<JSONObject, HistoryProblem>])?

    private var quick: QuickEventReader?

    init(_ source: ImportSource, _ quick: QuickEventReader?) throws {
        self.source = source
        if source.format == .ndjson { self.quick = quick }
    }

    mutating func lines(in bytes: [UInt8]) throws -> [ImportSource.Line] {
        switch source.format {
        case .ndjson, .bricqs: return splitter.lines(in: bytes).map { line($0) }
        case .csv, .log, .loop, .trophy, .bricqsTable:
            return try records.records(in: bytes).flatMap { try lines(of: $0) }
        }
    }

    mutating func lastLines() throws -> [ImportSource.Line] {
        switch source.format {
        case .ndjson, .bricqs: return splitter.lastLine().map { [line($0)] } ?? []
        case .csv, .log, .loop, .trophy, .bricqsTable:
            return try records.lastRecord().map { try lines(of: $0) } ?? []
        }
    }

    private mutating func line(_ line: LineSplitter.Line) -> ImportSource.Line {
        if line.isWhole, let event = quick?.event(line.bytes) {
            return ImportSource.Line(
                number: line.number,
                text: line.bytes,
                fields: .success(JSONFields(JSONObject())),
                event: event
            )
        }
        return ImportSource.Line(number: line.number, text: line.bytes, fields: fields(of: line))
    }

    private func fields(of line: LineSplitter.Line) -> Result<JSONFields, HistoryProblem> {
        guard line.isWhole else {
            let limit = HistoryLimits.maximumLineBytes
            return .failure(HistoryProblem("The line has more than \(limit) bytes."))
        }
        do {
            let json = try JSON(parsing: line.bytes)
            guard source.format == .bricqs, case .object(let object) = json else {
                return .success(try JSONCursor(json).fields())
            }
            return .success(JSONFields(try BricqsLine.object(object)))
        } catch let problem as HistoryProblem {
            return .failure(problem)
        } catch {
            return .failure(HistoryProblem(HTTPError(error).message))
        }
    }

    /// The lines that a row is; the first one is the header, where there is one.
    private mutating func lines(of record: CSVRecords.Record) throws -> [ImportSource.Line] {
        guard let rows else {
            let isHeader = source.format != .log
            // Some programs mark the text as UTF-8 with three bytes.
            let header = record.cells.map { $0.hasPrefix("\u{FEFF}") ? String($0.dropFirst()) : $0 }
            self.rows = try reader(of: isHeader ? header : ImportSource.logColumns)
            return isHeader ? [] : try lines(of: record)
        }
        return rows(record.cells).map { row in
            let object = (try? row.get()) ?? JSONObject()
            var fields = row.map { JSONFields($0) }
            if let problem = record.problem {
                fields = .failure(HistoryProblem("This is no row: \(problem)."))
            }
            return ImportSource.Line(
                number: record.line,
                text: Array(JSON.object(object).text.utf8),
                fields: fields
            )
        }
    }

    /// What makes lines of rows.
    private func reader(
        of header: [String]
    ) throws -> (_ cells: [String]) -> [Result<JSONObject, HistoryProblem>] {
        do throws(HistoryProblem) {
            switch source.format {
            case .loop:
                let table = try LoopTable(header: header, userID: source.userID)
                return { table.objects($0).map { .success($0) } }
            case .trophy:
                let table = try TrophyTable(header: header, metric: source.metric)
                return { table.objects($0).map { .success($0) } }
            case .bricqs, .bricqsTable:
                return { cells in
                    [
                        Result { () throws(HistoryProblem) in
                            try BricqsLine.object(header: header, cells)
                        }
                    ]
                }
            case .ndjson, .csv, .log:
                let columns = try ColumnReader(source.mapping, header: header)
                return { [.success(columns.object($0))] }
            }
        } catch {
            throw CommandFailure("\(source.path): \(error.reason)")
        }
    }
}
