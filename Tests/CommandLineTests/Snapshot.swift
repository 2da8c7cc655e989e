// Foundation reads the files.
import Foundation

/// The texts that the program is known to print.
///
/// After a wanted change: `.build/debug/laurel help serve > Tests/CommandLineTests/Snapshots/serve.txt`
enum Snapshot {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("Snapshots")

    /// The text of that name.
    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent("\(name).txt"), encoding: .utf8)
    }

    /// The names of all texts.
    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(".txt".count)) }
    }
}
