import Catalogue
import Engine
import HTTP
import JSONText
import Storage
import Wire

extension CallContext {
    /// What the wire calls the workspace.
    var tenantID: String { view.workspace.publicID }

    /// The user that the path names, if the sender may act for that user.
    func userInPath() throws -> String {
        try user(inPath: "user_id", EventWire.nameRule)
    }

    /// The UUID in the path, in lower case as ours are.
    func uuidInPath(_ name: String) throws(InvalidInput) -> String {
        let id = request.parameter(name)
        guard UUIDText.isValid(id) else {
            throw InvalidInput(
                path: name,
                problem: "must be a UUID, such as 550e8400-e29b-41d4-a716-446655440000"
            )
        }
        return id.lowercased()
    }
}
