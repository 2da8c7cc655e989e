import CivilTime
import Engine
import Storage
import Testing

@Suite struct BadgeImageTableTests {
    private static let (first, second) = (WorkspaceID(1), WorkspaceID(2))

    private static func image(_ hash: String, at seconds: Int64 = 1, width: Int? = 24) -> BadgeImage
    {
        BadgeImage(
            hash: hash,
            mediaType: "image/png",
            byteCount: 3,
            width: width,
            height: width,
            createdAt: Samples.moment(seconds)
        )
    }

    @Test(arguments: Engines.all)
    func `an image comes back as stored, and is stored once`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let content = String(repeating: "QUJD", count: 350_000)
        try database.write { (connection) throws(StorageError) in
            let images = connection.badgeImages
            #expect(try images.insert(Self.image("a"), content: content, in: Self.first))
            #expect(try images.insert(Self.image("b", width: nil), content: "", in: Self.first))
            #expect(try !images.insert(Self.image("a", at: 9), content: "", in: Self.first))
            #expect(try images.find("a") == Self.image("a"))
            #expect(try images.find("b", in: Self.first) == Self.image("b", width: nil))
            #expect(try images.find("b", in: Self.second) == nil)
            #expect(try images.content(of: "a") == content)
            #expect(try images.content(of: "c") == nil)
        }
    }

    @Test(arguments: Engines.all)
    func `what one workspace deletes, another keeps`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            let images = connection.badgeImages
            for workspace in [Self.first, Self.second] {
                #expect(try images.insert(Self.image("a"), content: "QQ==", in: workspace))
            }
            #expect(try images.delete("a", in: Self.first))
            #expect(try !images.delete("a", in: Self.first))
            #expect(try images.content(of: "a") == "QQ==")
            #expect(try images.count(in: Self.first) == 0)
            #expect(try images.count(in: Self.second) == 1)
            #expect(try images.delete("a", in: Self.second))
            #expect(try images.find("a") == nil)
        }
    }

    @Test(arguments: Engines.all)
    func `a list is in the order of time, page by page`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let pages = try database.write { (connection) throws(StorageError) in
            let images = connection.badgeImages
            for (hash, moment) in [("a", 3), ("b", 1), ("d", 2), ("c", 2)] {
                let image = Self.image(hash, at: Int64(moment))
                _ = try images.insert(image, content: "", in: Self.first)
            }
            _ = try images.insert(Self.image("e"), content: "", in: Self.second)
            return try (0..<3).map { (page) throws(StorageError) in
                try images.list(in: Self.first, skip: 2 * page, limit: 2).map(\.hash)
            }
        }
        #expect(pages == [["b", "c"], ["d", "a"], []])
    }

    @Test(arguments: Engines.all)
    func `a copy brings every image with its content`(engine: EngineUnderTest) throws {
        let source = try engine.makePrepared()
        let target = try engine.makePrepared()
        try source.write { (connection) throws(StorageError) in
            try connection.installation.create(at: 0)
            for number in 0..<40 {
                for workspace in [Self.first, Self.second] {
                    let content = String(repeating: "QUJD", count: number * 1_000)
                    let image = Self.image("\(number)", at: Int64(number), width: nil)
                    _ = try connection.badgeImages.insert(image, content: content, in: workspace)
                }
            }
        }
        var counts: [Int] = []
        try DatabaseCopy(to: target) { progress in
            if case .copied("badge_image", let count) = progress { counts.append(count) }
        }.run(from: source)
        #expect(counts == [16, 32, 48, 64, 80, 80])
        let length =
            "SELECT length(content) FROM badge_image WHERE hash = '39' AND workspace_id = 2"
        #expect(try target.integer("\(unescaped: length)") == 4 * 39_000)
    }
}
