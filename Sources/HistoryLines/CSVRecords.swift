/// Reads a table with commas, as RFC 4180 has it, from bytes that come in pieces.
///
/// What is between quotes may have commas, quotes (doubled) and ends of lines.
public struct CSVRecords {
    /// A row of the table.
    public struct Record: Sendable {
        /// The number of the line in which it begins, from 1.
        public let line: Int
        /// What its cells hold.
        public let cells: [String]
        /// Why it is none, if it is none.
        public let problem: String?
    }

    private enum State {
        case cellStart
        case plain
        case quoted
        case afterQuote
    }

    private let separator: UInt8
    private var state = State.cellStart
    private var cell: [UInt8] = []
    private var cells: [String] = []
    private var line = 1
    private var firstLine = 1
    private var size = 0
    private var problem: String?

    /// A reader of cells that something separates.
    public init(separator: UInt8 = UInt8(ascii: ",")) {
        self.separator = separator
    }

    /// Takes some bytes in, and gives the rows that end in them.
    public mutating func records(in bytes: [UInt8]) -> [Record] {
        var records: [Record] = []
        for byte in bytes {
            if let record = take(byte) { records.append(record) }
        }
        return records
    }

    /// The last row, if nothing ended it.
    public mutating func lastRecord() -> Record? {
        if state == .quoted { problem = "a quote is not closed" }
        guard !cells.isEmpty || !cell.isEmpty || problem != nil else { return nil }
        return endRecord()
    }

    private mutating func take(_ byte: UInt8) -> Record? {
        size += 1
        if size > HistoryLimits.maximumLineBytes {
            problem = "it has more than \(HistoryLimits.maximumLineBytes) bytes"
            cell.removeAll(keepingCapacity: true)
        }
        switch state {
        case .quoted:
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == UInt8(ascii: "\"") { state = .afterQuote } else { cell.append(byte) }
            return nil
        case .cellStart where byte == UInt8(ascii: "\""):
            state = .quoted
            return nil
        case .afterQuote where byte == UInt8(ascii: "\""):
            cell.append(byte)
            state = .quoted
            return nil
        case .cellStart, .plain, .afterQuote:
            return takePlain(byte)
        }
    }

    private mutating func takePlain(_ byte: UInt8) -> Record? {
        switch byte {
        case separator:
            endCell()
        case UInt8(ascii: "\n"):
            line += 1
            let isBlank = cells.isEmpty && cell.isEmpty && state == .cellStart && problem == nil
            if isBlank {
                firstLine = line
                size = 0
                return nil
            }
            return endRecord()
        case UInt8(ascii: "\r"):
            break
        default:
            if state == .afterQuote { problem = "something follows a closed quote" }
            state = .plain
            cell.append(byte)
        }
        return nil
    }

    private mutating func endCell() {
        cells.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
        state = .cellStart
        if cells.count > HistoryLimits.maximumColumns { problem = "it has too many columns" }
    }

    private mutating func endRecord() -> Record {
        endCell()
        defer {
            cells = []
            firstLine = line
            size = 0
            problem = nil
        }
        return Record(line: firstLine, cells: cells, problem: problem)
    }
}
