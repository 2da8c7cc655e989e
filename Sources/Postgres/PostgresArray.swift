import Storage

/// The columns of a batch as the server's arrays, in text form.
enum PostgresArray {
    /// One array for each column of a batch.
    static func columns(of batch: Batch) -> [String] {
        let width = batch.columns.count
        var columns = Array(repeating: [UInt8(ascii: "{")], count: width)
        var column = 0
        for (index, value) in batch.values.enumerated() {
            if index >= width { columns[column].append(UInt8(ascii: ",")) }
            append(value, to: &columns[column])
            column = column + 1 == width ? 0 : column + 1
        }
        return columns.map { String(decoding: $0 + [UInt8(ascii: "}")], as: UTF8.self) }
    }

    /// The digits of a number, without a text in between.
    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    private static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(contentsOf: "NULL".utf8)
        case .integer(let number): append(number, to: &bytes)
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
