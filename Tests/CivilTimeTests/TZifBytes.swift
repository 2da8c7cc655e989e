/// Builds TZif files for tests, right ones and wrong ones.
struct TZifBytes {
    var version: Character? = "2"
    var changes: [(second: Int64, type: UInt8)] = []
    var types: [(offset: Int32, isDaylight: UInt8, name: UInt8)] = [(0, 0, 0)]
    var names: [UInt8] = Array("AAA\0".utf8)
    var leaps: [(second: Int64, correction: Int32)] = []
    var footer: String? = "\nAAA0\n"
    /// Says other counts than there are: the six numbers of the header, in its order.
    var counts: [UInt32]?

    var bytes: [UInt8] {
        guard version != nil else { return block(timeSize: 4) }
        var old = self
        old.changes = []
        old.leaps = []
        old.counts = nil
        return old.block(timeSize: 4) + block(timeSize: 8) + Array((footer ?? "").utf8)
    }

    private func block(timeSize: Int) -> [UInt8] {
        var bytes = Array("TZif".utf8) + [version?.asciiValue ?? 0]
        bytes += [UInt8](repeating: 0, count: 15)
        let real = [0, 0, leaps.count, changes.count, types.count, names.count].map(UInt32.init)
        for count in counts ?? real {
            bytes += Self.bigEndian(Int64(count), byteCount: 4)
        }
        for change in changes {
            bytes += Self.bigEndian(change.second, byteCount: timeSize)
        }
        bytes += changes.map(\.type)
        for type in types {
            bytes += Self.bigEndian(Int64(type.offset), byteCount: 4)
            bytes += [type.isDaylight, type.name]
        }
        bytes += names
        for leap in leaps {
            bytes += Self.bigEndian(leap.second, byteCount: timeSize)
            bytes += Self.bigEndian(Int64(leap.correction), byteCount: 4)
        }
        return bytes
    }

    private static func bigEndian(_ value: Int64, byteCount: Int) -> [UInt8] {
        (0..<byteCount).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
