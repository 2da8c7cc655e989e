import CMicroHTTPD
import Glibc
import HTTP

// What the library calls, on the server's threads. Each finds its objects behind the pointers that
// it was given: the thread behind the daemon's, the exchange behind the request's.

typealias LogCallback =
    @convention(c) (
        UnsafeMutableRawPointer?, UnsafePointer<CChar>?
    ) -> Void
typealias BeginCallback =
    @convention(c) (
        UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?
    ) -> UnsafeMutableRawPointer?
typealias UnescapeCallback =
    @convention(c) (
        UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?
    ) -> Int
typealias EndCallback =
    @convention(c) (
        UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
        MHD_RequestTerminationCode
    ) -> Void

typealias ConnectionCallback =
    @convention(c) (
        UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
        MHD_ConnectionNotificationCode
    ) -> Void

/// A connection has been accepted, or is about to be closed.
let connectionChanged: ConnectionCallback = { context, connection, _, change in
    guard let context = unsafe context else { return }
    let thread = unsafe Unmanaged<ServerThread>.fromOpaque(context).takeUnretainedValue()
    thread.makeProgress()
    let descriptor = unsafe microhttpd_descriptor(connection)
    let visitor = unsafe Arrivals.Visitor(handle: connection)
    switch change {
    case .CONNECTION_NOTIFY_STARTED:
        thread.awaitArrival(on: visitor)
        thread.front.sockets.insert(descriptor)
    case .CONNECTION_NOTIFY_CLOSED:
        thread.endArrival(on: visitor)
        thread.closeConnection()
        thread.front.sockets.remove(descriptor)
    }
}

/// The library has something to say that no client can be told.
let logLine: LogCallback = { context, line in
    guard let context = unsafe context, let line = unsafe line else { return }
    let thread = unsafe Unmanaged<ServerThread>.fromOpaque(context).takeUnretainedValue()
    let text = unsafe String(cString: line)
    if LibraryLine.refusesLength(text) { thread.dismissMeasureless() }
    guard !LibraryLine.isAboutOneClient(text) else { return }
    thread.front.log(text.hasSuffix("\n") ? String(text.dropLast()) : text)
}

/// A request line has arrived: makes the exchange, which `requestEnded` releases.
let requestBegan: BeginCallback = { context, target, connection in
    guard let context = unsafe context, let target = unsafe target else { return nil }
    let thread = unsafe Unmanaged<ServerThread>.fromOpaque(context).takeUnretainedValue()
    unsafe thread.awaitArrival(on: Arrivals.Visitor(handle: connection))
    let text = unsafe String(validatingCString: target)
    unsafe microhttpd_empty_query(target)
    let exchange = Exchange(front: thread.front, target: text)
    return unsafe Unmanaged.passRetained(exchange).toOpaque()
}

/// Leaves the path as it was sent; the router decodes it, after it has found the segments.
let keepEscapes: UnescapeCallback = { _, _, text in
    guard let text = unsafe text else { return 0 }
    return unsafe strlen(text)
}

/// The answer has been sent, or the connection is lost.
let requestEnded: EndCallback = { context, connection, slot, _ in
    if let context = unsafe context {
        let thread = unsafe Unmanaged<ServerThread>.fromOpaque(context).takeUnretainedValue()
        unsafe thread.awaitArrival(on: Arrivals.Visitor(handle: connection))
    }
    guard let slot = unsafe slot, let exchange = unsafe slot.pointee else { return }
    unsafe slot.pointee = nil
    unsafe Unmanaged<Exchange>.fromOpaque(exchange).release()
}

/// The header, some of the body, or the end of the request has arrived, or the connection has been
/// resumed.
func requestProgressed(
    _ context: UnsafeMutableRawPointer?,
    _ handle: OpaquePointer?,
    _ path: UnsafePointer<CChar>?,
    _ method: UnsafePointer<CChar>?,
    _ version: UnsafePointer<CChar>?,
    _ chunk: UnsafePointer<CChar>?,
    _ chunkSize: UnsafeMutablePointer<Int>?,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let context = unsafe context, let handle = unsafe handle, let method = unsafe method,
        let version = unsafe version, let chunkSize = unsafe chunkSize,
        let pointer = unsafe slot?.pointee
    else { return .NO }
    let thread = unsafe Unmanaged<ServerThread>.fromOpaque(context).takeUnretainedValue()
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
    let connection = unsafe Connection(handle: handle, thread: thread)
    thread.makeProgress()
    let step: Exchange.Step
    if exchange.isArriving {
        let reader = unsafe connection.readHeader(method: method, version: version)
        step = unsafe exchange.headerArrived(
            Method(String(cString: method)),
            reader.headers,
            version: String(cString: version),
            problem: reader.problem
        )
    } else if unsafe chunkSize.pointee > 0 {
        let bytes = unsafe UnsafeRawBufferPointer(start: chunk, count: chunkSize.pointee)
        step = unsafe exchange.bodyArrived(bytes)
        unsafe chunkSize.pointee = 0
    } else {
        unsafe thread.endArrival(on: Arrivals.Visitor(handle: handle))
        step = exchange.proceed(on: connection)
    }
    switch step {
    case .goOn: return .YES
    case .cut: return .NO
    case .answer(let response):
        unsafe thread.endArrival(on: Arrivals.Visitor(handle: handle))
        return connection.send(response) ? .YES : .NO
    }
}
