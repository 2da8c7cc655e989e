import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Sends calls to one of the two APIs, and tries again where that is safe.
///
/// Every `POST` has an idempotency key, which is made before its first try: trying an event again
/// counts nothing twice.
public struct HTTPClient: Sendable {
    /// The address that paths are appended to.
    let baseURL: String
    let apiKey: String
    let headers: [String: String]
    let timeout: Int
    let maxRetries: Int
    let session: URLSession

    /// Whether a call may be sent again when nobody knows if it was done: the server knows events
    /// and awards by their key, and other calls that add something would add it twice.
    private static func isRepeatable(_ method: String, _ path: String) -> Bool {
        method != "POST" || path.hasSuffix("/event") || path.hasSuffix("/awards")
    }

    /// What is allowed in a part of a path as it is.
    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )

    /// A part of a path, so that an id with a slash stays one part.
    public static func escaped(_ part: String) -> String {
        part.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }

    /// Reads answers, whose moments are texts of ISO 8601, with fractions of seconds or without.
    public static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            let whole = Date.ISO8601FormatStyle()
            let fine = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            if let moment = (try? whole.parse(text)) ?? (try? fine.parse(text)) { return moment }
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no moment: \(text)")
            )
        }
        return decoder
    }

    /// Writes bodies, with moments as texts of ISO 8601.
    public static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { moment, encoder in
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            var container = encoder.singleValueContainer()
            try container.encode(style.format(moment))
        }
        return encoder
    }

    /// Sends a call, and reads what it is answered.
    public func send<Answer: Decodable & Sendable>(
        _ method: String,
        _ path: String,
        query: [(String, String?)] = [],
        headers: [String: String?] = [:],
        body: (any Encodable & Sendable)? = nil,
        options: RequestOptions? = nil,
        as type: Answer.Type = Answer.self
    ) async throws(TrophyError) -> Answer {
        let data = try await bytes(
            method,
            path,
            query: query,
            headers: headers,
            body: body,
            options: options
        )
        do {
            return try Self.decoder.decode(Answer.self, from: data)
        } catch {
            throw .decodingError(error)
        }
    }

    /// Sends a call, and gives the bytes that it is answered.
    public func bytes(
        _ method: String,
        _ path: String,
        query: [(String, String?)] = [],
        headers: [String: String?] = [:],
        body: (any Encodable & Sendable)? = nil,
        options: RequestOptions? = nil
    ) async throws(TrophyError) -> Data {
        var fields = headers
        if method == "POST", fields["Idempotency-Key"] ?? nil == nil {
            fields["Idempotency-Key"] = UUID().uuidString
        }
        let request = try request(method, path, query, fields, body, options)
        let retries = options?.maxRetries ?? maxRetries
        let isRepeatable = Self.isRepeatable(method, path)
        var attempt = 0
        while true {
            let outcome = await once(request)
            guard attempt < retries, let pause = outcome.pause(before: attempt, isRepeatable)
            else {
                return try outcome.data()
            }
            attempt += 1
            try? await Task.sleep(nanoseconds: UInt64(pause * 1e9))
            if Task.isCancelled { return try outcome.data() }
        }
    }

    /// A request as it goes out, for those who send it themselves.
    public func request(
        _ method: String,
        _ path: String,
        _ query: [(String, String?)] = [],
        _ fields: [String: String?] = [:],
        _ body: (any Encodable & Sendable)? = nil,
        _ options: RequestOptions? = nil
    ) throws(TrophyError) -> URLRequest {
        var parameters = query.compactMap { name, value in value.map { (name, $0) } }
        parameters += (options?.additionalQueryParameters ?? [:]).map { ($0.key, $0.value) }
        let words = parameters.map { "\(Self.escaped($0))=\(Self.escaped($1))" }
        let target = baseURL + path + (words.isEmpty ? "" : "?" + words.joined(separator: "&"))
        // An address that is none is an error of this call, and not the end of the program.
        guard let url = URL(string: target), url.host != nil else { throw .invalidResponse }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.timeoutInterval = TimeInterval(options?.timeout ?? timeout)
        request.setValue(options?.apiKey ?? apiKey, forHTTPHeaderField: "X-API-KEY")
        for (name, value) in headers.mapValues(Optional.some).merging(
            fields,
            uniquingKeysWith: { $1 }
        ) {
            if let value { request.setValue(value, forHTTPHeaderField: name) }
        }
        for (name, value) in options?.additionalHeaders ?? [:] {
            request.setValue(value, forHTTPHeaderField: name)
        }
        if let body {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            do {
                request.httpBody = try Self.encoder.encode(body)
            } catch {
                throw .decodingError(error)
            }
        }
        return request
    }

    private func once(_ request: URLRequest) async -> Outcome {
        do {
            let (data, response) = try await session.data(for: request)
            guard let response = response as? HTTPURLResponse else { return .none }
            return .answered(response.statusCode, response, data)
        } catch {
            return .failed(error)
        }
    }
}

/// What came of one try.
private enum Outcome {
    case answered(Int, HTTPURLResponse, Data)
    case failed(any Error)
    case none

    /// How many seconds to wait before another try; nothing where none would help.
    func pause(before attempt: Int, _ isRepeatable: Bool) -> Double? {
        let usual = min(8, 0.5 * Double(1 << min(attempt, 4))) * Double.random(in: 0.9...1.1)
        switch self {
        case .failed(let error as URLError) where error.code == .cannotConnectToHost: return usual
        case .failed, .none: return isRepeatable ? usual : nil
        case .answered(let status, let response, _):
            // Whoever is told 429 was refused before anything was done.
            guard status == 429 || isRepeatable && (status == 408 || status >= 500) else {
                return nil
            }
            let told = response.value(forHTTPHeaderField: "Retry-After").flatMap(Double.init)
            return told.map { min($0, 60) } ?? usual
        }
    }

    func data() throws(TrophyError) -> Data {
        switch self {
        case .answered(200..<300, _, let data): return data
        case .answered(let status, let response, let data):
            let document = try? JSONDecoder().decode(JSONValue.self, from: data)
            let message = document?["error"]?.string ?? document?["detail"]?.string
            throw .httpError(
                HTTPError(
                    statusCode: status,
                    message: message ?? String(decoding: data, as: UTF8.self),
                    requestID: response.value(forHTTPHeaderField: "X-Request-ID")
                )
            )
        case .failed(let error as URLError) where error.code == .timedOut: throw .timeout(error)
        case .failed(let error): throw .networkError(error)
        case .none: throw .invalidResponse
        }
    }
}
