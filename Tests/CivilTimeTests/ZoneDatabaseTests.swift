import CivilTime
import Foundation
import Testing

@Suite struct ZoneDatabaseTests {
    private let zones = ZoneDatabase()

    @Test(arguments: [
        "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "America/Port-au-Prince",
        "Etc/GMT+12", "Asia/Calcutta", "US/Pacific",
    ])
    func `a name of the system's data is found`(name: String) throws {
        let zone = try zones.zone(named: name)
        #expect(zone.identifier == name)
        #expect(try zones.zone(named: name) === zone, "A zone is compiled once.")
    }

    @Test(arguments: [
        "", "/", ".", "..", "../etc/passwd", "Europe/../Europe/Berlin", "/etc/localtime",
        "/usr/share/zoneinfo/UTC", "Europe", "Europe/", "/Europe/Berlin", "Europe//Berlin",
        "Europe/Berln", "europe/berlin", "EUROPE/BERLIN", "Europe\\Berlin", "Europe/Berlin\0",
        "Europe/Berlin ", " UTC", "UTC\n", "tzdata.zi", "zone.tab", "leapseconds", "+VERSION",
        "posix/Europe/Berlin", "right/Europe/Berlin", "posix", "localtime", "posixrules",
        "Europe/Berlin%00", "Zürich", "GMT+2:00", "+02:00", "🕐",
        String(repeating: "A", count: 65), String(repeating: "A/", count: 100_000),
    ])
    func `any other name is refused`(name: String) {
        let error = #expect(throws: CivilTimeError.self) { try zones.zone(named: name) }
        #expect(error?.code == .unknownZone)
        #expect((error?.message.utf8.count ?? .max) < 250)
    }

    @Test func `the refusal says what to write instead`() {
        let error = #expect(throws: CivilTimeError.self) { try zones.zone(named: "Europe/Berln") }
        #expect(
            error?.message == "\"Europe/Berln\" is not a time zone known to this system. "
                + "Use an IANA name such as \"Europe/Berlin\"."
        )
    }

    @Test func `a zone that is lost keeps its name and goes by UTC, until it is back`() throws {
        let lost = zones.zoneOrUTC(named: "Mars/Olympus")
        #expect(lost.identifier == "Mars/Olympus")
        #expect(lost.offset(at: .epoch) == 0)
        #expect(throws: CivilTimeError.self) { try zones.zone(named: "Mars/Olympus") }
        let known = zones.zoneOrUTC(named: "Asia/Tokyo")
        #expect(try known === zones.zone(named: "Asia/Tokyo"))
    }

    @Test func `the system's data is complete and says its version`() throws {
        try zones.check()
        let version = try #require(zones.version)
        #expect(version.count == 5 && version.hasPrefix("20"), "\(version)")
        let names = zones.names()
        #expect(names == names.sorted() && names.contains("Europe/Berlin"))
        for name in names {
            #expect(try zones.zone(named: name).identifier == name)
        }
    }

    @Test func `an empty TZDIR means the system's own`() {
        #expect(ZoneDatabase(directory: "").directory == ZoneDatabase.defaultDirectory)
        #expect(ZoneDatabase(directory: nil).directory == ZoneDatabase.defaultDirectory)
    }

    @Test func `another folder is used whole`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "laurel-zones-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "Test"),
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String, _ bytes: [UInt8]) throws {
            try Data(bytes).write(to: folder.appending(path: name))
        }
        try write("Test/Good", TZifBytes(types: [(3600, 0, 0)], footer: "\nAAA-1\n").bytes)
        try write("Test/Bad", Array(TZifBytes().bytes.dropLast(3)))
        try write("Test/Huge", TZifBytes().bytes + [UInt8](repeating: 0, count: 300_000))
        try write("+VERSION", Array("2031c\n".utf8))
        let zones = ZoneDatabase(directory: folder.path)

        #expect(zones.version == "2031c")
        #expect(try zones.zone(named: "Test/Good").offset(at: .epoch) == 3600)
        let bad = #expect(throws: CivilTimeError.self) { try zones.zone(named: "Test/Bad") }
        #expect(bad?.code == .malformedZone)
        #expect(throws: CivilTimeError.self) { try zones.zone(named: "Test/Huge") }
        #expect(throws: CivilTimeError.self) { try zones.zone(named: "Europe/Berlin") }
        #expect(zones.names() == ["Test/Bad", "Test/Good"])
        let missing = #expect(throws: CivilTimeError.self) { try zones.check() }
        #expect(missing?.code == .missingZoneData)
    }

    @Test func `a missing folder is told before anyone is served`() {
        let zones = ZoneDatabase(directory: "/nonexistent/zoneinfo")
        #expect(zones.version == nil)
        #expect(zones.names().isEmpty)
        #expect(throws: CivilTimeError.self) { try zones.check() }
    }

    @Test func `many callers at once get the same zone`() async throws {
        let zones = zones
        let identities = await withTaskGroup(of: ObjectIdentifier?.self) { group in
            for _ in 0..<200 {
                group.addTask { (try? zones.zone(named: "Asia/Tokyo")).map(ObjectIdentifier.init) }
            }
            return await group.reduce(into: Set<ObjectIdentifier?>()) { $0.insert($1) }
        }
        #expect(identities.count == 1 && !identities.contains(nil))
    }
}
