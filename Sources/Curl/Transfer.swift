internal import CCurl
import HTTP

/// A request that is under way, and what has come of it so far.
@safe final class Transfer {
    let handle: EasyHandle
    private let addresses: OutgoingAddresses
    private let limits: CurlLimits
    private let onBytes: (@Sendable ([UInt8]) -> Void)?
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var result = OutgoingResult()
    private var headerByteCount = 0
    private var refusedAddress: IPAddress?
    private var isCutShort = false
    let finish: @Sendable (OutgoingResult) -> Void

    /// A request on a handle of the library, which is its alone until it is finished.
    init(
        _ request: OutgoingRequest,
        on handle: EasyHandle,
        to addresses: OutgoingAddresses,
        certificates: String?,
        _ limits: CurlLimits,
        finish: @escaping @Sendable (OutgoingResult) -> Void
    ) {
        self.handle = handle
        self.addresses = addresses
        self.limits = limits
        self.finish = finish
        onBytes = request.onBytes
        unsafe headers = nil
        setBounds(certificates)
        set(request)
        unsafe curl_set_callbacks(
            handle.pointer,
            Unmanaged.passUnretained(self).toOpaque(),
            bodyArrived,
            headerArrived,
            socketWanted
        )
    }

    deinit {
        unsafe curl_slist_free_all(headers)
    }

    /// What holds whatever is asked: two protocols, no proxy of the environment, no redirects.
    private func setBounds(_ certificates: String?) {
        handle.reset()
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_PROXY, "")
        handle.set(CURLOPT_FOLLOWLOCATION, 0)
        handle.set(CURLOPT_NOSIGNAL, 1)
        if onBytes == nil {
            handle.set(CURLOPT_TIMEOUT_MS, limits.patience.wholeMilliseconds)
        } else {
            handle.set(CURLOPT_LOW_SPEED_LIMIT, 1)
            handle.set(CURLOPT_LOW_SPEED_TIME, Int(limits.maximumSilence.components.seconds))
        }
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, limits.connectPatience.wholeMilliseconds)
        handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        handle.set(CURLOPT_TCP_KEEPALIVE, 1)
        if let certificates { handle.set(CURLOPT_CAINFO, certificates) }
    }

    private func set(_ request: OutgoingRequest) {
        handle.set(CURLOPT_URL, request.url)
        // Without it, the library waits for a word before it sends a long body. It would be signed, and
        // not be sent.
        if request.signature == nil {
            unsafe headers = unsafe curl_slist_append(headers, "Expect:")
        }
        for field in request.headers {
            unsafe headers = unsafe curl_slist_append(headers, "\(field.name): \(field.value)")
        }
        unsafe curl_set_header_list(handle.pointer, headers)
        if request.method != "GET" { handle.setBody(request.body) }
        handle.set(CURLOPT_CUSTOMREQUEST, request.method)
        if let signature = request.signature {
            handle.set(CURLOPT_AWS_SIGV4, "aws:amz:\(signature.region):s3")
            handle.set(CURLOPT_USERNAME, signature.keyID)
            handle.set(CURLOPT_PASSWORD, signature.secret)
        }
    }

    /// What came of it, once the library says that it has ended.
    func outcome(_ code: CURLcode) -> OutgoingResult {
        let status = handle.status
        result.duration = handle.duration
        // An answer that is too long has been read as far as it counts.
        if status > 0, code == CURLE_OK || isCutShort {
            result.status = status
            return result
        }
        result.body = []
        result.hasLeft = handle.requestSize > 0
        result.failure =
            if let refusedAddress {
                "the address \(refusedAddress) is not on the public Internet"
            } else {
                unsafe String(cString: curl_easy_strerror(code))
            }
        return result
    }
}

// MARK: - What the library calls

extension Transfer {
    fileprivate func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        if let onBytes, handle.status == 200 {
            unsafe onBytes(Array(bytes))
            return bytes.count
        }
        let room = limits.maximumAnswerBytes - result.body.count
        unsafe result.body.append(contentsOf: bytes.prefix(room))
        guard bytes.count <= room else {
            isCutShort = true
            return 0
        }
        return bytes.count
    }

    fileprivate func takeHeader(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        headerByteCount += bytes.count
        guard headerByteCount <= CurlLimits.maximumHeaderBytes else { return 0 }
        let line = unsafe String(decoding: bytes, as: UTF8.self)
        let name = "retry-after:"
        if line.lowercased().hasPrefix(name) {
            let value = line.dropFirst(name.count).drop(while: \.isWhitespace)
            result.retryAfter = String(value.prefix { !$0.isNewline })
        }
        return bytes.count
    }

    fileprivate func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> Int32 {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard unsafe curl_read_address(address, &bytes) == 1 else { return CURL_SOCKET_BAD }
        let wanted = IPAddress(version6: bytes)
        guard addresses.allows(wanted) else {
            refusedAddress = wanted
            return CURL_SOCKET_BAD
        }
        refusedAddress = nil
        return unsafe curl_make_socket(address)
    }
}

private let bodyArrived: curl_write_callback = { data, size, count, context in
    guard let (transfer, bytes) = unsafe arrival(data, size * count, context) else { return 0 }
    return unsafe transfer.take(bytes)
}

private let headerArrived: curl_write_callback = { data, size, count, context in
    guard let (transfer, bytes) = unsafe arrival(data, size * count, context) else { return 0 }
    return unsafe transfer.takeHeader(bytes)
}

private let socketWanted: curl_opensocket_callback = { context, _, address in
    guard let context = unsafe context, let address = unsafe address else {
        return CURL_SOCKET_BAD
    }
    let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    return unsafe transfer.openSocket(address)
}

private func arrival(
    _ data: UnsafeMutablePointer<CChar>?,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> (Transfer, UnsafeBufferPointer<UInt8>)? {
    guard let context = unsafe context, let data = unsafe data else { return nil }
    let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    let bytes = unsafe UnsafeRawBufferPointer(start: data, count: count)
    return unsafe (transfer, bytes.bindMemory(to: UInt8.self))
}

extension Duration {
    /// In whole milliseconds.
    var wholeMilliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
