import Catalogue
import CivilTime
import JSONText
import Storage

/// What a plan says, line by line.
enum ConfigurationText {
    /// A step, with what it changes.
    static func text(of step: ConfigurationStep) -> String {
        let mark =
            switch step.action {
            case .created: "+"
            case .archived: "-"
            case .changed, .restored, .replayed: "~"
            }
        let head = "\(mark) \(step.kind.rawValue) \(step.name)"
        guard step.action == .changed else { return head }
        let changes = differences(members(step.before), members(step.after))
        return ([head] + changes.map { "    \($0)" }).joined(separator: "\n")
    }

    /// The secret of a new webhook, which nothing shows again.
    static func secret(of step: ConfigurationStep) -> String? {
        step.secret.map { "secret of \(step.name), shown this once: \($0)" }
    }

    /// A change that somebody else made.
    static func text(of entry: AuditEntry) -> String {
        let author = entry.author.name.isEmpty ? "" : " \(entry.author.name)"
        let names = members(entry.after ?? entry.before)
        let name = names["key"] ?? names["name"] ?? names["url"] ?? "\"\(entry.item)\""
        return "! \(entry.kind.rawValue) \(name) was \(entry.action.rawValue) by "
            + "\(entry.author.kind.rawValue)\(author) at \(entry.at.iso8601)"
    }

    /// How many steps there are.
    static func sum(of steps: [ConfigurationStep], isDone: Bool) -> String {
        guard !steps.isEmpty else { return "nothing to do: it is set up as the document says" }
        let created = steps.count { $0.action == .created }
        let archived = steps.count { $0.action == .archived }
        let changed = steps.count - created - archived
        let will = isDone ? "" : "to be "
        return "\(created) \(will)created, \(changed) \(will)changed, \(archived) \(will)archived"
    }

    /// The members of a document, those of objects within it by their paths.
    private static func members(_ document: String?) -> [String: String] {
        guard let document, let json = try? JSON(parsing: document) else { return [:] }
        var members: [String: String] = [:]
        add(json, at: "", to: &members)
        return members
    }

    private static func add(_ json: JSON, at path: String, to members: inout [String: String]) {
        guard case .object(let object) = json else {
            members[path] = json.text
            return
        }
        for member in object.members {
            let name = path.isEmpty ? member.name : "\(path).\(member.name)"
            add(member.value, at: name, to: &members)
        }
    }

    private static func differences(
        _ before: [String: String],
        _ after: [String: String]
    ) -> [String] {
        Set(before.keys).union(after.keys).sorted().compactMap { name in
            guard before[name] != after[name] else { return nil }
            return "\(name): \(before[name] ?? "none") → \(after[name] ?? "none")"
        }
    }
}
