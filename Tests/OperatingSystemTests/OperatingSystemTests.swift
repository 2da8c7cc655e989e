import Glibc
import OperatingSystem
import Testing

@Suite struct OperatingSystemTests {
    @Test func `the clock tells this century, and goes on`() {
        let first = WallClock.microseconds
        let second = WallClock.microseconds
        let year2025: Int64 = 1_735_689_600_000_000
        let year2100: Int64 = 4_102_444_800_000_000
        #expect((year2025...year2100).contains(first))
        #expect(first <= second)
    }

    @Test func `a variable has the value that was set, and none unless it was`() {
        unsafe setenv("LAUREL_TEST_VARIABLE", "a value", 1)
        #expect(Environment.value("LAUREL_TEST_VARIABLE") == "a value")
        unsafe unsetenv("LAUREL_TEST_VARIABLE")
        #expect(Environment.value("LAUREL_TEST_VARIABLE") == nil)
    }

    @Test func `the program ends with the status given`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            ProcessExit.exit(7)
        }
    }

    @Test func `lines go to where they belong, whole`() async throws {
        let result = try await #require(
            processExitsWith: .success,
            observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            Console.print("to the reader 🔥")
            Console.printError("to the operator")
            ProcessExit.exit(0)
        }
        let output = String(decoding: result.standardOutputContent, as: UTF8.self)
        let errors = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(output.contains("to the reader 🔥\n"))
        #expect(errors.contains("to the operator\n"))
        #expect(!output.contains("operator"))
    }
}
