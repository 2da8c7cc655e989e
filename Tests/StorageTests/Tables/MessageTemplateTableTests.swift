import CivilTime
import Engine
import Storage
import Testing

/// What messages say in the words of workspaces.
@Suite struct MessageTemplateTableTests {
    private static func template(
        _ number: Int64,
        _ kind: ReminderKind = .recap,
        _ locale: String = "de",
        in workspace: Int64 = 1
    ) -> MessageTemplate {
        MessageTemplate(
            number: number,
            workspace: WorkspaceID(workspace),
            publicID: "id-\(number)",
            kind: kind,
            locale: locale,
            content: "{}",
            createdAt: Samples.moment(1)
        )
    }

    @Test(arguments: Engines.all) func `one that holds no more is found, and not listed`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let all = [
            Self.template(1), Self.template(2, .recap, "en"), Self.template(3, in: 2),
        ]
        var ended = all[1]
        (ended.version, ended.content) = (2, #"{"a":1}"#)
        (ended.updatedAt, ended.archivedAt) = (Samples.moment(2), Samples.moment(3))
        let changed = ended
        try database.write { (connection) throws(StorageError) in
            for template in all { try connection.messageTemplates.insert(template) }
            try connection.messageTemplates.update(changed)
        }
        try database.read { (connection) throws(StorageError) in
            let table = connection.messageTemplates
            #expect(try table.active(in: WorkspaceID(1)) == [all[0]])
            #expect(try table.find(.recap, "en", in: WorkspaceID(1)) == changed)
            #expect(try table.find("id-2", in: WorkspaceID(1)) == changed)
            #expect(try table.find("id-3", in: WorkspaceID(1)) == nil)
            #expect(try table.find(.achievement, "de", in: WorkspaceID(1)) == nil)
            #expect(try table.nextNumber() == 4)
        }
    }
}
