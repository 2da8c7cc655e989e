/// Somebody who sends or takes mail: an address, and a name.
public struct Mailbox: Hashable, Sendable {
    /// The name; empty where there is none.
    public let name: String
    /// The address.
    public let address: String

    /// A mailbox.
    public init(name: String = "", address: String) {
        self.name = name
        self.address = address
    }

    /// Reads `Name <a@b>`, or an address alone; nothing for anything else.
    public init?(_ text: String) {
        let text = text.filter { !$0.isNewline }
        guard text.last == ">", let open = text.lastIndex(of: "<") else {
            guard Self.isAddress(text) else { return nil }
            self.init(address: text)
            return
        }
        let address = String(text[text.index(after: open)...].dropLast())
        var name = text[..<open].drop { $0 == " " }
        while name.last == " " { name.removeLast() }
        if name.count >= 2, name.first == "\"", name.last == "\"" {
            name = name.dropFirst().dropLast()
        }
        guard Self.isAddress(address) else { return nil }
        self.init(name: String(name), address: address)
    }

    /// Whether a text can be an address: a server finds out whether it is one.
    public static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 254
            && text.unicodeScalars.allSatisfy {
                $0.value > 0x20 && !"<>,;:\"()[]\\\u{7F}".contains(Character($0))
            }
    }

    /// The part behind the `@`.
    public var domain: String { address.split(separator: "@").last.map(String.init) ?? "" }
}
