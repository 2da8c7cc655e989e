import CivilTime
import Engine
import Storage
import Testing

@Suite struct TokenKeyTableTests {
    private static func key(
        _ number: Int64,
        _ id: String,
        of workspace: WorkspaceID = Samples.workspace
    ) -> TokenKey {
        TokenKey(
            number: number,
            workspace: workspace,
            publicID: id,
            algorithm: "HS256",
            material: "secret \(number)",
            tenantClaim: "tenant_id",
            userClaim: "sub",
            createdAt: Samples.moment(number)
        )
    }

    @Test(arguments: Engines.all)
    func `keys come back as stored, oldest first, each workspace's own`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let keys = [Self.key(1, "b"), Self.key(2, "a")]
        let other = Self.key(3, "a", of: WorkspaceID(2))
        let found = try database.write { (connection) throws(StorageError) in
            let table = connection.tokenKeys
            for key in keys + [other] {
                guard try table.nextNumber() == key.number else { return [] as [[TokenKey]] }
                try table.insert(key)
            }
            return [try table.active(in: Samples.workspace), try table.active(in: WorkspaceID(2))]
        }
        #expect(found == [keys, [other]])
    }

    @Test(arguments: Engines.all)
    func `a key that ends is wiped, and its id is free`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let found = try database.write { (connection) throws(StorageError) in
            let table = connection.tokenKeys
            try table.insert(Self.key(1, "a"))
            let ended = [
                try table.end("a", of: WorkspaceID(2), at: Samples.moment(5)),
                try table.end("b", of: Samples.workspace, at: Samples.moment(5)),
                try table.end("a", of: Samples.workspace, at: Samples.moment(5)),
                try table.end("a", of: Samples.workspace, at: Samples.moment(6)),
            ]
            try table.insert(Self.key(2, "a"))
            return (ended: ended, active: try table.active(in: Samples.workspace))
        }
        #expect(found.ended == [false, false, true, false])
        #expect(found.active == [Self.key(2, "a")])
        #expect(
            try database.texts("SELECT material FROM token_key ORDER BY 1") == ["", "secret 2"]
        )
        #expect(try database.integer("SELECT max(revoked_at) FROM token_key") == 5_000_000)
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                try connection.tokenKeys.insert(Self.key(3, "a"))
            }
        }
        #expect(error?.code == .duplicateKey)
        #expect(!"\(String(describing: error))".contains("secret 3"))
    }

    @Test(arguments: Engines.all)
    func `claims are set for the keys of one workspace that work`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let found = try database.write { (connection) throws(StorageError) in
            let table = connection.tokenKeys
            try table.insert(Self.key(1, "a"))
            try table.insert(Self.key(2, "a", of: WorkspaceID(2)))
            try table.setClaims(tenant: "org", user: "uid", of: Samples.workspace)
            return try table.active(in: Samples.workspace) + table.active(in: WorkspaceID(2))
        }
        #expect(found.map(\.tenantClaim) == ["org", "tenant_id"])
        #expect(found.map(\.userClaim) == ["uid", "sub"])
    }

    @Test func `a key does not show what it is made of`() {
        let key = Self.key(1, "a")
        var dumped = ""
        dump([key], to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] {
            #expect(!text.contains("secret 1"))
            #expect(text.contains("HS256"))
        }
    }
}
