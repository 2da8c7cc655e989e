import Dashboard
import HTTP
import JSONText

/// What the root of the server shows: to a person what this is and what to do next, to a program
/// the name and the version.
///
/// It shows nothing of the database, since it needs no key.
struct FrontPage {
    let version: String
    let hasDashboard: Bool

    /// Answers `GET /` in the form that the caller asks for.
    @Sendable func show(_ request: Request) async throws -> Response {
        guard AcceptedType.prefersHTML(request.headers.all("Accept")) else { return json }
        if hasDashboard { return toDashboard }
        let host = request.host ?? request.headers["Host"]
        return html(
            address: request.publicURL ?? Self.address(host: host, scheme: request.scheme)
        )
    }

    /// People are led to the dashboard, which says the same with more to click on.
    private var toDashboard: Response {
        var headers = Self.headers
        headers["Location"] = Dashboard.address
        return Response(Status(303), headers: headers)
    }

    private var json: Response {
        Response.json(headers: Self.headers) { writer in
            writer.object { object in
                object.field("name", "Laurel")
                object.field("version", version)
                object.field("documentation", "/docs/")
            }
        }
    }

    private func html(address: String) -> Response {
        var headers = Self.headers
        headers["Content-Type"] = "text/html; charset=utf-8"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        // The page brings its style along and nothing else.
        headers["Content-Security-Policy"] =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'"
        let text = FrontPageText.html(version: version, address: address)
        return Response(.ok, headers: headers, body: .bytes(Array(text.utf8)))
    }

    private static let headers: Headers = ["Cache-Control": "no-cache", "Vary": "Accept"]

    /// The address that the examples name: the one that the browser was given.
    ///
    /// What is not a plain host is not repeated, as it goes into a page.
    static func address(host: String?, scheme: String) -> String {
        let isPlain: (Unicode.Scalar) -> Bool = { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "-", ":", "[", "]": true
            default: false
            }
        }
        guard let host, !host.isEmpty, host.utf8.count <= 255,
            host.unicodeScalars.allSatisfy(isPlain)
        else { return "http://127.0.0.1:8080" }
        return "\(scheme)://\(host)"
    }
}

/// What a caller would rather have.
enum AcceptedType {
    /// Whether `Accept` names HTML, and not JSON before it.
    ///
    /// `*/*` is what programs send that do not care; they get JSON.
    static func prefersHTML(_ values: [String]) -> Bool {
        let ranges = values.joined(separator: ",").split(separator: ",").map(MediaRange.init)
        func weight(_ types: [String]) -> Double {
            ranges.filter { types.contains($0.type) }.map(\.weight).max() ?? 0
        }
        let html = weight(["text/html", "application/xhtml+xml"])
        return html > 0 && html >= weight(["application/json"])
    }

    /// One entry of the list: a type, and how welcome it is, from 0 to 1.
    private struct MediaRange {
        let type: String
        let weight: Double

        init(_ text: Substring) {
            let parts = text.split(separator: ";").map { part in
                String(part.filter { $0 != " " && $0 != "\t" }).lowercased()
            }
            type = parts.first ?? ""
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2)
            weight = quality.map { Double($0) ?? 0 } ?? 1
        }
    }
}
