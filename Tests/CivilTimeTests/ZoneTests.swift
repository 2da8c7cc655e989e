import CivilTime
import Testing

@Suite struct ZoneTests {
    private let zones = ZoneDatabase()

    @Test func `the day that Apia jumped over does not exist`() throws {
        let apia = try zones.zone(named: "Pacific/Apia")
        let missing = try CivilDate(iso8601: "2011-12-30")
        #expect(!apia.dayExists(missing))
        #expect(apia.day(before: try CivilDate(iso8601: "2011-12-31")) == missing.adding(days: -1))
        #expect(apia.startOfDay(missing) == apia.startOfDay(missing.adding(days: 1)))
    }
}
