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
            .flag("--views", "Prints the views for reading with SQL instead"),
            .value("--reader", "ROLE", "Prints how to make a role that reads the views alone"),
        ],
        details: """
            A server makes and migrates its schema by itself; this is for reading it, and for preparing a
            database before the first server sees it.
            """
    ) { arguments in
        try arguments.allowWords(0)
        if arguments.has("--citus") {
            return Console.print(Schema.citusStatements.joined(separator: "\n"))
        }
        if let role = arguments["--reader"] {
            guard Schema.isRoleName(role) else {
                throw UsageError("option --reader must be a name such as laurel_reader")
            }
            return Console.print(Schema.readerStatements(for: role).joined(separator: "\n"))
        }
        let engine = arguments["--engine"] ?? "postgres"
        guard let dialect = ["postgres": SQLDialect.postgres, "sqlite": .sqlite][engine] else {
            throw UsageError("option --engine must be postgres or sqlite, not \"\(engine)\"")
        }
        if arguments.has("--views") {
            for view in Schema.createViews(dialect) { Console.print(view + ";") }
            return
        }
        for migration in Schema.migrations {
            Console.print("-- \(migration.name)")
            for statement in migration.statements(dialect) { Console.print(statement + ";") }
        }
        Console.print("-- what has been done")
        for statement in Migrator.bookkeeping { Console.print(statement + ";") }
    }
}
