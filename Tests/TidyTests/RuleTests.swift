import Testing

/// The rules themselves: each has samples that it must find, and some that it must not.
@Suite struct RuleTests {
    /// A text, where it stands, and what is to be found in it.
    struct Sample: Sendable, CustomTestStringConvertible {
        let rule: Rule
        let path: String
        let text: String
        let isBroken: Bool

        var testDescription: String {
            "\(rule.name): \(isBroken ? "breaks" : "keeps") \(text.prefix(50))"
        }

        init(breaks rule: Rule, _ path: String, _ text: String) {
            (self.rule, self.path, self.text, isBroken) = (rule, path, text, true)
        }

        init(keeps rule: Rule, _ path: String, _ text: String) {
            (self.rule, self.path, self.text, isBroken) = (rule, path, text, false)
        }
    }

    private static func function(lines: Int) -> String {
        "func a(b: Int = { 1 }()) {\n" + String(repeating: "    b()\n", count: lines - 2) + "}\n"
    }

    private static let source = "Sources/Engine/A.swift"
    private static let test = "Tests/EngineTests/A.swift"

    static let sizes = [
        Sample(breaks: .fileSize, source, String(repeating: "\n", count: 601)),
        Sample(keeps: .fileSize, source, String(repeating: "\n", count: 600)),
        Sample(breaks: .functionSize, source, "struct A {\n\(function(lines: 71))}"),
        Sample(
            breaks: .functionSize,
            source,
            function(lines: 71).replacing("func a", with: "init")
        ),
        Sample(keeps: .functionSize, source, "struct A {\n\(function(lines: 70))}"),
        Sample(
            keeps: .functionSize,
            source,
            "protocol A {\n    func b()\n    func c()\n}\n" + String(repeating: "\n", count: 90)
        ),
    ]

    static let safety = [
        Sample(breaks: .noTraps, source, "let a = try! b()"),
        Sample(breaks: .noTraps, source, "let a = b as! C"),
        Sample(breaks: .noTraps, source, "fatalError(\"no\")"),
        Sample(keeps: .noTraps, source, "// try! is forbidden\nlet a = try b()"),
        Sample(keeps: .noTraps, test, "let a = try! b()"),
        Sample(breaks: .noForcedUnwraps, source, "let a = b!"),
        Sample(breaks: .noForcedUnwraps, source, "let a = b()!.c"),
        Sample(breaks: .noForcedUnwraps, source, "let a = b[0]! + 1"),
        Sample(breaks: .noForcedUnwraps, source, "var a: String!"),
        Sample(keeps: .noForcedUnwraps, source, "if a != b, !c, a!=b { d(\"e!\") }"),
        Sample(breaks: .unsafeRoomsOnly, source, "let a = unsafe b"),
        Sample(
            breaks: .unsafeRoomsOnly,
            source,
            "a.withUnsafeBytes { _ in }".replacing(
                "withUnsafe",
                with: "b(UnsafeRawPointer.self) { with"
            )
        ),
        Sample(keeps: .unsafeRoomsOnly, "Sources/SQLite/A.swift", "let a = unsafe b"),
        Sample(breaks: .noPrinting, source, "    print(a)"),
        Sample(breaks: .noPrinting, source, "if a { debugPrint(a) }"),
        Sample(keeps: .noPrinting, source, "Console.print(a)"),
        Sample(keeps: .noPrinting, "Sources/OperatingSystem/A.swift", "print(a)"),
        Sample(breaks: .noFoundationProcess, test, "let a = Process()"),
        Sample(breaks: .noFoundationProcess, source, "let a = Foundation.Process()"),
        Sample(keeps: .noFoundationProcess, test, "let a = ChildProcess()"),
    ]

    static let names = [
        Sample(breaks: .fileNames, source, "struct B {}"),
        Sample(keeps: .fileNames, source, "enum A {}"),
        Sample(keeps: .fileNames, "Sources/Engine/A+Topic.swift", "extension B.A {}"),
        Sample(breaks: .fileNames, "Sources/Engine/A+Topic.swift", "extension B { struct C {} }"),
        Sample(breaks: .testNames, test, "@Test func testAdding() {}"),
        Sample(breaks: .testNames, test, "@Test(arguments: [1])\nfunc adding(a: Int) {}"),
        Sample(keeps: .testNames, test, "@Test func `one and one are two`() {}\nfunc b() {}"),
        Sample(keeps: .testNames, test, "@Test(arguments: [1]) func `a b`(a: Int) {}\nfunc c() {}"),
        Sample(breaks: .noDialectInEngine, source, "let a = \"Use POST /admin/v1/metrics\""),
        Sample(breaks: .noDialectInEngine, source, "/// What Trophy shows."),
        Sample(keeps: .noDialectInEngine, source, "/// What is shown where callers name none."),
        Sample(keeps: .noDialectInEngine, "Sources/Wire/A.swift", "let a = \"/v1/users\""),
        Sample(breaks: .oneMeaning, source, "let place = 1"),
        Sample(breaks: .oneMeaning, source, "func a(of ledger: Int) {}"),
        Sample(keeps: .oneMeaning, source, "let place: FactPlace"),
        Sample(keeps: .oneMeaning, "Sources/Engine/Points/A.swift", "let ledger = 1"),
        Sample(keeps: .oneMeaning, source, "replace(a) // in place"),
        Sample(breaks: .noReminders, source, "// TO" + "DO: later"),
        Sample(breaks: .noReminders, "docs/a.md", "FIX" + "ME"),
        Sample(keeps: .noReminders, source, "// to do it is to know it"),
        Sample(breaks: .noMachinePaths, "docs/a.md", "see /" + "work/main"),
        Sample(breaks: .noMachinePaths, "Makefile", "cd /tmp/" + "wt/a"),
        Sample(keeps: .noMachinePaths, "docs/a.md", "in framework/ and /tmp"),
    ]

    static let imports = [
        Sample(breaks: .importDirections, source, "import Storage"),
        Sample(breaks: .importDirections, source, "public import HTTP"),
        Sample(breaks: .importDirections, source, "private import CSQLite"),
        Sample(breaks: .importDirections, "Sources/Unknown/A.swift", "import Engine"),
        Sample(keeps: .importDirections, source, "public import CivilTime\n// import HTTP"),
        Sample(breaks: .foundation, source, "import Foundation"),
        Sample(breaks: .foundation, test, "private import FoundationEssentials"),
        Sample(keeps: .foundation, source, "// import Foundation\nimport CivilTime"),
    ]

    @Test(arguments: sizes + safety + names + imports)
    func `a rule finds what breaks it, and nothing else`(sample: Sample) {
        let file = SourceFile(sample.path, sample.text)
        #expect(sample.rule.findings(file).isEmpty != sample.isBroken)
    }

    @Test func `every rule has a sample that breaks it and one that keeps it`() {
        let samples = Self.sizes + Self.safety + Self.names + Self.imports
        for rule in Rule.all {
            let own = samples.filter { $0.rule.name == rule.name }
            #expect(Set(own.map(\.isBroken)) == [true, false], "\(rule.name)")
        }
    }

    @Test func `an exception covers its file, and ends when it is no longer needed`() {
        let rule = Rule(
            name: "no a",
            exceptions: ["bad.md": "it is old", "good.md": "it was old"]
        ) { $0.text.contains("a") ? [Rule.Finding("has an a")] : [] }
        let files = [
            SourceFile("bad.md", "a"), SourceFile("good.md", "b"), SourceFile("new.md", "a"),
        ]
        #expect(
            rule.verdict(on: files) == [
                "new.md: line 1: has an a",
                "good.md: keeps the rule now; end its exception",
            ]
        )
    }

    @Test func `a manifest is read`() {
        let manifest = Manifest(
            """
            library("CX", pkgConfig: "x", debian: "x"),
            room("A"), room("B", uses: ["A", "CX"]),
            .executableTarget(name: "c", dependencies: ["A",
                "B"]),
            tests(of: "A"), .testTarget(name: "DTests"),
            """
        )
        #expect(manifest.rooms == ["A": [], "B": ["A", "CX"], "c": ["A", "B"]])
        #expect(manifest.libraries == ["CX"])
        #expect(manifest.tests == ["ATests", "DTests"])
    }
}
