import Analytics
import CivilTime
import HTTP
import JSONText
import Wire

/// Answers of analytics, as JSON and as CSV.
enum ReportWire {
    /// What a column holds.
    enum Kind {
        case text
        case count
        case integer
        case number
        case share
        case date

        fileprivate var schema: JSONSchema {
            switch self {
            case .text: .text
            case .count: .count
            case .integer: .integer
            case .number, .share: .number
            case .date: .date
            }
        }
    }

    /// What an answer is: whether it is complete, and rows with these fields, any of which may be
    /// null.
    static func schema(_ name: String, _ columns: [(name: String, kind: Kind)]) -> JSONSchema {
        let row = JSONSchema.named(
            name,
            .object(columns.map { .field($0.name, $0.kind.schema.orNull) })
        )
        return .object(.field("complete", .boolean), .field("rows", .array(of: row)))
    }

    /// An answer as JSON.
    static func json(_ report: Report) -> Response {
        Response.json { writer in
            writer.object { object in
                object.field("complete", report.isComplete)
                object.array("rows") { array in
                    for row in report.rows {
                        array.object { object in
                            for (name, value) in zip(report.columns, row) {
                                write(value, as: name, to: &object)
                            }
                        }
                    }
                }
            }
        }
    }

    private static func write(
        _ value: Report.Value,
        as name: String,
        to object: inout JSONObjectWriter
    ) {
        switch value {
        case .text(let text): object.field(name, text)
        case .count(let count): object.field(name, count)
        case .number(let number): object.field(name, number)
        case .date(let date): object.field(name, date.iso8601)
        case .nothing: object.null(name)
        }
    }
}

// MARK: - CSV

extension ReportWire {
    /// An answer as a table: a line of names, and a line for each row (RFC 4180).
    static func csv(_ report: Report) -> Response {
        var text = report.columns.joined(separator: ",") + "\r\n"
        for row in report.rows {
            text += row.map(field).joined(separator: ",") + "\r\n"
        }
        var headers = Headers()
        headers["Content-Type"] = "text/csv; charset=utf-8"
        return Response(.ok, headers: headers, body: .bytes(Array(text.utf8)))
    }

    private static func field(_ value: Report.Value) -> String {
        switch value {
        case .text(let text): quoted(text)
        case .count(let count): String(count)
        case .number(let number): "\(number)"
        case .date(let date): date.iso8601
        case .nothing: ""
        }
    }

    /// A text in quotes where it needs them; one that a spreadsheet would take for a formula begins
    /// with an apostrophe.
    static func quoted(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) }
        let safe = (isFormula == true ? "'" : "") + text
        guard safe.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return safe }
        var quoted = "\""
        for scalar in safe.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append("\"") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
