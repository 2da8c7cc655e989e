import Testing

/// The project held against the rules of the house.
@Suite struct TidyTests {
    @Test(arguments: Rule.all)
    func `every file keeps the rule, or is an exception that needs to be`(
        rule: Rule
    ) {
        #expect(SourceTree.swiftFiles.count > 100)
        let problems = rule.verdict(on: SourceTree.files)
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test func `files are short, most of them very`() {
        let lengths = SourceTree.swiftFiles.filter(\.isSource).map(\.lineCount).sorted()
        #expect(lengths[lengths.count / 2] <= 120)
        #expect(lengths[lengths.count * 95 / 100] <= 400)
    }

    @Test func `a folder has at most 25 Swift files of its own`() {
        let folders = Dictionary(grouping: SourceTree.swiftFiles) { file in
            file.path.split(separator: "/").dropLast().joined(separator: "/")
        }
        for (folder, files) in folders {
            #expect(files.count <= 25, "\(folder) has \(files.count)")
        }
    }

    @Test func `functions are short, most of them very`() {
        let lengths = SourceTree.swiftFiles.filter(\.isSource).flatMap(\.functions)
            .map(\.length).sorted()
        #expect(lengths.count > 500)
        #expect(lengths[lengths.count / 2] <= 9)
        #expect(lengths[lengths.count * 95 / 100] <= 30)
    }

    @Test func `every room imports all that it may`() {
        #expect(Rule.house.count > 10)
        for (room, allowed) in Rule.house {
            let files = SourceTree.swiftFiles.filter { $0.isSource && $0.room == room }
            #expect(Set(files.flatMap(\.imports)) == allowed, "\(room)")
        }
    }

    @Test func `the page about the house tells what the manifest says`() {
        let page = SourceTree.files.first { $0.path == "docs/architecture.md" }?.text ?? ""
        #expect(Manifest.rooms(ofPage: page) == Manifest(SourceTree.manifest).rooms)
    }

    @Test func `a dialect is named by its own room and by one file of the program`() {
        let dialects = ["BricqsAPI", "PhoenixAPI", "TrophyAPI"]
        for dialect in dialects {
            let rooms = Rule.house.filter { $0.value.contains(dialect) }.keys
            #expect(Set(rooms) == ["laurel"], "\(dialect)")
            let files = SourceTree.swiftFiles.filter { file in
                file.isSource && file.room != dialect && file.code.contains(dialect)
            }
            #expect(files.map(\.path) == ["Sources/laurel/Serving/Dialects.swift"])
        }
    }

    @Test func `each C library is used by one room`() {
        let libraries = Manifest(SourceTree.manifest).libraries
        #expect(!libraries.isEmpty)
        for library in libraries {
            let users = Rule.house.filter { $0.value.contains(library) }.keys
            #expect(users.count == 1, "\(library): \(users.sorted())")
        }
    }

    @Test func `every room has tests`() {
        let tests = Manifest(SourceTree.manifest).tests
        for room in Rule.house.keys where room != "laurel" {
            #expect(tests.contains("\(room)Tests"), "\(room)")
        }
        // The program is tested from the command line.
        #expect(tests.contains("CommandLineTests"))
        for suite in tests {
            #expect(SourceTree.files.contains { $0.path.hasPrefix("Tests/\(suite)/") }, "\(suite)")
        }
    }

    @Test func `every file of the package lies in a room`() {
        let rooms = Set(SourceTree.swiftFiles.filter(\.isSource).map(\.room))
        #expect(rooms == Set(Rule.house.keys))
    }
}
