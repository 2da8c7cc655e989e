import ChildProcess
import OperatingSystem
import TestBasics
import Testing
import Zstd

/// What is packed is unpacked by others.
@Suite struct ZstdTests {
    @Test(arguments: [0, 1, 1_000, 300_000]) func `zstd unpacks what was packed`(
        count: Int
    ) throws {
        var random = SplitMix64(state: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() % 7) }
        let packed = Zstd.pack(bytes)
        #expect(packed == Zstd.pack(bytes))
        let folder = try TemporaryFolder()
        try FileFolder(folder.path).put(packed, as: "packed.zst")
        let zstd = try ChildProcess.run("/usr/bin/zstd", ["-dcq", folder.path + "/packed.zst"])
        #expect(zstd.status == 0)
        #expect(zstd.output == bytes)
    }
}
