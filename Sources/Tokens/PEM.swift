private import Sodium

/// A key in the armour of PEM: base64 between two lines that name what it is.
struct PEM {
    /// What it is: `PUBLIC KEY`.
    let label: String
    /// What the base64 spells.
    let bytes: [UInt8]

    /// The first thing in armour in a text, which may have other lines before and after it.
    init(_ text: String) throws(KeyProblem) {
        guard text.utf8.count <= TokenLimits.maximumKeyTextBytes else {
            throw KeyProblem("must have at most \(TokenLimits.maximumKeyTextBytes) bytes")
        }
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            line.filter { $0 != " " && $0 != "\t" }
        }
        // Spaces are gone from the labels too, so `PUBLIC KEY` is `PUBLICKEY` here.
        guard let first = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN") }),
            let label = Self.label(of: lines[first], after: "-----BEGIN"),
            let last = lines[first...].firstIndex(of: "-----END\(label)-----")
        else {
            throw KeyProblem(
                "must be in PEM: a line -----BEGIN PUBLIC KEY-----, base64, and a line "
                    + "-----END PUBLIC KEY-----"
            )
        }
        guard let bytes = Base64.standard.bytes(of: lines[(first + 1)..<last].joined()) else {
            throw KeyProblem("must have nothing but base64 between its first and its last line")
        }
        self.label = label
        self.bytes = bytes
    }

    private static func label(of line: String, after start: String) -> String? {
        guard line.hasSuffix("-----"), line.count > start.count + 5 else { return nil }
        return String(line.dropFirst(start.count).dropLast(5))
    }

    /// A public key in armour, in lines of 64 characters.
    static func publicKey(_ bytes: [UInt8]) -> String {
        var rest = Base64.standard.text(of: bytes)[...]
        var lines = ["-----BEGIN PUBLIC KEY-----"]
        while !rest.isEmpty {
            lines.append(String(rest.prefix(64)))
            rest = rest.dropFirst(64)
        }
        return (lines + ["-----END PUBLIC KEY-----", ""]).joined(separator: "\n")
    }
}
