import HTTP
import Wire

extension TrophyAPI {
    /// Attributes.
    static let attributeEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/attributes",
            "Lists the attributes, oldest first.",
            by: .admin,
            parameters: PageQuery.parameters,
            answers: [.ok(.array(of: AttributeCalls.attribute))],
            isRevalidated: true,
            AttributeCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/attributes",
            "Creates attributes.",
            by: .admin,
            body: Bulk.body(of: AttributeCalls.draftBody),
            answers: Bulk.created(AttributeCalls.attribute),
            AttributeCalls.create
        ),
        Endpoint(
            .patch,
            "/admin/v1/attributes",
            "Gives attributes new names.",
            by: .admin,
            body: Bulk.body(of: AttributeCalls.changeBody),
            answers: Bulk.updated(AttributeCalls.attribute),
            AttributeCalls.update
        ),
        Endpoint(
            .delete,
            "/admin/v1/attributes",
            "Ends attributes.",
            by: .admin,
            parameters: [.ids],
            answers: Bulk.deleted,
            AttributeCalls.delete
        ),
        Endpoint(
            .get,
            "/admin/v1/attributes/{id}",
            "Shows an attribute.",
            by: .admin,
            parameters: [.id],
            answers: [.ok(AttributeCalls.attribute), .failure(.notFound)],
            isRevalidated: true,
            AttributeCalls.show
        ),
    ]

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
