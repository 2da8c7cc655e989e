extension Rule {
    static let fileNames = Rule(
        name: "a file is named after a type in it, or Type+Topic",
        exceptions: [
            "Sources/CivilTime/ASCIIDigits.swift": "free functions, which have no type",
            "Sources/CivilTime/FloorDivision.swift": "one idea, for several types of integer",
            "Sources/Engine/Identity/Identifiers.swift":
                "three one-line types that belong together",
            "Sources/Sodium/Hexadecimal.swift": "one idea, there and back, on two types",
            "Tests/HTTPServerTests/TestServer.swift": "a function that lends a server",
        ]
    ) { file in
        // A file without any type has nothing to be named after yet.
        guard file.isSwift, file.path.contains("/"), file.code.contains(/[{]/) else { return [] }
        let type = String(file.name.prefix { $0 != "+" })
        guard !file.types.contains(type) else { return [] }
        return [Finding("declares no \(type); name it after what it declares")]
    }

    static let testNames = Rule(name: "a test's name is a sentence") { file in
        guard file.path.hasPrefix("Tests/"), file.isSwift else { return [] }
        // The names of sentences are blanked with their backticks, so what is found has one word.
        return file.code.split(separator: "@Test", omittingEmptySubsequences: false).dropFirst()
            .compactMap { rest in
                guard let function = rest.firstRange(of: "func ") else { return nil }
                let name = rest[function.upperBound...].prefix { $0.isLetter || $0.isNumber }
                return name.isEmpty
                    ? nil : Finding("\(name) is no sentence; write the rule in backticks")
            }
    }

    static let noDialectInEngine = Rule(name: "the engine knows no dialect's words") { file in
        guard file.isSource, file.isSwift, file.room == "Engine" else { return [] }
        // In comments and strings too: a sentence that names a route is a dialect's.
        let words = ["/admin/", "/api/", "/v1/", "Trophy", "Bricqs", "Phoenix"]
        return words.filter(file.text.contains).map {
            Finding("names \($0); let a value say it, which dialects word")
        }
    }

    static let oneMeaning = Rule(
        name: "a word of the glossary has one meaning",
        exceptions: [
            "Sources/Engine/Amount.swift": "decimal places",
            "Sources/Engine/DecimalLiteral.swift": "decimal places",
            "Sources/Engine/Points/PointsMultiplier.swift": "decimal places",
        ]
    ) { file in
        guard file.isSource, file.isSwift, file.room != "Delivery" else { return [] }
        let isOfFacts = file.path.contains("Fact") || file.code.contains("FactPlace")
        let isOfPoints = file.path.contains("Points") || file.code.contains("Points")
        // On a leaderboard, users have places.
        let isOfBoards =
            file.path.lowercased().contains("board") || file.room == "Ranking"
            || file.code.contains("WrappedPlace")
        var findings: [Finding] = []
        if !isOfFacts, !isOfBoards, file.code.contains(/\bplaces?\b/) {
            findings.append(Finding("calls something a place that is not a fact's"))
        }
        if !isOfPoints, file.code.contains(/\bledgers?\b/) {
            findings.append(Finding("calls something a ledger that is not one of points"))
        }
        return findings
    }

    static let noReminders = Rule(name: "nothing is left to do later") { file in
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
        return words.filter(file.text.contains).map {
            Finding("\($0); do it now, or write it down where plans are kept")
        }
    }

    static let noMachinePaths = Rule(name: "no file knows a machine it was written on") { file in
        let paths = ["/" + "work/", "/tmp/" + "wt", "/home" + "/"]
        return paths.filter(file.text.contains).map { Finding("names \($0)") }
    }
}
