import Sodium
import Testing

/// A token put together by hand: its header, its claims and how it is signed.
struct Forgery: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String

    /// A token whose parts are any text, signed as HS256 with a secret.
    init(
        _ name: String,
        header: String = #"{"alg":"HS256"}"#,
        claims: String = #"{"sub":"ada"}"#,
        secret: String = TestKeys.secret
    ) {
        testDescription = name
        let signed = [header, claims].map { Base64.url.text(of: Array($0.utf8)) }
            .joined(separator: ".")
        let signature = Sodium.authenticator(of: Array(signed.utf8), key: Array(secret.utf8))
        text = signed + "." + Base64.url.text(of: signature)
    }

    /// A text that is sent as a token.
    init(_ name: String, text: String) {
        testDescription = name
        self.text = text
    }

    /// The same token with its parts changed.
    func changing(_ name: String, _ change: (inout [String]) -> Void) -> Forgery {
        var parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        change(&parts)
        return Forgery(name, text: parts.joined(separator: "."))
    }
}

extension Forgery {
    /// What nobody may be let in with, by a key of HS256 with `TestKeys.secret`.
    static let attacks = algorithms + signatures + shapes + claims

    /// Every way to write a word in small and capital letters.
    private static func spellings(_ word: String) -> [String] {
        word.reduce([""]) { spellings, letter in
            spellings.flatMap { [$0 + letter.lowercased(), $0 + letter.uppercased()] }
        }
    }

    private static let algorithms =
        (spellings("none") + [" none", "none ", "none\\u0000", "\\u006eone", ""]).map { name in
            Forgery("alg \(name), without a signature", header: #"{"alg":"\#(name)"}"#)
                .changing("alg \(name), without a signature") { $0[2] = "" }
        }
        + spellings("none").map {
            Forgery("alg \($0), with a signature", header: #"{"alg":"\#($0)"}"#)
        }
        + (spellings("HS256").filter { $0 != "HS256" }
        + ["HS384", "HS512", "RS256", "ES256", "PS256", "HS256 ", "HS256\\u0000"]).map {
            Forgery("alg \($0)", header: #"{"alg":"\#($0)"}"#)
        }
        + [
            Forgery("no alg", header: "{}"),
            Forgery("alg null", header: #"{"alg":null}"#),
            Forgery("alg a list", header: #"{"alg":["HS256"]}"#),
            Forgery("alg none, then HS256", header: #"{"alg":"none","alg":"HS256"}"#),
            Forgery("alg HS256, then none", header: #"{"alg":"HS256","alg":"none"}"#),
            Forgery("crit", header: #"{"alg":"HS256","crit":["b64"],"b64":false}"#),
            Forgery("another typ", header: #"{"alg":"HS256","typ":"at+jwt"}"#),
            Forgery("kid a number", header: #"{"alg":"HS256","kid":1}"#),
            Forgery("kid null", header: #"{"alg":"HS256","kid":null}"#),
        ]

    private static let good = Forgery("good")

    private static let signatures = [
        Forgery("another secret", secret: TestKeys.otherSecret),
        Forgery("an empty secret", secret: ""),
        Forgery("part of the secret", secret: String(TestKeys.secret.dropLast())),
        good.changing("no signature") { $0[2] = "" },
        good.changing("a signature cut short") { $0[2] = String($0[2].dropLast(2)) },
        good.changing("a signature with more") { $0[2] += "AA" },
        good.changing("a signature with padding") { $0[2] += "=" },
        good.changing("a signature spelled otherwise") { parts in
            // The last character of 32 bytes has four bits, and two that must be zero.
            let last = parts[2].last ?? "A"
            let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
            let index = letters.firstIndex(of: last) ?? 0
            parts[2] = parts[2].dropLast() + String(letters[index | 1])
        },
        good.changing("other claims") {
            $0[1] = Base64.url.text(of: Array(#"{"sub":"ben"}"#.utf8))
        },
        good.changing("another header") {
            $0[0] = Base64.url.text(of: Array(#"{"alg":"HS256","kid":"b"}"#.utf8))
        },
        good.changing("parts swapped") { $0.swapAt(0, 1) },
    ]

    private static let shapes = [
        Forgery("nothing", text: ""),
        Forgery("full stops", text: ".."),
        Forgery("a word", text: "token"),
        good.changing("two parts") { $0.removeLast() },
        good.changing("four parts") { $0.append("") },
        good.changing("a space before") { $0[0] = " " + $0[0] },
        good.changing("a line's end after") { $0[2] += "\n" },
        good.changing("a null character after") { $0[2] += "\0" },
        good.changing("standard base64") { $0[2] = $0[2] + "+/" },
        good.changing("junk between letters") {
            $0[1] = $0[1].prefix(4) + "!" + $0[1].dropFirst(4)
        },
        Forgery("a header that is no JSON", header: "alg: HS256"),
        Forgery("a header that is a list", header: #"["HS256"]"#),
        Forgery("claims that are no JSON", claims: "sub=ada"),
        Forgery("claims that are a list", claims: "[]"),
        Forgery("claims that go on", claims: "{} {}"),
        Forgery("claims cut short", claims: #"{"sub":"ada""#),
        Forgery("claims with a name twice", claims: #"{"sub":"ada","sub":"ben"}"#),
        Forgery("claims with a name twice, escaped", claims: #"{"sub":"ada","s\u0075b":"ben"}"#),
        Forgery("claims too deep", claims: #"{"a":\#(String(repeating: "[", count: 4_000))"#),
        Forgery("a huge token", claims: #"{"a":"\#(String(repeating: "a", count: 8_192))"}"#),
        Forgery("a far larger one", text: String(repeating: "e", count: 10_000_000)),
    ]

    private static let claims = [
        Forgery("expired", claims: #"{"exp":1742039999}"#),
        Forgery("expired just now", claims: #"{"exp":1742040000}"#),
        Forgery("expired at a fraction", claims: #"{"exp":1742039999.999}"#),
        Forgery("expired at the beginning", claims: #"{"exp":0}"#),
        Forgery("expired before that", claims: #"{"exp":-1}"#),
        Forgery("exp a string", claims: #"{"exp":"1842039999"}"#),
        Forgery("exp null", claims: #"{"exp":null}"#),
        Forgery("exp beyond every number", claims: #"{"exp":1e400}"#),
        Forgery("exp true", claims: #"{"exp":true}"#),
        Forgery("not yet valid", claims: #"{"nbf":1742040061}"#),
        Forgery("not yet valid by a fraction", claims: #"{"nbf":1742040060.001}"#),
        Forgery("nbf a string", claims: #"{"nbf":"0"}"#),
        Forgery("nbf a list", claims: #"{"nbf":[0]}"#),
    ]
}
