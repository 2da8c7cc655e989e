import CivilTime

extension Int64 {
    /// The first date of a calendar period.
    var date: CivilDate { CivilDate(dayNumber: Int32(clamping: self)) }
}

extension CivilDate {
    /// The number of the day, as periods are kept.
    var key: Int64 { Int64(dayNumber) }
}

extension WallTime {
    static let noon = WallTime(hour: 12, minute: 0) ?? .midnight
}
