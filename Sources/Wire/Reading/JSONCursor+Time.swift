public import CivilTime
import HTTP
public import JSONText

extension JSONCursor {
    /// The instant that a text is; one without an offset is refused, unless it is to be UTC.
    public func instant(assumingUTC: Bool = false) throws -> Instant {
        let text = try string()
        do throws(CivilTimeError) {
            return try Instant(iso8601: text)
        } catch {
            if assumingUTC, error.code == .missingOffset,
                let instant = try? Instant(iso8601: text + "Z")
            {
                return instant
            }
            throw refusal(error)
        }
    }

    /// The civil day that a text is.
    public func date() throws -> CivilDate {
        let text = try string()
        do throws(CivilTimeError) {
            return try CivilDate(iso8601: text)
        } catch {
            throw refusal(error)
        }
    }

    /// The zone that a text names.
    public func zone(in zones: ZoneDatabase) throws -> Zone {
        let name = try string()
        do throws(CivilTimeError) {
            return try zones.zone(named: name)
        } catch {
            throw refusal(error)
        }
    }

    /// The time of day that a text is, such as `04:30`.
    public func wallTime() throws(InvalidInput) -> WallTime {
        let text = try string()
        guard text.utf8.count == "04:30".utf8.count, let time = try? WallTime(text) else {
            throw invalid("must be a time of day such as \"04:30\"")
        }
        return time
    }

    private func refusal(_ error: CivilTimeError) -> HTTPError {
        .unprocessable("\(path): \(error.message)")
    }
}

extension Instant {
    /// The instant in UTC, with milliseconds only where it has any: `2026-05-23T08:15:00Z`.
    public var shortText: String {
        let text = iso8601
        let fraction = ".000Z"
        return text.hasSuffix(fraction) ? text.dropLast(fraction.count) + "Z" : text
    }
}
