import HTTP
import Wire

extension TrophyAPI {
    /// The primary streak in Trophy's terms.
    static let streakSettingsEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/streaks/settings",
            "Shows the primary streak.",
            by: .admin,
            answers: [.ok(StreakSettingsWire.settings)],
            isRevalidated: true,
            StreakSettingsCalls.show
        ),
        Endpoint(
            .patch,
            "/admin/v1/streaks/settings",
            "Changes the primary streak, or creates it.",
            by: .admin,
            body: .json(StreakSettingsWire.changeBody),
            answers: [.ok(StreakSettingsWire.settings)],
            StreakSettingsCalls.update
        ),
    ]
}
