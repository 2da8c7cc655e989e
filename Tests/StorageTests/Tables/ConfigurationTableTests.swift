import CivilTime
import Engine
import Storage
import Testing

@Suite struct ConfigurationTableTests {
    @Test(arguments: Engines.all)
    func `a database is set up once, with a secret of its own`(engine: EngineUnderTest) throws {
        let (first, second) = (try engine.makePrepared(), try engine.makePrepared())
        var secrets: [[UInt8]] = []
        for database in [first, second] {
            let found = try database.write { (connection) throws(StorageError) in
                let before = try connection.installation.find()
                try connection.installation.create(at: 0)
                return (before: before, after: try connection.installation.find())
            }
            #expect(found.before == nil)
            #expect(found.after?.configurationVersion == 1)
            secrets.append(try #require(found.after).userKeySecret)
        }
        #expect(secrets.map(\.count) == [16, 16])
        #expect(secrets[0] != secrets[1])
        let error = #expect(throws: StorageError.self) {
            try first.write { (connection) throws(StorageError) in
                try connection.installation.create(at: 0)
            }
        }
        #expect(error?.code == .duplicateKey)
    }

    @Test(arguments: Engines.all)
    func `every change of configuration raises its version`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let versions = try database.write { (connection) throws(StorageError) in
            try connection.installation.create(at: 0)
            try connection.installation.touchConfiguration()
            try connection.installation.touchConfiguration()
            return try connection.installation.configurationVersion()
        }
        #expect(versions == 3)
    }

    @Test(arguments: Engines.all)
    func `a workspace comes back as stored, and its version rises`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        var workspace = Self.workspace(1, customer: nil)
        let tenant = Self.workspace(2, customer: "acme")
        let all = try database.write { [workspace] (connection) throws(StorageError) in
            try connection.installation.create(at: 0)
            try connection.workspaces.insert(workspace)
            try connection.workspaces.insert(tenant)
            try connection.installation.touchConfiguration()
            try connection.workspaces.touch(tenant.id)
            return try connection.workspaces.all()
        }
        #expect(all == [workspace, tenant])
        #expect(try Self.changed(database) == [[1, 2], [2], []])

        workspace.name = "Renamed"
        workspace.status = .archived
        workspace.defaultZone = "Asia/Tokyo"
        workspace.settings = #"{"a":"\u{1F680}"}"#
        workspace.clockAt = Samples.moment(77)
        workspace.updatedAt = Samples.moment(78)
        let changed = try database.write { [workspace] (connection) throws(StorageError) in
            try connection.installation.touchConfiguration()
            try connection.workspaces.update(workspace)
            return try (connection.workspaces.all(), connection.workspaces.nextID())
        }
        #expect(changed.0 == [workspace, tenant])
        #expect(try Self.changed(database) == [[2, 1], [2, 1], [1]])
        #expect(changed.1 == WorkspaceID(3))
    }

    /// The numbers of the workspaces that have changed since the first three versions.
    private static func changed(_ database: any Database) throws -> [[Int64]] {
        try database.read { (connection) throws(StorageError) in
            var changed: [[Int64]] = []
            for version in 0...2 {
                changed.append(
                    try connection.workspaces.changed(since: Int64(version), limit: 10)
                        .map(\.number)
                )
            }
            return changed
        }
    }

    @Test(arguments: Engines.all)
    func `a workspace is found by whatever names it`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        // Two customers whose ids only look alike.
        let customers = [nil, "caf\u{E9}", "cafe\u{301}"]
        let workspaces = customers.enumerated().map { index, customer in
            Self.workspace(Int64(index + 1), customer: customer)
        }
        try database.write { (connection) throws(StorageError) in
            try connection.installation.create(at: 0)
            for workspace in workspaces { try connection.workspaces.insert(workspace) }
        }
        try database.read { (connection) throws(StorageError) in
            let table = connection.workspaces
            let environment = workspaces[0].environment
            #expect(try table.find(WorkspaceID(2)) == workspaces[1])
            #expect(try table.find(WorkspaceID(9)) == nil)
            #expect(try table.find(publicIDs: workspaces.map(\.publicID) + ["x"]) == workspaces)
            #expect(try table.find(publicIDs: []) == [])
            #expect(try table.home(of: environment) == workspaces[0])
            #expect(try table.tenants(of: environment) == Array(workspaces.dropFirst()))
            #expect(try table.tenant("cafe\u{301}", of: environment) == workspaces[2])
            #expect(try table.tenant("cafe", of: environment) == nil)
            #expect(try table.hasTenants(environment))
            for other in Workspace.Environment.allCases where other != environment {
                #expect(try table.home(of: other) == nil)
                #expect(try !table.hasTenants(other))
            }
        }
    }

    @Test(arguments: Engines.all)
    func `a customer has one tenant in an environment`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                try connection.installation.create(at: 0)
                try connection.workspaces.insert(Self.workspace(1, customer: "acme"))
                try connection.workspaces.insert(Self.workspace(2, customer: "acme"))
            }
        }
        #expect(error?.code == .duplicateKey)
    }

    @Test(arguments: Engines.all)
    func `the key of an archived metric is free again, and what it was stays`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let old = Self.metric(1, name: "Old")
        var new = Self.metric(2, name: "New")
        let error = #expect(throws: StorageError.self) {
            try database.write { [new] (connection) throws(StorageError) in
                try connection.metrics.insert(old, in: Samples.workspace, at: .epoch)
                try connection.metrics.insert(new, in: Samples.workspace, at: .epoch)
            }
        }
        #expect(error?.code == .duplicateKey)
        new.units = "km"
        new.unitType = .currency
        let found = try database.write { [new] (connection) throws(StorageError) in
            let metrics = connection.metrics
            try metrics.insert(old, in: Samples.workspace, at: .epoch)
            try metrics.archive(old.id, at: Samples.moment(1))
            try metrics.insert(Self.metric(2, name: "x"), in: Samples.workspace, at: .epoch)
            try metrics.insert(Self.metric(3, name: "y"), in: WorkspaceID(2), at: .epoch)
            try metrics.update(new)
            return [
                try metrics.active(in: Samples.workspace), try metrics.all(in: Samples.workspace),
                [Self.metric(try metrics.nextID().number, name: "next")],
            ]
        }
        #expect(found == [[new], [old, new], [Self.metric(4, name: "next")]])
    }

    @Test(arguments: Engines.all)
    func `users and events may have attributes of one key`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        var user = Self.attribute(1, .user)
        let event = Self.attribute(2, .event)
        user.name = "Renamed"
        let found = try database.write { [user] (connection) throws(StorageError) in
            let attributes = connection.attributes
            try attributes.insert(Self.attribute(1, .user), in: Samples.workspace, at: .epoch)
            try attributes.insert(event, in: Samples.workspace, at: .epoch)
            try attributes.update(user)
            let both = try attributes.active(in: Samples.workspace)
            try attributes.archive(event.id, at: .epoch)
            try attributes.insert(Self.attribute(3, .event), in: Samples.workspace, at: .epoch)
            return [both, try attributes.active(in: Samples.workspace)]
        }
        #expect(found == [[user, event], [user, Self.attribute(3, .event)]])
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                try connection.attributes.insert(
                    Self.attribute(4, .event),
                    in: Samples.workspace,
                    at: .epoch
                )
            }
        }
        #expect(error?.code == .duplicateKey)
    }

    @Test(arguments: Engines.all)
    func `a key is found by its prefix, used, and revoked once`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        var (admin, app) = (Self.key("live_a", .admin), Self.key("app_b", .application))
        let found = try database.write { [admin, app] (connection) throws(StorageError) in
            let keys = connection.apiKeys
            try keys.insert(admin)
            try keys.insert(app)
            try keys.noteUse([("live_a", Samples.moment(5)), ("nobody", Samples.moment(6))])
            let revoked = [
                try keys.revoke(prefix: "live_a", at: Samples.moment(7)),
                try keys.revoke(prefix: "live_a", at: Samples.moment(8)),
                try keys.revokeApplicationKey(
                    publicID: admin.publicID,
                    of: Samples.workspace,
                    at: .epoch
                ),
                try keys.revokeApplicationKey(
                    publicID: app.publicID,
                    of: WorkspaceID(2),
                    at: .epoch
                ),
                try keys.revokeApplicationKey(
                    publicID: app.publicID,
                    of: Samples.workspace,
                    at: Samples.moment(9)
                ),
            ]
            return (
                revoked, try keys.all(), try keys.find(prefix: "live_a"),
                try keys.find(prefix: "LIVE_A")
            )
        }
        admin.lastUsedAt = Samples.moment(5)
        admin.revokedAt = Samples.moment(7)
        app.revokedAt = Samples.moment(9)
        #expect(found.0 == [true, false, false, false, true])
        #expect(found.1 == [app, admin])
        #expect(found.2 == admin)
        #expect(found.3 == nil)
    }

    private static func workspace(_ number: Int64, customer: String?) -> Workspace {
        Workspace(
            id: WorkspaceID(number),
            publicID: "w\(number)",
            environment: .live,
            customerID: customer,
            name: "W",
            createdAt: Samples.moment(number),
            updatedAt: Samples.moment(number)
        )
    }

    private static func metric(_ number: Int64, name: String) -> Metric {
        Metric(
            id: MetricID(number),
            publicID: "m\(number)",
            key: "steps",
            name: name,
            unitType: .number,
            units: ""
        )
    }

    private static func attribute(_ number: Int64, _ kind: Attribute.Kind) -> Attribute {
        Attribute(
            id: AttributeID(number),
            publicID: "a\(number)",
            kind: kind,
            key: "plan",
            name: "Plan"
        )
    }

    private static func key(_ prefix: String, _ scope: APIKey.Scope) -> APIKey {
        APIKey(
            prefix: prefix,
            publicID: "k-" + prefix,
            workspace: Samples.workspace,
            scope: scope,
            userID: scope == .application ? "ada" : nil,
            secretDigest: "00ff",
            createdAt: Samples.moment(1)
        )
    }
}
