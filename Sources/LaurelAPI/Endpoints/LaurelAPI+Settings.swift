import HTTP
import Wire

extension LaurelAPI {
    /// The settings of a workspace, and the environments there are.
    static let settingsEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/settings",
            "Shows the settings of the workspace.",
            by: .admin,
            answers: [.ok(SettingsWire.settings)],
            isRevalidated: true,
            SettingsCalls.show
        ),
        Endpoint(
            .patch,
            "/admin/v1/settings",
            "Changes the settings, field by field, all or nothing.",
            by: .admin,
            body: .json(SettingsWire.changeBody),
            answers: [.ok(SettingsWire.settings)],
            SettingsCalls.update
        ),
        Endpoint(
            .get,
            "/admin/v1/environments",
            "Lists the environments: production, then the sandbox.",
            by: .environmentAdmin,
            answers: [.ok(.array(of: SettingsCalls.environment))],
            isRevalidated: true,
            SettingsCalls.listEnvironments
        ),
    ]

    /// The clock of a sandbox.
    static let clockEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/clock",
            "Shows the clock of the sandbox.",
            by: .admin,
            answers: [.ok(ClockCalls.clock)],
            ClockCalls.show
        ),
        Endpoint(
            .put,
            "/admin/v1/clock",
            "Holds the clock of the sandbox at a moment.",
            by: .admin,
            body: .json(.object(.field("now", .instant))),
            answers: [.ok(ClockCalls.clock)],
            ClockCalls.hold
        ),
        Endpoint(
            .delete,
            "/admin/v1/clock",
            "Lets the clock of the sandbox go with the system's.",
            by: .admin,
            answers: [.ok(ClockCalls.clock)],
            ClockCalls.release
        ),
    ]
}
