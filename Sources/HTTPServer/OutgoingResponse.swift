import CMicroHTTPD
import Glibc
import HTTP

/// A response in the library's form; the library keeps it as long as it sends it.
@safe
struct OutgoingResponse: ~Copyable {
    private let handle: OpaquePointer?

    init(_ response: Response, on connection: Connection, front: Front) {
        switch response.body {
        case .bytes(let bytes):
            unsafe handle = bytes.withUnsafeBytes { buffer in
                unsafe MHD_create_response_from_buffer(
                    buffer.count,
                    UnsafeMutableRawPointer(mutating: buffer.baseAddress),
                    .RESPMEM_MUST_COPY
                )
            }
        case .stream(let source):
            let stream = OutgoingStream(source, on: connection, front: front)
            unsafe handle = MHD_create_response_from_callback(
                OutgoingResponse.unknownSize,
                OutgoingResponse.blockSize,
                readStream,
                Unmanaged.passRetained(stream).toOpaque(),
                releaseStream
            )
        }
        add(response, front: front)
    }

    deinit {
        if let handle = unsafe handle { unsafe MHD_destroy_response(handle) }
    }

    /// The library's `MHD_SIZE_UNKNOWN`, a cast that Swift cannot import: the body is chunked.
    private static let unknownSize = UInt64.max
    private static let blockSize = 64 << 10

    private func add(_ response: Response, front: Front) {
        for field in response.headers.fields {
            add(field.name, field.value, front.log)
        }
        let hasContent = response.status != .noContent && response.status != .notModified
        if hasContent && response.headers["Content-Type"] == nil {
            add("Content-Type", "application/json", front.log)
        }
        if front.traffic.isDraining { add("Connection", "close", front.log) }
    }

    private func add(_ name: String, _ value: String, _ log: (String) -> Void) {
        if unsafe MHD_add_response_header(handle, name, value) != .YES {
            log("The response header \(name) was left out: its value is not allowed there.")
        }
    }

    /// Begins to send it.
    func queue(status: UInt32, on connection: OpaquePointer) -> Bool {
        unsafe MHD_queue_response(connection, status, handle) == .YES
    }
}

private func readStream(
    _ context: UnsafeMutableRawPointer?,
    _ position: UInt64,
    _ buffer: UnsafeMutablePointer<CChar>?,
    _ size: Int
) -> Int {
    // The library's `MHD_CONTENT_READER_END_OF_STREAM` and `…_END_WITH_ERROR`, casts both.
    let endOfStream = -1
    let endWithError = -2
    guard let context = unsafe context, let buffer = unsafe buffer else { return endWithError }
    let stream = unsafe Unmanaged<OutgoingStream>.fromOpaque(context).takeUnretainedValue()
    switch stream.next(maximumBytes: size) {
    case .later: return 0
    case .end: return endOfStream
    case .failure: return endWithError
    case .bytes(let bytes):
        unsafe UnsafeMutableRawBufferPointer(start: buffer, count: size).copyBytes(from: bytes)
        return bytes.count
    }
}

private func releaseStream(_ context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    unsafe Unmanaged<OutgoingStream>.fromOpaque(context).release()
}
