import HTTP
import JSONText

/// The body of a request as the log keeps it: short, and without secrets.
enum LoggedBody {
    /// What is kept of a body; nothing of one that is no JSON.
    static func text(of bytes: [UInt8]) -> String? {
        guard !bytes.isEmpty else { return nil }
        guard bytes.count <= AccessLimits.parsedBodyBytes else {
            return "(\(bytes.count) bytes)"
        }
        guard let json = try? JSON(parsing: bytes) else {
            // It may be what was wrong with it.
            return clipped(String(decoding: bytes, as: UTF8.self))
        }
        return clipped(masked(json).text)
    }

    /// The user whom a body is about.
    static func userID(in bytes: [UInt8]) -> String? {
        guard !bytes.isEmpty, bytes.count <= AccessLimits.parsedBodyBytes,
            case .object(let object)? = try? JSON(parsing: bytes)
        else { return nil }
        switch object["user"] ?? object["userId"] ?? object["user_id"] ?? object["participant_id"]
            ?? object["id"]
        {
        case .string(let id)?: return id
        case .object(let user)?:
            guard case .string(let id)? = user["id"] else { return nil }
            return id
        default: break
        }
        for name in ["users", "freezes", "pauses"] {
            guard case .array(let items)? = object[name], case .object(let item)? = items.first
            else { continue }
            if case .string(let id)? = item["userId"] ?? item["id"] { return id }
        }
        return nil
    }

    /// Why somebody did it, where the body says so.
    static func reason(in bytes: [UInt8]) -> String? {
        guard !bytes.isEmpty, bytes.count <= AccessLimits.parsedBodyBytes,
            case .object(let object)? = try? JSON(parsing: bytes),
            case .string(let reason)? = object["reason"]
        else { return nil }
        return reason
    }

    private static func clipped(_ text: String) -> String {
        text.utf8.count <= AccessLimits.loggedBodyBytes
            ? text : String(text.prefix(AccessLimits.loggedBodyBytes / 4)) + "…"
    }

    /// Names of fields whose values nobody may read.
    private static let secrets = [
        "password", "secret", "token", "authorization", "privatekey", "apikey", "api_key",
    ]

    private static func masked(_ json: JSON) -> JSON {
        switch json {
        case .object(let object):
            var copy = JSONObject()
            for member in object.members {
                let name = member.name.lowercased()
                let isSecret = secrets.contains(where: name.contains)
                _ = copy.append(member.name, isSecret ? .string("(hidden)") : masked(member.value))
            }
            return .object(copy)
        case .array(let elements): return .array(elements.map(masked))
        case .null, .bool, .number, .string: return json
        }
    }
}
