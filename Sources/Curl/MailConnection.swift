internal import CCurl
import HTTP

/// A connection to a server that takes mail, one mail after the other, on the thread of its owner.
@safe final class MailConnection {
    private let handle: EasyHandle
    private let server: MailServer
    private let limits: CurlLimits

    /// Nothing when the system has no memory left.
    init?(to server: MailServer, _ limits: CurlLimits) {
        // The library is made ready by whoever comes first.
        guard MultiHandle.isReady, let handle = EasyHandle() else { return nil }
        self.handle = handle
        self.server = server
        self.limits = limits
    }

    /// Hands a mail over.
    func send(_ mail: OutgoingMail) -> MailResult {
        let upload = MailUpload(mail.bytes, to: server.addresses)
        set(mail)
        let recipients = unsafe curl_slist_append(nil, mail.recipient)
        defer { unsafe curl_slist_free_all(recipients) }
        let context = unsafe Unmanaged.passUnretained(upload).toOpaque()
        unsafe curl_set_mail(handle.pointer, recipients, context, bytesWanted)
        unsafe curl_set_answers(handle.pointer, context, lineArrived)
        if server.addresses != nil {
            unsafe curl_set_socket_maker(handle.pointer, context, mailSocketWanted)
        }
        let code = withExtendedLifetime(upload) {
            unsafe curl_easy_perform(handle.pointer)
        }
        return result(code, upload)
    }

    private func set(_ mail: OutgoingMail) {
        handle.reset()
        handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        handle.set(CURLOPT_PROXY, "")
        handle.set(CURLOPT_NOSIGNAL, 1)
        handle.set(CURLOPT_TIMEOUT_MS, limits.mailPatience.wholeMilliseconds)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, limits.connectPatience.wholeMilliseconds)
        handle.set(CURLOPT_URL, server.url)
        handle.set(
            CURLOPT_USE_SSL,
            Int(server.requiresEncryption ? CURLUSESSL_ALL.rawValue : CURLUSESSL_TRY.rawValue)
        )
        if let user = server.user { handle.set(CURLOPT_USERNAME, user) }
        if let password = server.password { handle.set(CURLOPT_PASSWORD, password) }
        if let certificates = server.certificates { handle.set(CURLOPT_CAINFO, certificates) }
        handle.set(CURLOPT_MAIL_FROM, mail.returnPath)
        handle.set(CURLOPT_INFILESIZE, mail.bytes.count)
    }

    /// Once the first byte of a mail has been asked for, it may have arrived, whatever comes next:
    /// only an answer of the server says more.
    private func result(_ code: CURLcode, _ upload: MailUpload) -> MailResult {
        let answer = upload.lastLine
        if code == CURLE_OK { return MailResult(.taken, answer: answer) }
        if let address = upload.refusedAddress {
            return MailResult(.failed("the address \(address) is not on the public Internet"))
        }
        let reason = unsafe String(cString: curl_easy_strerror(code))
        let status = handle.status
        // The library does not reuse what has failed.
        if (500..<600).contains(status), code != CURLE_LOGIN_DENIED {
            return MailResult(.refused, answer: answer)
        }
        if (400..<500).contains(status) { return MailResult(.failed(reason), answer: answer) }
        if upload.hasBegun { return MailResult(.unclear(reason), answer: answer) }
        return MailResult(.failed(reason), answer: answer)
    }
}

/// The bytes of a mail while they are handed over, and what the server has said.
private final class MailUpload {
    private let bytes: [UInt8]
    private let addresses: OutgoingAddresses?
    private(set) var refusedAddress: IPAddress?
    private var position = 0
    private(set) var hasBegun = false
    private(set) var lastLine = ""

    init(_ bytes: [UInt8], to addresses: OutgoingAddresses?) {
        self.bytes = bytes
        self.addresses = addresses
    }

    /// A socket, if the server that is about to be reached may be: asked after every name was looked
    /// up.
    func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> Int32 {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard unsafe curl_read_address(address, &bytes) == 1 else { return CURL_SOCKET_BAD }
        let wanted = IPAddress(version6: bytes)
        guard addresses?.allows(wanted) ?? true else {
            refusedAddress = wanted
            return CURL_SOCKET_BAD
        }
        refusedAddress = nil
        return unsafe curl_make_socket(address)
    }

    func take(_ room: UnsafeMutableBufferPointer<UInt8>) -> Int {
        hasBegun = true
        let count = min(room.count, bytes.count - position)
        guard count > 0 else { return 0 }
        for index in 0..<count { unsafe room[index] = bytes[position + index] }
        position += count
        return count
    }

    func note(_ line: UnsafeBufferPointer<UInt8>) {
        let text = unsafe String(decoding: line.prefix(CurlLimits.keptMailAnswer), as: UTF8.self)
        lastLine = String(text.prefix { !$0.isNewline })
    }
}

private func bytesWanted(
    _ data: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context = unsafe context, let data = unsafe data else { return 0 }
    let upload = unsafe Unmanaged<MailUpload>.fromOpaque(context).takeUnretainedValue()
    let room = unsafe UnsafeMutableRawBufferPointer(start: data, count: size * count)
    return unsafe upload.take(room.bindMemory(to: UInt8.self))
}

private func lineArrived(
    _ data: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context = unsafe context, let data = unsafe data else { return 0 }
    let upload = unsafe Unmanaged<MailUpload>.fromOpaque(context).takeUnretainedValue()
    let bytes = unsafe UnsafeRawBufferPointer(start: data, count: size * count)
    unsafe upload.note(bytes.bindMemory(to: UInt8.self))
    return size * count
}

private let mailSocketWanted: curl_opensocket_callback = { context, _, address in
    guard let context = unsafe context, let address = unsafe address else {
        return CURL_SOCKET_BAD
    }
    let upload = unsafe Unmanaged<MailUpload>.fromOpaque(context).takeUnretainedValue()
    return unsafe upload.openSocket(address)
}
