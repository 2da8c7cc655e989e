import Sodium
import Storage

/// A key as its holder has it: a prefix to find it by, a full stop, and a secret.
struct KeyText {
    let prefix: String
    let secret: String

    /// Takes a key apart; nothing when it has no two parts.
    init?(_ text: String) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        prefix = String(parts[0])
        secret = String(parts[1])
    }

    /// Draws a new key.
    init(scope: APIKey.Scope, environment: Workspace.Environment) {
        let kind = scope == .application ? "app_\(environment)" : environment.rawValue
        prefix = "\(kind)_\(Self.randomLetters(count: Self.letterCount))"
        secret = Sodium.randomBytes(count: 24).hexadecimal
    }

    /// The whole key.
    var text: String { "\(prefix).\(secret)" }

    /// What is stored of the secret.
    ///
    /// It has 192 random bits, so a fast digest is enough.
    var digest: [UInt8] { Sodium.digest(of: Array(secret.utf8)) }

    /// Whether the prefix is of the form that new keys get.
    var hasKnownPrefix: Bool {
        let words = prefix.split(separator: "_", omittingEmptySubsequences: false)
        let rest = words.first == "app" ? words.dropFirst() : words[...]
        guard rest.last?.utf8.count == Self.letterCount else { return false }
        // The oldest application keys do not name their environment.
        guard rest.count > 1 else { return words.count == 2 }
        return rest.count == 2
            && rest.first.flatMap { Workspace.Environment(rawValue: String($0)) } != nil
    }

    /// The longest text that is looked at as a key.
    static let maximumLength = 200
    private static let letterCount = 8

    /// Letters and digits that nobody takes for one another.
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")

    private static func randomLetters(count: Int) -> String {
        String(Sodium.randomBytes(count: count).map { alphabet[Int($0) % alphabet.count] })
    }
}
