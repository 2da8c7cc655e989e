public import JSONText

/// A field of something that people set up, as one wire has it: its schemas, how it is read into a
/// change, and how it is written.
///
/// A wire that keeps its fields in a list of these has one place for each, and a new field is one
/// more element of the list.
public struct ItemField<Item, Change, Context>: Sendable {
    /// The field of answers.
    public let answer: JSONSchema.Field
    /// The field of bodies that set an item up.
    public let body: JSONSchema.Field
    /// Reads it, where it was sent.
    public let read: @Sendable (JSONFields, Context, inout Change) throws -> Void
    /// Writes it.
    public let write: @Sendable (Item, Context, inout JSONObjectWriter) -> Void

    /// A field.
    public init(
        answer: JSONSchema.Field,
        body: JSONSchema.Field,
        read: @escaping @Sendable (JSONFields, Context, inout Change) throws -> Void,
        write: @escaping @Sendable (Item, Context, inout JSONObjectWriter) -> Void
    ) {
        self.answer = answer
        self.body = body
        self.read = read
        self.write = write
    }
}
