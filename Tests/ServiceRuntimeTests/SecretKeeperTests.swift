import ServiceRuntime
import Sodium
import TestBasics
import Testing

/// Where the key is that seals secrets.
@Suite struct SecretKeeperTests {
    @Test func `a file is made when it is first needed, and is the same from then on`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/laurel.db.key"
        let sealed = try SecretKeeper(.file(path)).seal("a secret")
        #expect(try SecretKeeper(.file(path)).open(sealed) == "a secret")
        #expect(throws: ServiceError.self) {
            try SecretKeeper(.file(folder.path + "/other")).open(sealed)
        }
        #expect(throws: ServiceError.self) { try SecretKeeper.forgetful.open(sealed) }
    }

    @Test func `without a place the advice is told`() throws {
        let keeper = SecretKeeper(.nowhere("Start it with a key."))
        #expect {
            try keeper.seal("a")
        } throws: { error in (error as? ServiceError)?.message == "Start it with a key." }
    }
}
