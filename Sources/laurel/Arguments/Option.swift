/// An option that a command understands.
struct Option: Sendable {
    /// Its name, with the dashes.
    let name: String
    /// What its value is called in the help; nothing for a switch.
    let value: String?
    /// What it does.
    let help: String

    /// A switch.
    static func flag(_ name: String, _ help: String) -> Option {
        Option(name: name, value: nil, help: help)
    }

    /// An option with a value.
    static func value(_ name: String, _ value: String, _ help: String) -> Option {
        Option(name: name, value: value, help: help)
    }
}
