import Storage

/// The columns of a batch as the server's arrays, in text form.
enum PostgresArray {
    /// One array for each column of a batch.
    static func columns(of batch: Batch) -> [String] {
        let width = batch.columns.count
        var columns = Array(repeating: [UInt8(ascii: "{")], count: width)
        for (index, value) in batch.values.enumerated() {
            let column = index % width
            if index >= width { columns[column].append(UInt8(ascii: ",")) }
            append(value, to: &columns[column])
        }
        return columns.map { String(decoding: $0 + [UInt8(ascii: "}")], as: UTF8.self) }
    }

    private static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(contentsOf: "NULL".utf8)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .text(let text):
            bytes.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    bytes.append(UInt8(ascii: "\\"))
                }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        }
    }
}
