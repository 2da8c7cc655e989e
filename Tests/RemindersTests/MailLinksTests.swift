import Engine
import Storage
import Testing

@testable import Reminders

/// Links that need no login, and addresses that mails come back to.
@Suite struct MailLinksTests {
    private static func links(_ byte: UInt8 = 1) -> MailLinks {
        MailLinks(UserKeyring(secret: [UInt8](repeating: byte, count: 16)))
    }

    @Test(arguments: ReminderKind.allCases) func `a link says whose it is and of which kind`(
        kind: ReminderKind
    ) {
        let target = MailLinks.Target(
            workspace: WorkspaceID(7),
            user: UserKey(123_456_789_012_345),
            kind: kind
        )
        let token = Self.links().token(target)
        #expect(Self.links().target(token) == target)
        #expect(Self.links(2).target(token) == nil, "another database's")
        for index in token.indices {
            var changed = token
            changed.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            #expect(Self.links().target(changed) == nil)
        }
        #expect(Self.links().target("") == nil)
    }

    @Test func `a return path names the reminder, and nobody makes one up`() {
        let path = Self.links().returnPath(of: 7_350_000_000_000_123, "example.com")
        #expect(path.hasSuffix("@example.com") && path.utf8.count < 64)
        #expect(Self.links().reminder(returnPath: path) == 7_350_000_000_000_123)
        #expect(Self.links().reminder(returnPath: path.uppercased()) == 7_350_000_000_000_123)
        #expect(Self.links(2).reminder(returnPath: path) == nil)
        #expect(Self.links().reminder(returnPath: "bounce-1-0@example.com") == nil)
        #expect(Self.links().reminder(returnPath: "somebody@example.com") == nil)
    }

    @Test func `an address is known again in any case, and not kept`() {
        let digest = MailAddress.digest(of: "Ada@Example.com")
        #expect(digest == MailAddress.digest(of: "ada@example.com"))
        #expect(digest != MailAddress.digest(of: "ben@example.com"))
        #expect(!digest.contains("ada"))
    }
}
