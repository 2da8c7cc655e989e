import OperatingSystem
import Storage

/// Showing the schema, for those who look after databases.
enum SchemaCommand {
    static let command = Command(
        name: "schema",
        summary: "Prints the SQL of the schema, or the SQL that distributes it with Citus",
        options: [
            .value("--engine", "NAME", "postgres or sqlite (postgres)"),
            .flag("--citus", "Prints how to distribute the tables with Citus instead"),
        ],
        details: "A server makes and migrates its schema by itself; this is for reading it."
    ) { arguments in
        try arguments.allowWords(0)
        if arguments.has("--citus") {
            return Console.print(Schema.citusStatements.joined(separator: "\n"))
        }
        let engine = arguments["--engine"] ?? "postgres"
        guard let dialect = ["postgres": SQLDialect.postgres, "sqlite": .sqlite][engine] else {
            throw UsageError("option --engine must be postgres or sqlite, not \"\(engine)\"")
        }
        for migration in Schema.migrations {
            Console.print("-- \(migration.name)")
            for statement in migration.statements(dialect) { Console.print(statement + ";") }
        }
    }
}
