extension Snapshot {
    /// Whether anything was changed that roll-ups may follow from.
    public var mayChangeRollUps: Bool {
        profile.hasChanged || !profile.changedAttributes.isEmpty || !profile.newStays.isEmpty
            || !totals.newEvents.isEmpty || !totals.datedAnew.isEmpty
            || !totals.deletedEvents.isEmpty || !streaks.newMarks.isEmpty
            || !streaks.removedMarks.isEmpty || streaks.periods.values.contains(where: \.isChanged)
            || !achievements.newCompletions.isEmpty || !points.newRows.isEmpty
            || !boards.changes.isEmpty
    }
}
