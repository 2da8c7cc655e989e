import ChildProcess
import Foundation

/// Runs `zone_oracle.py`, which asks Python's own reader about every zone of a folder.
struct ZoneOracle {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// What the script says, line by line; the format is written down there.
    static func lines(directory: String) throws -> [[UInt8]] {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "zone_oracle.py").path
        let ended = try ChildProcess.run("/usr/bin/env", ["python3", script, directory])
        guard ended.status == 0, !ended.output.isEmpty else {
            throw Failure(
                description: "zone_oracle.py ended with status \(ended.status). "
                    + "This test compares every zone with Python's reader: "
                    + "install python3, version 3.9 or later."
            )
        }
        return ended.output.split(separator: UInt8(ascii: "\n")).map(Array.init)
    }

    /// The whole numbers of a line, after its letter.
    static func numbers(_ line: [UInt8]) -> [Int64] {
        var numbers: [Int64] = []
        var value: Int64 = 0
        var isNegative = false
        for byte in line.dropFirst(2) {
            switch byte {
            case UInt8(ascii: " "):
                numbers.append(isNegative ? -value : value)
                value = 0
                isNegative = false
            case UInt8(ascii: "-"): isNegative = true
            default: value = value * 10 + Int64(byte) - 0x30
            }
        }
        numbers.append(isNegative ? -value : value)
        return numbers
    }
}
