import Wire

/// Previews of changes of streaks as the wire has them.
enum StreakPreviewWire {
    static let form = StreakPreviewForm(
        StreakPreviewForm.Names(
            streak: "definitionId",
            scope: "appliesTo",
            lookedAt: "lookedAt",
            user: "userId"
        ),
        streak: .uuid
    )

    /// What a change would do, as far as it has been counted.
    static let preview = form.schema
}
