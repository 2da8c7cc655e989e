import Engine
import HTTP
public import JSONText
import Service

extension CallContext {
    /// The user that the path names, if the sender may act for that user.
    public func user(inPath name: String, _ rule: TextRule) throws -> String {
        let id = request.parameter(name)
        try principal.requireAccess(toUser: id)
        if let problem = rule.problem(with: id) { throw InvalidInput(path: name, problem: problem) }
        return id
    }

    /// The fields of the body, which has to be a JSON object.
    public func fields() throws -> JSONFields {
        try JSONFields(request.body)
    }
}
