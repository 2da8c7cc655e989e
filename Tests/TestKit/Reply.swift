package import HTTP
package import JSONText

/// An answer, with its body read.
package struct Reply: CustomStringConvertible, Sendable {
    package let status: Int
    package let headers: Headers
    /// The body as it came.
    package let body: String
    /// The body as JSON; null when it is none.
    package let json: JSON

    package init(_ response: Response) async throws {
        status = response.status.code
        headers = response.headers
        var bytes: [UInt8] = []
        switch response.body {
        case .bytes(let whole): bytes = whole
        case .stream(let source):
            // A stream of events has no end; its beginning has to do.
            let isEndless = headers["Content-Type"] == "text/event-stream"
            while let chunk = try await source.next() {
                bytes += chunk
                if isEndless { break }
            }
        }
        body = String(decoding: bytes, as: UTF8.self)
        json = (try? JSON(parsing: bytes)) ?? .null
    }

    package var description: String { "\(status) \(body)" }

    /// The value at a path such as `issues.0.message`, as compact JSON; nil when there is none.
    package func value(_ path: String) -> String? {
        node(path)?.text
    }

    /// The text of the string at a path; nil when there is none.
    package func text(_ path: String) -> String? {
        guard case .string(let text) = node(path) else { return nil }
        return text
    }

    /// How many elements the array at a path has; the whole body when the path is empty.
    package func count(_ path: String = "") -> Int? {
        guard case .array(let elements) = node(path) else { return nil }
        return elements.count
    }

    /// The values that every element of an array has at a path.
    package func column(_ path: String, of array: String = "") -> [String?] {
        guard case .array(let elements) = node(array) else { return [] }
        return elements.map { Self.node(path, in: $0)?.text }
    }

    /// The names of the fields of the object at a path, in order.
    package func names(_ path: String = "") -> [String] {
        guard case .object(let object) = node(path) else { return [] }
        return object.members.map(\.name)
    }

    private func node(_ path: String) -> JSON? {
        Self.node(path, in: json)
    }

    private static func node(_ path: String, in json: JSON) -> JSON? {
        var node = json
        for step in path.split(separator: ".") {
            switch node {
            case .object(let object):
                guard let value = object[String(step)] else { return nil }
                node = value
            case .array(let elements):
                guard let index = Int(step), elements.indices.contains(index) else { return nil }
                node = elements[index]
            default: return nil
            }
        }
        return node
    }
}
