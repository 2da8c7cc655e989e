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

    /// The header fields of the request, which begins with the method in the library's memory.
    func readHeader(method: UnsafePointer<CChar>, version: UnsafePointer<CChar>) -> HeaderReader {
        let start = unsafe UnsafeRawPointer(method)
        let end = unsafe start + microhttpd_header_size(handle)
        var reader = unsafe HeaderReader(after: UnsafeRawPointer(version), end: end)
        unsafe withUnsafeMutablePointer(to: &reader) { pointer in
            _ = unsafe MHD_get_connection_values_n(handle, .HEADER_KIND, collectField, pointer)
        }
        reader.finish()
        return reader
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

    /// Something came of the thread's round.
    func makeProgress() {
        thread.makeProgress()
    }

    /// Begins to send an answer.
    func send(_ response: Response) -> Bool {
        let outgoing = OutgoingResponse(response, on: self, front: thread.front)
        return unsafe outgoing.queue(status: UInt32(response.status.code), on: handle)
    }
}

private func collectField(
    _ context: UnsafeMutableRawPointer?,
    _ kind: MHD_ValueKind,
    _ name: UnsafePointer<CChar>?,
    _ nameSize: Int,
    _ value: UnsafePointer<CChar>?,
    _ valueSize: Int
) -> MHD_Result {
    guard let context = unsafe context, let name = unsafe name else { return .NO }
    let reader = unsafe context.assumingMemoryBound(to: HeaderReader.self)
    unsafe reader.pointee.add(
        name: UnsafeRawBufferPointer(start: name, count: nameSize),
        value: UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : valueSize)
    )
    return .YES
}
