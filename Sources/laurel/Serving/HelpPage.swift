import HTTP

/// Where the documentation that the server has with it explains an error.
enum HelpPage {
    /// The page, by the path at which it is served.
    static let path = "/docs/troubleshooting"

    /// A header field that leads to the explanation of a status.
    static func link(to status: Status) -> String {
        let anchor = anchors.first { $0.statuses.contains(status.code) }?.anchor
        return "<\(path)\(anchor.map { "#\($0)" } ?? "")>; rel=\"help\""
    }

    /// The headings of the page, each with the statuses that it is about; a test compares them.
    private static let anchors: [(statuses: [Int], anchor: String)] = [
        ([400], "400-the-request-cannot-be-read"),
        ([401], "401-who-are-you"),
        ([403], "403-you-may-not-do-this"),
        ([404], "404-it-is-not-there"),
        ([405, 413, 414, 415, 431], "405-413-414-415-431"),
        ([422], "422-a-value-breaks-a-rule"),
        ([429], "429-too-many-requests"),
        ([500], "500-a-fault-of-laurel"),
        ([503], "503-not-now"),
    ]
}
