import ChildProcess
import Gzip
import OperatingSystem
import TestBasics
import Testing

/// What is packed is unpacked by others.
@Suite struct GzipTests {
    @Test(arguments: [0, 1, 1_000, 300_000]) func `gzip unpacks what was packed`(
        count: Int
    ) throws {
        var random = SplitMix64(state: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() % 7) }
        let packed = Gzip.pack(bytes)
        #expect(packed == Gzip.pack(bytes))
        let folder = try TemporaryFolder()
        try FileFolder(folder.path).put(packed, as: "packed.gz")
        let gzip = try ChildProcess.run("/bin/gzip", ["-dc", folder.path + "/packed.gz"])
        #expect(gzip.status == 0)
        #expect(gzip.output == bytes)
    }
}
