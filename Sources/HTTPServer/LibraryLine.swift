/// What the library's log lines are about; their text is all that it gives.
enum LibraryLine {
    /// Whether a length is about to be refused.
    static func refusesLength(_ line: String) -> Bool {
        line.hasPrefix("Failed to parse `Content-Length'")
            || line.hasPrefix("Too large value of 'Content-Length'")
    }

    /// Whether it tells of one client that left, or was refused: everyday things, a line for each
    /// of which would let anybody fill the log.
    static func isAboutOneClient(_ line: String) -> Bool {
        clientLines.contains { line.hasPrefix($0) }
    }

    private static let clientLines = [
        "Application reported internal error", "Closing connection (application error generating",
        "Connection socket is closed", "Connection was closed by remote side",
        "Error processing request", "Failed to parse `Content-Length'", "Failed to send",
        "Not enough memory in pool", "Received HTTP/1.1 request without",
        "Socket has been disconnected", "Too large value of 'Content-Length'",
    ]
}
