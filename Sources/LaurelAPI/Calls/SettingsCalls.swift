import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Storage
import Wire

/// The settings of a workspace, and the environments there are.
enum SettingsCalls {
    /// Shows the settings.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        answer(try await context.service.catalogue.settings(of: context.workspace))
    }

    /// Changes the settings, field by field.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let fields = try context.fields(ifMalformed: .unprocessable)
        // Read once here, so that a bad field is told before anything is changed.
        var probe = WorkspaceSettings()
        let zones = context.service.zones
        try SettingsWire.apply(fields, to: &probe, zones: zones)
        let settings = try await context.service.catalogue.changeSettings(of: context.workspace) {
            settings in
            // What could be read a moment ago can be read again.
            try? SettingsWire.apply(fields, to: &settings, zones: zones)
        }
        return answer(settings)
    }

    /// Lists the environments; production comes first.
    @Sendable static func listEnvironments(_ context: CallContext) async throws -> Response {
        Response.json { writer in
            writer.array { array in
                for environment in Workspace.Environment.allCases {
                    array.object { write(environment, to: &$0) }
                }
            }
        }
    }

    private static func answer(_ settings: WorkspaceSettings) -> Response {
        Response.json { writer in writer.object { SettingsWire.write(settings, to: &$0) } }
    }

    private static func write(
        _ environment: Workspace.Environment,
        to object: inout JSONObjectWriter
    ) {
        switch environment {
        case .live:
            object.field("name", "Production")
            object.field("key", "production")
            object.field("priority", 1)
        case .sandbox:
            object.field("name", "Sandbox")
            object.field("key", "sandbox")
            object.field("priority", 2)
        }
    }
}
