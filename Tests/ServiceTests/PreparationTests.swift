import SQLite
import Service
import Storage
import Testing

@Suite struct PreparationTests {
    @Test func `a database that was copied in part is refused with what to do`() throws {
        let folder = try TemporaryFolder()
        let clock = TestClock(ServiceWorld.noon)
        let source = try SQLiteDatabase(path: folder.path + "/source.db")
        _ = try LaurelService.prepare(source, clock: clock)
        let target = try SQLiteDatabase(path: folder.path + "/target.db")
        try Migrator().migrate(target, at: 0)

        var errors: [StorageError] = []
        try DatabaseCopy(to: target) { _ in
            do throws(StorageError) {
                _ = try LaurelService.prepare(target, clock: clock)
            } catch {
                errors.append(error)
            }
        }.run(from: source)
        #expect(errors.count == 2 * Schema.tables.count)
        #expect(errors.first?.message.contains("target.db holds a part of a copy") == true)
        #expect(errors.first?.message.contains("Run 'laurel copy' again") == true)

        #expect(try !LaurelService.prepare(target, clock: clock).isNew)
    }
}
