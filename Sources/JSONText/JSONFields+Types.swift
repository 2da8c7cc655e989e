extension JSONFields {
    /// A field that must be a string.
    public func string(_ name: String) throws(InvalidInput) -> String {
        try required(name).string()
    }

    /// A string, or nil when absent or `null`.
    public func optionalString(_ name: String) throws(InvalidInput) -> String? {
        try optional(name)?.string()
    }

    /// A field that must be a number, as it was written.
    public func number(_ name: String) throws(InvalidInput) -> JSONNumber {
        try required(name).number()
    }

    /// A number as it was written, or nil when absent or `null`.
    public func optionalNumber(_ name: String) throws(InvalidInput) -> JSONNumber? {
        try optional(name)?.number()
    }

    /// A field that must be a finite number.
    public func double(_ name: String) throws(InvalidInput) -> Double {
        try required(name).double()
    }

    /// A finite number, or nil when absent or `null`.
    public func optionalDouble(_ name: String) throws(InvalidInput) -> Double? {
        try optional(name)?.double()
    }

    /// A field that must be an integer.
    public func integer(_ name: String) throws(InvalidInput) -> Int64 {
        try required(name).integer()
    }

    /// An integer, or nil when absent or `null`.
    public func optionalInteger(_ name: String) throws(InvalidInput) -> Int64? {
        try optional(name)?.integer()
    }

    /// A field that must be `true` or `false`.
    public func bool(_ name: String) throws(InvalidInput) -> Bool {
        try required(name).bool()
    }

    /// `true` or `false`, or nil when absent or `null`.
    public func optionalBool(_ name: String) throws(InvalidInput) -> Bool? {
        try optional(name)?.bool()
    }

    /// A field that must be an object.
    public func object(_ name: String) throws(InvalidInput) -> JSONFields {
        try required(name).fields()
    }

    /// An object, or nil when absent or `null`.
    public func optionalObject(_ name: String) throws(InvalidInput) -> JSONFields? {
        try optional(name)?.fields()
    }

    /// A field that must be an array.
    public func array(_ name: String) throws(InvalidInput) -> [JSONCursor] {
        try required(name).elements()
    }

    /// An array, or nil when absent or `null`.
    public func optionalArray(_ name: String) throws(InvalidInput) -> [JSONCursor]? {
        try optional(name)?.elements()
    }

    /// An object that holds only strings; empty when absent or `null`.
    public func stringMap(_ name: String) throws(InvalidInput) -> [String: String] {
        try optional(name)?.stringMap() ?? [:]
    }
}
