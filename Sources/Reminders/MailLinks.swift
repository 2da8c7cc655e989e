import Engine
import Sodium
import Storage

/// The links in mails, which need no login: signed, so that nobody can make one for somebody else.
struct MailLinks: Sendable {
    /// Whose preferences a link is about, and of which kind of mail it came.
    struct Target: Hashable, Sendable {
        let workspace: WorkspaceID
        let user: UserKey
        let kind: ReminderKind
    }

    private let secret: [UInt8]
    private static let signatureLength = 16

    init(_ keyring: UserKeyring) {
        secret = keyring.secret(for: "mail links")
    }

    /// The token of a link.
    func token(_ target: Target) -> String {
        var bytes = Self.bytes(target.workspace.number) + Self.bytes(target.user.number)
        bytes.append(Self.number(of: target.kind))
        return Base64.url.text(of: bytes + signature(of: bytes))
    }

    /// What a token is about; nothing when it was not made here.
    func target(_ token: String) -> Target? {
        guard token.utf8.count < 100, let bytes = Base64.url.bytes(of: token),
            bytes.count == 17 + Self.signatureLength
        else { return nil }
        let content = Array(bytes.prefix(17))
        guard Sodium.areEqual(Array(bytes.suffix(Self.signatureLength)), signature(of: content)),
            let kind = ReminderKind.allCases.first(where: { Self.number(of: $0) == content[16] })
        else { return nil }
        return Target(
            workspace: WorkspaceID(Self.number(of: content[0..<8])),
            user: UserKey(Self.number(of: content[8..<16])),
            kind: kind
        )
    }

    /// Where a mail goes back to when it cannot be brought to anybody: it names the reminder.
    func returnPath(of reminder: Int64, _ domain: String) -> String {
        let name = String(reminder, radix: 36)
        return "bounce-\(name)-\(mark(of: name))@\(domain)"
    }

    /// The number of the reminder that a return path names.
    func reminder(returnPath: String) -> Int64? {
        let parts = returnPath.lowercased().prefix { $0 != "@" }.split(separator: "-")
        guard parts.count == 3, parts[0] == "bounce", let number = Int64(parts[1], radix: 36),
            Sodium.areEqual(Array(parts[2].utf8), Array(mark(of: String(parts[1])).utf8))
        else { return nil }
        return number
    }

    private func mark(of name: String) -> String {
        Array(signature(of: Array("return \(name)".utf8)).prefix(5)).hexadecimal
    }

    private func signature(of bytes: [UInt8]) -> [UInt8] {
        Array(Sodium.authenticator(of: bytes, key: secret).prefix(Self.signatureLength))
    }

    private static func bytes(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * Int64($0))) }
    }

    private static func number(of bytes: ArraySlice<UInt8>) -> Int64 {
        bytes.reduce(0) { $0 << 8 | Int64($1) }
    }

    /// Numbers stay when kinds are added.
    private static func number(of kind: ReminderKind) -> UInt8 {
        switch kind {
        case .streakReminder: 1
        case .streakAtRisk: 2
        case .achievement: 3
        case .reactivation: 4
        case .recap: 5
        }
    }
}
