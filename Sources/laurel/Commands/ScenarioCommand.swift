import CivilTime
import JSONText
import OperatingSystem

/// Trying a streak rule on a history, before it is shipped or after it surprised somebody.
enum ScenarioCommand {
    static let command = Command(
        name: "scenario",
        summary: "Runs streak scenarios through the engine and checks what they expect",
        arguments: "FILE...",
        options: [],
        details: """
            A file holds an array of scenarios: a streak's rule, one user's history, a moment, and
            what is expected. Each is answered with a line of JSON. The exit status is 0 when all
            passed, 1 when one did not, and 2 when a file cannot be read.
            """
    ) { arguments in
        guard !arguments.words.isEmpty else { throw UsageError("FILE is required") }
        let zones = ZoneDatabase(directory: Environment.value("TZDIR"))
        var passedCount = 0
        var failedCount = 0
        for file in arguments.words {
            for scenario in try scenarios(in: file, zones: zones) {
                let verdict = ScenarioVerdict(scenario)
                Console.print(verdict.line)
                if verdict.isPassed { passedCount += 1 } else { failedCount += 1 }
            }
        }
        Console.printError("\(passedCount) passed, \(failedCount) failed")
        if failedCount > 0 { throw ExitStatus(1) }
    }

    private static func scenarios(in file: String, zones: ZoneDatabase) throws -> [Scenario] {
        do {
            let json = try JSON(parsing: try TextFile.read(file))
            return try JSONCursor(json).elements().map { cursor in
                try Scenario(try cursor.fields(), zones: zones)
            }
        } catch let error as JSONError {
            throw unreadable(file, error.message)
        } catch let error as InvalidInput {
            throw unreadable(file, error.message)
        } catch let error as SystemError {
            throw UsageError("\(error)")
        }
    }

    /// The exit status for a file in which something is wrong, once a sentence has told what.
    private static func unreadable(_ file: String, _ sentence: String) -> ExitStatus {
        Console.printError("laurel: \(file): \(sentence)")
        return ExitStatus(2)
    }
}
