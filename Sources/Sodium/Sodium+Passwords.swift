private import CSodium

extension Sodium {
    /// What is stored of a password: Argon2id with a salt of its own, and what it took, as one text.
    ///
    /// It takes some 64 MiB and a good part of a tenth of a second, so that guessing is dear; so call
    /// it where nobody waits for the thread.
    public static func passwordDigest(of password: String) -> String? {
        requireReady()
        let bytes = password.utf8.map(CChar.init(bitPattern:))
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let status = unsafe crypto_pwhash_str(
            &text,
            bytes,
            UInt64(bytes.count),
            UInt64(crypto_pwhash_OPSLIMIT_INTERACTIVE),
            Int(crypto_pwhash_MEMLIMIT_INTERACTIVE)
        )
        // It fails for want of memory alone.
        guard status == 0 else { return nil }
        let digits = text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return String(decoding: digits, as: UTF8.self)
    }

    /// Whether a password is the one of which a digest was stored.
    public static func isPassword(_ password: String, of digest: String) -> Bool {
        requireReady()
        let bytes = password.utf8.map(CChar.init(bitPattern:))
        let text = digest.utf8.map(CChar.init(bitPattern:)) + [0]
        guard text.count <= Int(crypto_pwhash_STRBYTES) else { return false }
        return unsafe crypto_pwhash_str_verify(text, bytes, UInt64(bytes.count)) == 0
    }
}
