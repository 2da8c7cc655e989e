import Access
import Engine
public import HTTP
public import JSONText

extension CallContext {
    /// The user that the path names, if the sender may act for that user.
    public func user(inPath name: String, _ rule: TextRule) throws -> String {
        let id = request.parameter(name)
        try principal.requireAccess(toUser: id)
        if let problem = rule.problem(with: id) { throw InvalidInput(path: name, problem: problem) }
        return id
    }

    /// The fields of the body, which has to be a JSON object; interfaces differ in the status for a
    /// body that is no JSON.
    public func fields(ifMalformed status: Status = .badRequest) throws -> JSONFields {
        do {
            return try JSONFields(request.body)
        } catch let error as HTTPError {
            throw HTTPError(status, error.message, underlying: error.underlying ?? error)
        }
    }
}
