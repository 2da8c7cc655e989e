import Wire

/// Previews of changes of streaks as the wire has them.
enum StreakPreviewWire {
    /// The names that it has for things.
    static let form = StreakPreviewForm(.camelCase, streak: "definitionId", .uuid, user: "userId")

    /// What a change would do, as far as it has been counted.
    static let preview = form.schema
}
