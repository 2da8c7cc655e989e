public import JSONText

extension JSONFields {
    /// The fields of a body.
    ///
    /// A body that is not JSON throws an `HTTPError` with status 400 and the position; one that is
    /// not an object throws `InvalidInput`.
    public init(_ body: [UInt8], limits: JSONLimits = .standard) throws {
        guard !body.isEmpty else {
            throw HTTPError.badRequest("The request body is empty; it must be a JSON object.")
        }
        let json: JSON
        do {
            json = try JSON(parsing: body, limits: limits)
        } catch {
            throw HTTPError.badRequest(error.message, underlying: error)
        }
        self = try JSONCursor(json).fields()
    }
}
