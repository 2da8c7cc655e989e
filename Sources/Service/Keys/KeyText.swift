import Sodium
import Storage

/// A key as its holder has it: a prefix to find it by, a full stop, and a secret.
struct KeyText {
    let prefix: String
    let secret: String

    /// Takes a key apart; nothing when it has no two parts.
    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
            text.utf8.count <= Self.maximumLength
        else { return nil }
        prefix = String(parts[0])
        secret = String(parts[1])
    }

    /// Draws a new key.
    init(scope: APIKey.Scope, environment: Workspace.Environment) {
        let kind = scope == .application ? "app_\(environment)" : environment.rawValue
        prefix = "\(kind)_\(Self.randomLetters(count: 8))"
        secret = Sodium.randomBytes(count: 24).hexadecimal
    }

    /// The whole key.
    var text: String { "\(prefix).\(secret)" }

    /// What is stored of the secret.
    ///
    /// It has 192 random bits, so a fast digest is enough.
    var digest: [UInt8] { Sodium.digest(of: Array(secret.utf8)) }

    private static let maximumLength = 200

    /// Letters and digits that nobody takes for one another.
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")

    private static func randomLetters(count: Int) -> String {
        String(Sodium.randomBytes(count: count).map { alphabet[Int($0) % alphabet.count] })
    }
}
