import ChildProcess
import Dispatch
import Foundation

/// The program that was built with the tests.
enum Program {
    /// What a run came to.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    struct NotBuilt: Error, CustomStringConvertible {
        let path: String

        var description: String { "\(path) is not built; 'swift build' makes it." }
    }

    /// The file: beside the bundle of the tests.
    static func url() throws -> URL {
        // The test runner may be the bundle itself or a helper that loads it, so the bundle is
        // looked for on the command line too.
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        let places = [URL(fileURLWithPath: bundle), Bundle.main.bundleURL]
        let candidates =
            places.map { $0.deletingLastPathComponent().appendingPathComponent("laurel") }
            + [Bundle.main.bundleURL.appendingPathComponent("laurel")]
        guard
            let url = candidates.first(where: {
                FileManager.default.isExecutableFile(atPath: $0.path)
            })
        else { throw NotBuilt(path: candidates.last?.path ?? "laurel") }
        return url
    }

    /// Runs it in a folder and waits for its end, on a thread where that keeps no test waiting.
    static func run(_ arguments: [String], in folder: URL? = nil) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try wait(for: arguments, in: folder) })
            }
        }
    }

    private static func wait(for arguments: [String], in folder: URL?) throws -> Outcome {
        let folder = folder ?? FileManager.default.temporaryDirectory
        let ended = try ChildProcess.run(try url().path, arguments, in: folder.path)
        return Outcome(
            status: ended.status,
            output: String(decoding: ended.output, as: UTF8.self),
            errors: String(decoding: ended.errors, as: UTF8.self)
        )
    }
}
