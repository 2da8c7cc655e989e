import Access
import HTTP
import OperatingSystem
import Service
import Wire

/// Giving programs that work with language models what Laurel can tell and do.
enum ToolsCommand {
    static let command = Command(
        name: "mcp",
        summary: "Speaks the Model Context Protocol over standard input and output",
        options: [
            OpenDatabase.existingOption,
            .flag("--allow-writes", "Also offers the calls that change something"),
        ],
        details: """
            LAUREL_API_KEY has the key that calls are made with: it says which environment, and what
            may be called. Make one of its own for this, so that the record of changes names it.
            """
    ) { arguments in
        try arguments.allowWords(0)
        guard let key = Environment.value("LAUREL_API_KEY"), !key.isEmpty else {
            throw CommandFailure("the variable LAUREL_API_KEY must have an API key")
        }
        let service = try OpenDatabase(arguments, makesFile: false).service()
        defer { service.stop() }
        service.followBoards()
        let tools = Tool.all(
            of: Dialects.toolInterfaces.flatMap(\.endpoints),
            allowsWrites: arguments.has("--allow-writes")
        )
        let router = Router(Dialects.toolInterfaces.map { $0.routes(for: service) })
        try await ToolServer(tools: tools, router: router, key: key).run()
    }
}
