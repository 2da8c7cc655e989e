private import Sodium

/// What a table holds, in two numbers that do not depend on the order of its rows.
///
/// Engines order texts differently, so the digests of the rows are added up.
public struct TableDigest: Hashable, Sendable {
    /// How many rows there are.
    public private(set) var rowCount = 0
    private var sum: UInt64 = 0

    private static let key = [UInt8](repeating: 0x4C, count: Sodium.shortHashKeyLength)

    /// Adds a row.
    mutating func add(_ row: [SQLValue]) {
        var bytes: [UInt8] = []
        for value in row {
            switch value {
            case .null: bytes.append(0)
            case .integer(let number):
                bytes.append(1)
                bytes.append(contentsOf: String(number).utf8)
            case .text(let text):
                bytes.append(2)
                bytes.append(contentsOf: text.utf8)
            }
            // No text holds a null byte, so values cannot run into one another.
            bytes.append(0)
        }
        rowCount += 1
        sum &+= Sodium.shortHash(of: bytes, key: Self.key)
    }

    /// The sum of the rows' digests, in hexadecimal.
    public var checksum: String { String(sum, radix: 16) }
}
