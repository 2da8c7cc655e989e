import CivilTime

/// Dates as mails have them: `Tue, 10 Nov 2026 20:00:00 +0000`.
enum MailDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(of moment: Instant) -> String {
        let local = Zone.utc.localDateTime(at: moment)
        let parts = local.date.iso8601.split(separator: "-")
        let month = Int(parts[1]).map { months[$0 - 1] } ?? ""
        let time = [local.time.hour, local.time.minute, local.time.second]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(days[local.date.weekday]), \(parts[2]) \(month) \(parts[0]) \(time) +0000"
    }
}
