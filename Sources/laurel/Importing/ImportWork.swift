import Engine
import HistoryLines
import JSONText
import OperatingSystem

/// The folder of an import: what was read, sorted by user into parts, and which parts are done.
///
/// An import that was killed goes on with the parts that are left. A part that was being taken in
/// is taken in again, which changes nothing of what is stored already.
struct ImportWork {
    /// What is told of an import once everything has been read.
    struct Summary: Equatable {
        /// What tells whether it is still the same import; nothing where that cannot be told.
        var identity: String?
        var partCount: Int
        var userLines = 0
        var eventLines = 0
        var markLines = 0
    }

    let folder: FileFolder
    let summary: Summary
    private(set) var done: Set<Int>

    private static let summaryName = "import.json"
    private static let doneName = "done"

    /// The work that was left in a folder, if it is of the same import.
    init?(in folder: FileFolder, of identity: String?) {
        guard let identity, let summary = Self.summary(in: folder), summary.identity == identity
        else { return nil }
        self.folder = folder
        self.summary = summary
        let names = (try? TextFile.read(folder.path(of: Self.doneName))) ?? []
        let numbers = String(decoding: names, as: UTF8.self).split(separator: "\n")
        done = Set(numbers.compactMap { Int($0) })
    }

    /// The work that begins, once everything has been read.
    init(in folder: FileFolder, _ summary: Summary) throws {
        self.folder = folder
        self.summary = summary
        done = []
        var writer = JSONWriter()
        writer.object { object in
            object.field("identity", summary.identity)
            object.field("parts", summary.partCount)
            object.field("users", summary.userLines)
            object.field("events", summary.eventLines)
            object.field("marks", summary.markLines)
        }
        try folder.put(writer.finish(), as: Self.summaryName)
    }

    /// The parts that are left.
    var left: [Int] { (0..<summary.partCount).filter { !done.contains($0) } }

    /// Notes that a part is done.
    mutating func finish(_ part: Int) throws {
        try folder.append(Array("\(part)\n".utf8), to: Self.doneName)
        done.insert(part)
    }

    /// Empties a folder that an import left, and refuses one that has something else in it.
    static func clear(_ folder: FileFolder) throws {
        try folder.create()
        let names = try folder.names()
        let isOurs = names.allSatisfy { name in
            name == summaryName || name == doneName || name.hasPrefix("part-")
                || name.hasPrefix(".\(summaryName).")
        }
        guard isOurs else {
            throw CommandFailure(
                "\(folder.path) has other files in it; name another folder with --work"
            )
        }
        for name in names { DurableFile.remove(folder.path(of: name)) }
    }

    private static func summary(in folder: FileFolder) -> Summary? {
        guard let bytes = try? TextFile.read(folder.path(of: summaryName)),
            let json = try? JSON(parsing: bytes), let fields = try? JSONCursor(json).fields(),
            let partCount = try? fields.integer("parts")
        else { return nil }
        func count(_ name: String) -> Int { Int((try? fields.integer(name)) ?? 0) }
        var summary = Summary(
            identity: try? fields.optionalString("identity"),
            partCount: Int(partCount)
        )
        (summary.userLines, summary.eventLines) = (count("users"), count("events"))
        summary.markLines = count("marks")
        return summary
    }
}

/// Sorts lines into the parts of an import.
///
/// The users of a part are neighbours by their keys, and one part follows the other: so an empty
/// database is filled from its beginning to its end, and no page is written twice.
final class ImportSorter {
    private let key: (_ userID: String) -> UserKey
    private var last: (userID: String, part: Int)?
    private let events: [OutputFile]
    private let others: [OutputFile]

    /// A sorter into so many parts, of users with some keys.
    init(
        in folder: FileFolder,
        partCount: Int,
        by key: @escaping (_ userID: String) -> UserKey
    ) throws {
        self.key = key
        events = try (0..<partCount).map {
            try OutputFile(folder.path(of: ImportPart.eventsName($0)))
        }
        others = try (0..<partCount).map {
            try OutputFile(folder.path(of: ImportPart.linesName($0)))
        }
    }

    /// Puts a line into the part of its user.
    func add(_ line: HistoryLine, _ fields: JSONFields) throws {
        let part = part(of: line.userID)
        guard case .event(let event) = line else {
            return try others[part].append(Array((JSON.object(fields.object).text + "\n").utf8))
        }
        var bytes: [UInt8] = []
        LineCodec.append(event, to: &bytes)
        try events[part].append(bytes)
    }

    /// Puts a text into the part of a user.
    func add(_ text: String, of userID: String) throws {
        try others[part(of: userID)].append(Array((text + "\n").utf8))
    }

    private func part(of userID: String) -> Int {
        // Many files have the lines of a user together.
        if let last, last.userID.isSameID(as: userID) { return last.part }
        let unused = UInt64.bitWidth - UserKey.bitWidth
        let share = UInt64(key(userID).number) << UInt64(unused)
        let part = Int(share.multipliedFullWidth(by: UInt64(events.count)).high)
        last = (userID, part)
        return part
    }

    /// Has everything on the disk.
    func finish() throws {
        for file in events + others { try file.sync() }
    }
}

/// A part of an import: all lines of some users.
struct ImportPart {
    let folder: FileFolder
    let number: Int

    static func eventsName(_ number: Int) -> String { "part-\(number)-events" }
    static func linesName(_ number: Int) -> String { "part-\(number)-lines" }

    /// The histories of its users.
    func histories(_ reader: HistoryReader, _ empty: HistoryAssembler) throws -> [[UserHistory]] {
        var assembler = empty
        var splitter = LineSplitter()
        let lines = splitter.lines(
            in: try TextFile.read(folder.path(of: Self.linesName(number)))
        )
        for line in lines {
            // What was right when it was sorted may name something that was deleted since.
            switch reader.line(line.bytes) {
            case .success(let line): assembler.add(line)
            case .failure(let problem): throw CommandFailure(problem.reason)
            }
        }
        var codec = LineCodec(try TextFile.read(folder.path(of: Self.eventsName(number))))
        while let event = codec.next() { assembler.add(.event(event)) }
        return assembler.histories()
    }
}
