import Delivery
import Groups
import Service
import Storage

/// What operators are told of the following of groups.
enum GroupNotes {
    /// Begins to follow what befalls the members of groups.
    static func follow(_ service: LaurelService, lines: RepeatedLines) {
        service.groups.follow { note in
            let (kind, values) = line(note)
            lines.note(kind, kind: kind, values)
        }
    }

    private static func line(_ note: FollowerNote) -> (String, [String: String]) {
        switch note {
        case .working: ("following groups", [:])
        case .waiting, .leaseLost: ("another process follows groups", [:])
        case .orderChanged, .factsMissing: ("some facts were not heeded for groups", [:])
        case .databaseFailed(let error): ("groups wait", ["cause": String(reflecting: error)])
        }
    }
}
