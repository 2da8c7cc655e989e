// Foundation writes the file.
import Foundation
import Gzip
import TestBasics
import Testing

/// What is packed is unpacked by others.
@Suite struct GzipTests {
    @Test(arguments: [0, 1, 1_000, 300_000]) func `gzip unpacks what was packed`(count: Int) throws
    {
        var random = SplitMix64(seed: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() % 7) }
        let folder = try TemporaryFolder()
        let file = folder.path + "/packed.gz"
        let packed = Gzip.pack(bytes)
        #expect(packed == Gzip.pack(bytes))
        try Data(packed).write(to: URL(fileURLWithPath: file))
        let pipe = Pipe()
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
        gzip.arguments = ["-dc", file]
        gzip.standardOutput = pipe
        try gzip.run()
        let found = pipe.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        #expect(gzip.terminationStatus == 0)
        #expect([UInt8](found) == bytes)
    }
}
