/// The bounds of mails, in one place.
public enum MailLimits {
    /// How many bytes the address of a server that takes mail may have.
    static let relay = 500
    /// How many blocks a template has.
    public static let blocks = 1...50
    /// How many characters a text of a template has.
    public static let text = 5_000
    /// How many characters a subject has.
    public static let subject = 500
    /// How many subjects a template has, of which each mail has one.
    public static let subjects = 1...10
    /// How many characters a value has that is put into a text.
    static let value = 1_000
    /// How many bytes a line of an encoded body has, and one word of an encoded header field.
    static let lineLength = 76
    static let wordBytes = 42
}
