import Engine
import HTTP
import HistoryLines
import JSONText
import OperatingSystem

extension ImportCommand {
    /// Sends an import to a running server; everything is tried there before anything is imported.
    static func upload(
        _ sources: [ImportSource],
        to url: String,
        _ arguments: Arguments
    ) async throws {
        guard let key = Environment.value("LAUREL_API_KEY"), !key.isEmpty else {
            throw CommandFailure("the variable LAUREL_API_KEY must have an admin key")
        }
        guard arguments["--environment"] == nil, !arguments.has("--create-attributes") else {
            throw UsageError(
                "the key says which environment --server is; attributes are set up there"
            )
        }
        let rejects = try arguments["--rejects"].map { try OutputFile($0) }
        let upload = ImportUpload(
            to: url,
            key: key,
            options: [
                "createMetrics": arguments.has("--create-metrics"),
                "tellEach": arguments.has("--tell-each"),
            ],
            of: sources,
            rejects: rejects
        )
        defer { upload.stop() }
        let folder = FileFolder(arguments["--work"] ?? "laurel.import")
        var (work, badCount) = try sorted(sources, in: folder, rejects)
        var trial = ImportUpload.Result()
        for number in work.left {
            try await upload.send(try lines(of: number, in: folder), isTrial: true, &trial)
        }
        try rejects?.flush()
        badCount += trial.badLines
        guard !arguments.has("--dry-run"), badCount == 0 || arguments.has("--skip-bad") else {
            try folder.remove()
            Console.print("\(badCount.grouped) lines are bad; nothing was imported")
            if badCount > 0 { throw ExitStatus(1) }
            return
        }
        var result = ImportUpload.Result()
        for number in work.left {
            try await upload.send(try lines(of: number, in: folder), isTrial: false, &result)
            try work.finish(number)
        }
        try folder.remove()
        let counts = result.counts
        Console.print(
            "imported \((counts["users"] ?? 0).grouped) users (\((counts["newUsers"] ?? 0).grouped) new), "
                + "\((counts["events"] ?? 0).grouped) events "
                + "(\((counts["repeatedEvents"] ?? 0).grouped) were there already)"
        )
        if result.refusedUsers > 0 { throw ExitStatus(1) }
    }

    /// A key that only spreads users over parts: the server has the one of its own database.
    private static func scattered(_ userID: String) -> UserKey {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in userID.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        // Multiplying mixes upwards, and parts are told apart by the highest bits of a key.
        hash ^= hash >> 32
        return UserKey(hash: hash &* 0x9E37_79B9_7F4A_7C15)
    }

    /// Sorts the lines by user, with where they came from; those that are not JSON are told.
    private static func sorted(
        _ sources: [ImportSource],
        in folder: FileFolder,
        _ rejects: OutputFile?
    ) throws -> (ImportWork, badCount: Int) {
        try ImportWork.clear(folder)
        let partCount = try partCount(of: sources)
        let sorter = try ImportSorter(in: folder, partCount: partCount, by: scattered)
        var badCount = 0
        for (index, source) in sources.enumerated() {
            try source.forEachLine { line, _ in
                switch line.fields {
                case .success(let fields):
                    let text = JSON.object(fields.object).text
                    let user = (fields["user"] ?? fields["id"])?.json.text ?? ""
                    try sorter.add("\(index) \(line.number) \(text)", of: user)
                case .failure(let problem):
                    badCount += 1
                    Console.print("\(source.path):\(line.number): \(problem.reason)")
                    try rejects?.append(line.text + [UInt8(ascii: "\n")])
                }
            }
        }
        try sorter.finish()
        let summary = ImportWork.Summary(identity: nil, partCount: partCount)
        return (try ImportWork(in: folder, summary), badCount)
    }

    private static func lines(
        of part: Int,
        in folder: FileFolder
    ) throws -> [ImportUpload.Waiting] {
        var splitter = LineSplitter()
        let bytes = try TextFile.read(folder.path(of: ImportPart.linesName(part)))
        return splitter.lines(in: bytes).compactMap { ImportUpload.Waiting($0.bytes) }
    }
}
