import Sodium

/// What is known of addresses that are not to be kept.
public enum MailAddress {
    /// A digest by which an address is found again, whatever the case it is written in.
    public static func digest(of address: String) -> String {
        Sodium.sha256(of: Array(address.lowercased().utf8)).hexadecimal
    }

    /// Whether a text is a digest; no address is, as it has an at sign.
    public static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.allSatisfy(\.isHexDigit)
    }
}
