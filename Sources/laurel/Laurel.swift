import OperatingSystem

/// The program.
@main
enum Laurel {
    static func main() async {
        let status = await CommandTable.run(Array(CommandLine.arguments.dropFirst()))
        ProcessExit.exit(status)
    }
}
