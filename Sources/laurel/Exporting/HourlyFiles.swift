import CivilTime
import Engine
import HTTP
import JSONText
import OperatingSystem
import Sodium
import Storage

/// Files of facts in a folder, one an hour: what is told in an hour is added to an open file, and once
/// the hour is over the file gets its name, with a manifest beside it.
///
/// The open file is the truth: a fact that comes again, as its place had not moved yet, is in it
/// already and is left out. So nothing is missing and nothing is there twice, whenever the power goes.
struct HourlyFiles {
    private let folder: FileFolder
    private let packing: Packing
    private var open: OpenFile?
    /// The last fact that is in a file.
    private var last: FactPlace?

    /// An hour's facts so far.
    private struct OpenFile {
        let hour: String
        let first: FactPlace
        var name: String { ".open-\(hour)_\(FactLine.cursor(of: first))" }
    }

    /// The files of a folder, which go on where somebody left them.
    init(in path: String, packing: Packing) throws {
        folder = FileFolder(path)
        self.packing = packing
        let names = try folder.names()
        for name in names where name.hasPrefix(".open-") {
            let parts = name.dropFirst(".open-".count).split(separator: "_")
            guard parts.count == 2, let first = FactLine.place(of: parts[1]) else { continue }
            let file = OpenFile(hour: String(parts[0]), first: first)
            // Two are open only where the power went before the older one was closed.
            if open != nil { try close() }
            open = file
            last = max(try mend(file) ?? first, last ?? first)
        }
        let closed = names.compactMap { $0.hasSuffix(".manifest.json") ? $0 : nil }
        if open == nil, let newest = closed.last {
            let text = String(decoding: try TextFile.read(folder.path(of: newest)), as: UTF8.self)
            last = (try? JSONFields(Array(text.utf8)))
                .flatMap { try? $0.string("lastCursor") }.flatMap { FactLine.place(of: $0) }
        }
    }

    /// Adds facts, those alone that are not there yet.
    mutating func add(_ facts: [PlacedFact]) throws {
        var lines: [UInt8] = []
        for fact in facts where last.map({ fact.place > $0 }) ?? true {
            let hour = max(Self.hour(of: fact.stored.toldAt), open?.hour ?? "")
            if let open, open.hour != hour {
                try folder.append(lines, to: open.name)
                lines = []
                try close()
            }
            if open == nil { open = OpenFile(hour: hour, first: fact.place) }
            lines += Array(FactLine.text(of: fact).utf8) + [UInt8(ascii: "\n")]
            last = fact.place
        }
        if let open, !lines.isEmpty { try folder.append(lines, to: open.name) }
    }

    /// Closes the file of an hour that is over.
    mutating func close(before moment: Instant) throws {
        if let open, open.hour < Self.hour(of: moment) { try close() }
    }

    private mutating func close() throws {
        guard let file = open else { return }
        let bytes = try TextFile.read(folder.path(of: file.name))
        let lines = bytes.count { $0 == UInt8(ascii: "\n") }
        guard lines > 0 else { return }
        let name =
            "facts-\(file.hour)_\(FactLine.cursor(of: file.first)).ndjson" + packing.ending
        let stored = packing.pack(bytes)
        try folder.put(stored, as: name)
        let manifest = Self.manifest(of: file, name, stored, lines, through: last ?? file.first)
        try folder.put(manifest, as: "\(name).manifest.json")
        DurableFile.remove(folder.path(of: file.name))
        open = nil
    }

    private static func manifest(
        of file: OpenFile,
        _ name: String,
        _ bytes: [UInt8],
        _ lines: Int,
        through last: FactPlace
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.field("file", name)
            object.field("hour", "\(file.hour):00:00Z")
            object.field("facts", lines)
            object.field("bytes", bytes.count)
            object.field("sha256", Sodium.sha256(of: bytes).hexadecimal)
            object.field("firstCursor", FactLine.cursor(of: file.first))
            object.field("lastCursor", FactLine.cursor(of: last))
        }
        return writer.finish() + [UInt8(ascii: "\n")]
    }

    /// Takes away half a line that the power left, and finds the last fact; nothing in an empty file.
    private func mend(_ file: OpenFile) throws -> FactPlace? {
        let bytes = try TextFile.read(folder.path(of: file.name))
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        if end < bytes.count { try folder.truncate(file.name, to: end) }
        guard end > 0 else { return nil }
        let line = bytes[..<(end - 1)].split(separator: UInt8(ascii: "\n")).last ?? []
        return (try? JSONFields(Array(line))).flatMap { try? $0.string("cursor") }
            .flatMap { FactLine.place(of: $0) }
    }

    private static func hour(of moment: Instant) -> String { String(moment.iso8601.prefix(13)) }
}
