import CPostgres

/// Where what a server says unasked goes: libpq itself would write it to standard error, without a
/// time and in the server's words.
@safe final class PostgresNotices: Sendable {
    private let note: @Sendable (String) -> Void

    init(_ note: @escaping @Sendable (String) -> Void) {
        self.note = note
    }

    /// Has a connection's notices come here, for as long as this is kept.
    func receive(from connection: OpaquePointer) {
        let address = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe PQsetNoticeProcessor(
            connection,
            { address, text in
                guard let address = unsafe address, let text = unsafe text else { return }
                let notices = unsafe Unmanaged<PostgresNotices>.fromOpaque(address)
                unsafe notices.takeUnretainedValue().note(String(cString: text).oneLine)
            },
            address
        )
    }
}

extension String {
    /// The text without line breaks, for a log.
    var oneLine: String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
