import CivilTime
import Engine
import ServiceRuntime
import Testing

@Suite struct PublicIDTests {
    private static let noon = Instant(seconds: 1_780_315_200)

    @Test func `public ids are UUIDs of version 7, and differ`() {
        let ids = (0..<1_000).map { _ in PublicID.make(at: Self.noon) }
        #expect(Set(ids).count == 1_000)
        #expect(ids.allSatisfy { UUIDText.isValid($0) && Array($0.utf8)[14] == UInt8(ascii: "7") })
        #expect(Set(ids.map { $0.prefix(13) }).count == 1)
    }
}
