internal import CCurl

/// What the library runs many transfers on.
///
/// All of it is called by one thread, but for `wake`, which any may call.
@safe final class MultiHandle: @unchecked Sendable {
    private let multi: UnsafeMutableRawPointer

    init() {
        precondition(Self.isReady, "the library for HTTP could not initialise")
        guard let multi = unsafe curl_multi_init() else {
            preconditionFailure("the system has no memory left")
        }
        unsafe self.multi = unsafe multi
        unsafe curl_set_bound(multi, CURLMOPT_MAXCONNECTS, CurlLimits.keptConnections)
        unsafe curl_set_bound(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    }

    deinit {
        unsafe curl_multi_cleanup(multi)
    }

    /// Once, before any other call.
    static let isReady = curl_start_library() == CURLE_OK

    func add(_ handle: EasyHandle) {
        unsafe curl_multi_add_handle(multi, handle.pointer)
    }

    func remove(_ handle: EasyHandle) {
        unsafe curl_multi_remove_handle(multi, handle.pointer)
    }

    /// Does what can be done without waiting.
    func perform() {
        var count: Int32 = 0
        unsafe curl_multi_perform(multi, &count)
    }

    /// Waits until something can be done, or somebody wakes the thread.
    func wait() {
        unsafe curl_multi_poll(multi, nil, 0, CurlLimits.sleepMilliseconds, nil)
    }

    /// Ends the waiting.
    func wake() {
        unsafe curl_multi_wakeup(multi)
    }

    /// The number of a handle whose transfer has ended, and how.
    func nextFinished() -> (UInt, CURLcode)? {
        var code = CURLE_OK
        guard let handle = unsafe curl_next_finished(multi, &code) else { return nil }
        return (UInt(bitPattern: handle), code)
    }
}
