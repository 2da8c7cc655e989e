import Access
import CivilTime
import OperatingSystem
import Service
import Storage

/// Making and listing those who sign in to the dashboard.
enum AdminsCommand {
    /// How long a command waits for its turn beside a server that takes much in.
    private static let patience = Duration.seconds(60)

    static let create = Command(
        name: "admins create",
        summary: "Adds somebody who may sign in to the dashboard",
        options: [
            OpenDatabase.existingOption,
            OpenDatabase.createOption,
            .value("--email", "ADDRESS", "What the admin signs in with"),
            .value("--role", "ROLE", "owner, editor, support or viewer"),
        ],
        details: """
            The password is read from standard input, one line of at least 10 characters. An owner
            decides who may come in, an editor sets up what counts, support looks after users, and a
            viewer changes nothing.
            """
    ) { arguments in
        try arguments.allowWords(0)
        let email = try arguments.required("--email")
        let role = try arguments.word("--role", Admin.Role.self)
        let draft = AdminDraft(email: email, password: try password(), role: role)
        if let (field, problem) = draft.problem { throw CommandFailure("\(field) \(problem)") }
        let service = try OpenDatabase(
            arguments,
            makesFile: arguments.has("--create"),
            hint: "; check the path, or make a database with --create",
            patience: patience
        ).service()
        let admin = try await service.access.createAdmin(draft)
        service.stop()
        Console.print("\(admin.email) may sign in as \(admin.role.rawValue)")
    }

    static let list = Command(
        name: "admins list",
        summary: "Lists those who may sign in",
        options: [OpenDatabase.existingOption]
    ) { arguments in
        try arguments.allowWords(0)
        let service = try OpenDatabase(arguments, makesFile: false, patience: patience).service()
        var table = TextTable(["E-MAIL", "ROLE", "CREATED", "CHANGED"])
        for admin in try await service.access.admins() {
            table.add([
                admin.email, admin.role.rawValue, admin.createdAt.iso8601, admin.updatedAt.iso8601,
            ])
        }
        service.stop()
        Console.print(table.text)
    }

    static let reset = Command(
        name: "admins reset",
        summary: "Gives an admin a new password, and ends the admin's sessions",
        options: [
            OpenDatabase.existingOption,
            .value("--email", "ADDRESS", "What the admin signs in with"),
        ],
        details: "The password is read from standard input, one line of at least 10 characters."
    ) { arguments in
        try arguments.allowWords(0)
        let email = try arguments.required("--email")
        let password = try password()
        if let problem = AdminDraft.problem(withPassword: password) {
            throw CommandFailure("password \(problem)")
        }
        let service = try OpenDatabase(arguments, makesFile: false, patience: patience).service()
        guard let admin = try await service.access.admin(email: email) else {
            service.stop()
            throw CommandFailure("no admin has the address \(email)")
        }
        _ = try await service.access.setPassword(password, of: admin.id)
        service.stop()
        Console.print("\(admin.email) has a new password")
    }

    /// The first line of standard input.
    private static func password() throws(CommandFailure) -> String {
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw CommandFailure("the password is read from standard input, and there is none")
        }
        return line
    }
}
