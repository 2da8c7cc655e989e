import Catalogue
import Engine
import Service
import ServiceRuntime
import Storage
import Testing

@Suite struct BadgeTests {
    private static func image(_ number: Int) -> [UInt8] {
        Array("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"a\(number)\"/>".utf8)
    }

    @Test func `a workspace has only so many images, and knows those that it has`() async throws {
        var limits = ServiceLimits()
        limits.catalogue.maximumBadges = 3
        let world = try await ServiceWorld(limits: limits)
        for number in 0..<3 {
            #expect(
                try await world.service.catalogue.storeBadge(Self.image(number), in: world.live)
                    .isNew
            )
        }
        let more = await result {
            try await world.service.catalogue.storeBadge(Self.image(3), in: world.live).isNew
        }
        #expect(more.serviceCode == .invalid)
        #expect(try await !world.service.catalogue.storeBadge(Self.image(2), in: world.live).isNew)
        let other = try await world.service.catalogue.storeBadge(Self.image(3), in: world.sandbox)
        #expect(other.isNew)

        let first = try await world.service.catalogue.storeBadge(Self.image(0), in: world.live)
            .image
        try await world.service.catalogue.deleteBadge(first.hash, in: world.live)
        #expect(try await world.service.catalogue.storeBadge(Self.image(3), in: world.live).isNew)
    }

    @Test func `many uploads of one image at once leave one`() async throws {
        let world = try await ServiceWorld()
        let news = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    try await world.service.catalogue.storeBadge(Self.image(1), in: world.live)
                        .isNew
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(news == 1)
        #expect(
            try await world.service.catalogue.badges(in: world.live, skip: 0, limit: 10).count == 1
        )
    }

    @Test func `an image whose bytes are damaged in the database is not served`() async throws {
        let world = try await ServiceWorld()
        let hash = try await world.service.catalogue.storeBadge(Self.image(1), in: world.live).image
            .hash
        #expect(try await world.service.catalogue.servedBadge(hash).bytes == Self.image(1))
        for content in ["!", "AAAA"] {
            try world.database.write { (connection) throws(StorageError) in
                _ = try connection.execute("UPDATE badge_image SET content = \(content)")
            }
            let served = await result { try await world.service.catalogue.servedBadge(hash).bytes }
            #expect(served.serviceCode == .unexpected)
        }
    }
}
