import CMicroHTTPD
import HTTP

/// A connection of the library, lent for as long as it has a request.
///
/// It may be passed between threads: the library allows only `resume()` outside its own, and the
/// exchange's phase sees to it that this is all that happens there.
@safe
struct Connection: @unchecked Sendable {
    private let handle: OpaquePointer
    private let thread: ServerThread

    @unsafe
    init(handle: OpaquePointer, thread: ServerThread) {
        unsafe self.handle = handle
        self.thread = thread
    }

    /// The header fields of the request.
    func headers() -> Headers {
        var headers = Headers()
        unsafe withUnsafeMutablePointer(to: &headers) { pointer in
            _ = unsafe MHD_get_connection_values(handle, .HEADER_KIND, collectField, pointer)
        }
        return headers
    }

    /// Stops to work on the connection until it is resumed.
    func suspend() {
        unsafe MHD_suspend_connection(handle)
    }

    /// Wakes the connection, on its own thread.
    func resume() {
        unsafe MHD_resume_connection(handle)
        thread.wake()
    }

    /// Begins to send an answer.
    func send(_ response: Response) -> Bool {
        let outgoing = OutgoingResponse(response, thread: thread)
        return unsafe outgoing.queue(status: UInt32(response.status.code), on: handle)
    }
}

private func collectField(
    _ context: UnsafeMutableRawPointer?,
    _ kind: MHD_ValueKind,
    _ name: UnsafePointer<CChar>?,
    _ value: UnsafePointer<CChar>?
) -> MHD_Result {
    guard let context = unsafe context, let name = unsafe name else { return .NO }
    let headers = unsafe context.assumingMemoryBound(to: Headers.self)
    let text = unsafe value.map { unsafe String(cString: $0) } ?? ""
    unsafe headers.pointee.add(String(cString: name), text)
    return .YES
}
