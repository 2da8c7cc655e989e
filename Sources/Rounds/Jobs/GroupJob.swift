import Groups

/// Looks again at groups whose members did something, or whose period is over, and tells what has
/// befallen their streaks.
struct GroupJob: Job {
    let name = "groups"
    let groups: Groups

    func step() async throws -> Bool { try await groups.step() }
}
