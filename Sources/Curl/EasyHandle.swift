internal import CCurl

/// What the library runs one transfer on, and then another.
@safe final class EasyHandle {
    let pointer: UnsafeMutableRawPointer

    /// By what the library names it when its transfer has ended.
    var number: UInt { unsafe UInt(bitPattern: pointer) }

    /// Nothing when the system has no memory left.
    init?() {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
    }

    /// As it was when it was new, but for the connections that it has made.
    func reset() { unsafe curl_easy_reset(pointer) }

    func set(_ option: CURLoption, _ number: Int) {
        unsafe curl_set_number(pointer, option, number)
    }

    func set(_ option: CURLoption, _ text: String) {
        unsafe curl_set_text(pointer, option, text)
    }

    /// A body, of which the library keeps a copy.
    func setBody(_ bytes: [UInt8]) {
        // The size comes before the copy, which it bounds.
        set(CURLOPT_POSTFIELDSIZE, bytes.count)
        unsafe curl_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, bytes)
    }

    var status: Int { unsafe curl_status(pointer) }

    /// How many bytes of requests have left.
    var requestSize: Int { unsafe curl_request_size(pointer) }

    var duration: Duration { .microseconds(unsafe curl_microseconds(pointer)) }
}
