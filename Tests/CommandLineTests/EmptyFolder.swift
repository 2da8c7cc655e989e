// Foundation has the folder for temporary files.
import Foundation

/// A folder that goes with the test.
final class EmptyFolder {
    let url = FileManager.default.temporaryDirectory
        .appendingPathComponent("laurel-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url.path)
    }
}
