import Engine
import Storage
import Testing

@Suite struct UserKeyringTests {
    private let keyring = UserKeyring(secret: Array(1...16))

    @Test func `a key depends on the workspace, the id, the attempt and the secret`() {
        let key = keyring.key(of: "ada", in: Samples.workspace)
        #expect(keyring.key(of: "ada", in: Samples.workspace) == key)
        #expect(keyring.key(of: "Ada", in: Samples.workspace) != key)
        #expect(keyring.key(of: "ada", in: WorkspaceID(2)) != key)
        #expect(keyring.key(of: "ada", in: Samples.workspace, attempt: 1) != key)
        let other = UserKeyring(secret: Array(2...17))
        #expect(other.key(of: "ada", in: Samples.workspace) != key)
    }

    @Test func `ids that only look alike have two keys`() {
        #expect(
            keyring.key(of: "e\u{301}", in: Samples.workspace)
                != keyring.key(of: "\u{e9}", in: Samples.workspace)
        )
    }

    @Test func `going on from key to key meets every key of the attempts once`() {
        let narrow = UserKeyring(secret: Array(1...16), bitWidth: 4)
        for id in ["ada", "bob", "eve", "", "\u{1F680}"] {
            var key = narrow.key(of: id, in: Samples.workspace)
            var met = [key]
            while met.count < 16 {
                key = narrow.key(after: key, of: id, in: Samples.workspace)
                if met.contains(key) { break }
                met.append(key)
            }
            #expect(met.count == 16, "\(id) came back to \(key.number)")
        }
    }

    @Test(arguments: Engines.all)
    func `users whose keys collide are all found, and none is taken for another`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let narrow = UserKeyring(secret: Array(1...16), bitWidth: 5)
        let people = (0..<28).map { (id: "u\($0 / 2)", workspace: WorkspaceID($0 % 2)) }
        try database.write { (connection) throws(StorageError) in
            for person in people {
                let found = try connection.users.find(
                    person.id,
                    in: person.workspace,
                    keyring: narrow
                )
                guard found == nil else { throw StorageError(.unexpected, "found a stranger") }
                var key = narrow.key(of: person.id, in: person.workspace)
                while try !connection.users.rows(of: [key]).isEmpty {
                    key = narrow.key(after: key, of: person.id, in: person.workspace)
                }
                try connection.users.insert([
                    (key, person.workspace, Samples.user(person.id))
                ])
            }
        }
        for person in people {
            let row = try database.read { (connection) throws(StorageError) in
                try connection.users.find(person.id, in: person.workspace, keyring: narrow)
            }
            #expect(row?.isUser(person.id, in: person.workspace) == true)
        }
        #expect(try database.integer(#"SELECT count(*) FROM "user""#) == 28)
    }
}
