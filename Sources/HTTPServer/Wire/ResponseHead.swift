import HTTP

/// Writes the status line and the header of an answer.
struct ResponseHead {
    /// How the client finds the end of the body.
    enum Framing {
        case length(Int)
        case chunked
        /// The answer has no body by its status, or its body ends with the connection.
        case unsaid
    }

    let response: Response
    let framing: Framing
    /// What `Connection` says, if anything.
    let connection: String?
    /// The value of `Date`.
    let date: String
    let log: @Sendable (String) -> Void

    /// The bytes, the empty line included, with room for a body behind them.
    func bytes(roomForBody: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + roomForBody)
        bytes += "HTTP/1.1 \(response.status.code) \(response.status.reason)\r\n".utf8
        add("Date", date, to: &bytes)
        for field in response.headers.fields {
            guard isWritable(field) else {
                log("The response header \(field.name) was left out: it is not allowed there.")
                continue
            }
            add(field.name, field.value, to: &bytes)
        }
        if hasContent && response.headers["Content-Type"] == nil {
            add("Content-Type", "application/json", to: &bytes)
        }
        switch framing {
        case .length(let count): add("Content-Length", String(count), to: &bytes)
        case .chunked: add("Transfer-Encoding", "chunked", to: &bytes)
        case .unsaid: break
        }
        if let connection { add("Connection", connection, to: &bytes) }
        bytes += "\r\n".utf8
        return bytes
    }

    private var hasContent: Bool {
        response.status != .noContent && response.status != .notModified
    }

    private func add(_ name: String, _ value: String, to bytes: inout [UInt8]) {
        bytes += name.utf8
        bytes += ": ".utf8
        bytes += value.utf8
        bytes += "\r\n".utf8
    }

    /// Whether a field can be written so that it is read as that field, and is not the server's own.
    private func isWritable(_ field: Headers.Field) -> Bool {
        !field.name.isEmpty && field.name.utf8.allSatisfy { Token.isCharacter($0) }
            && field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }
            && !Self.isOurs(field.name)
    }

    private static func isOurs(_ name: String) -> Bool {
        switch name.utf8.count {
        case 4: name.lowercased() == "date"
        case 10: name.lowercased() == "connection"
        case 14: name.lowercased() == "content-length"
        case 17: name.lowercased() == "transfer-encoding"
        default: false
        }
    }
}
