import CivilTime
import Engine
import JSONText
import Testing

@testable import LaurelAPI

@Suite struct StreakWindowWireTests {
    @Test(arguments: [
        Row("a lost zone", "Mars/Olympus", #""timezone":"Mars/Olympus","timezoneIsMissing":true,"#),
        Row("a known zone", "Asia/Tokyo", #""timezone":"Asia/Tokyo","#),
    ]) func `a zone that the system lost is said to be missing`(row: Row<String, String>) {
        let zones = ZoneDatabase()
        let window = StreakWindow.calendar(
            CalendarWindow(unit: .day),
            zone: zones.zoneOrUTC(named: row.input)
        )
        var writer = JSONWriter()
        writer.object { StreakWindowWire.write(window, zones: zones, to: &$0) }
        let expected =
            #"{"type":"calendar","period":"daily",\#(row.expected)"resetTime":"00:00"}"#
        #expect(String(decoding: writer.finish(), as: UTF8.self) == expected)
    }
}
