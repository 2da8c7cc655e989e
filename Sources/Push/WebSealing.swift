import Crypto
import Sodium

/// Seals what a browser is sent, so that its maker, who passes it on, cannot read it (RFC 8291).
enum WebSealing {
    /// The body of a request, in one record of `aes128gcm` (RFC 8188); nothing where the browser's
    /// point is none, or where it is too long.
    static func seal(
        _ content: [UInt8],
        for subscription: WebSubscription,
        key: PrivateKey,
        salt: [UInt8]
    ) -> [UInt8]? {
        let own = key.point
        guard let agreed = key.secret(with: subscription.point), salt.count == 16 else {
            return nil
        }
        let about = Array("WebPush: info".utf8) + [0] + subscription.point + own
        let shared = Sodium.authenticator(of: agreed, key: subscription.secret)
        let material = Sodium.authenticator(of: about + [1], key: shared)
        let root = Sodium.authenticator(of: material, key: salt)
        let contentKey = expanded(root, "Content-Encoding: aes128gcm", AES128GCM.keyLength)
        let nonce = expanded(root, "Content-Encoding: nonce", AES128GCM.nonceLength)
        // Two says that no record follows.
        let sealed = AES128GCM.seal(content + [2], key: contentKey, nonce: nonce)
        let size = PushLimits.webRecord
        let head = salt + [0, 0, UInt8(size >> 8), UInt8(size & 0xFF), UInt8(own.count)] + own
        return head.count + sealed.count <= size ? head + sealed : nil
    }

    private static func expanded(_ root: [UInt8], _ label: String, _ count: Int) -> [UInt8] {
        Array(Sodium.authenticator(of: Array(label.utf8) + [0, 1], key: root).prefix(count))
    }
}
