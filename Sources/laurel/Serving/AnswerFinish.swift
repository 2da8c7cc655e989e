import Gzip
import HTTP

/// What every answer gets at its end: the name of its request, a link to help where it is an error,
/// and compression where it is long and the client takes it.
struct AnswerFinish {
    /// From so many bytes on, an answer is compressed.
    static let minimumBytes = 4_096
    /// Up to so many: a thread of the server compresses, and others wait for it.
    static let maximumBytes = 2 << 20

    private let request: Request

    init(_ request: Request) {
        self.request = request
    }

    /// The answer as it is sent.
    func finish(_ answer: Answer, _ match: Match) -> Response {
        var response = named(answer, match)
        response.headers[RequestName.field] = request.id
        if response.status.code >= 400 {
            response.headers["Link"] = HelpPage.link(to: response.status)
        }
        // What would be compressed if it were sent anew may be told apart as that would be.
        if response.status == .notModified { Self.vary(&response) }
        return compressed(response)
    }

    private static func vary(_ response: inout Response) {
        guard response.headers["Vary"]?.contains("Accept-Encoding") != true else { return }
        response.headers.add("Vary", "Accept-Encoding")
    }

    /// An error of ours says under which name it is in the log.
    private func named(_ answer: Answer, _ match: Match) -> Response {
        guard var failure = answer.failure, failure.status == .internalError else {
            return answer.response
        }
        failure.message += " The request was \(request.id)."
        return match.errors(failure)
    }

    private func compressed(_ response: Response) -> Response {
        guard let bytes = response.bytes,
            (Self.minimumBytes...Self.maximumBytes).contains(bytes.count),
            response.headers["Content-Encoding"] == nil, isText(response)
        else { return response }
        var response = response
        Self.vary(&response)
        guard request.takesGzip else { return response }
        response.headers["Content-Encoding"] = "gzip"
        // Another form of the same: the tag of the bytes does not hold for it, byte by byte.
        if let tag = response.headers["ETag"], tag.hasPrefix("\"") {
            response.headers["ETag"] = "W/\(tag)"
        }
        response.body = .bytes(Gzip.pack(bytes))
        return response
    }

    private func isText(_ response: Response) -> Bool {
        guard let type = response.headers["Content-Type"] else { return false }
        return type.hasPrefix("application/json") || type.hasPrefix("text/")
    }
}
