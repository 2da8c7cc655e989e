import Engine
import Testing

@Suite struct EditsTests {
    private static var achievement: Achievement {
        Achievement(
            id: AchievementID(1),
            publicID: "a",
            name: "Before",
            description: "D",
            badgeURL: "/b",
            trigger: .streak(length: 3)
        )
    }

    @Test func `what is told changes, and everything else stays`() {
        var edits = Edits<Achievement>()
        #expect(edits.isEmpty)
        edits.name = "After"
        edits.description = .clear
        edits.badgeURL = .keep
        #expect(!edits.isEmpty)
        var achievement = Self.achievement
        edits.apply(to: &achievement)
        var expected = Self.achievement
        expected.name = "After"
        expected.description = nil
        #expect(achievement == expected)
    }

    @Test func `what was told last holds, and can be taken back`() {
        var edits = Edits<Achievement>()
        edits.name = "First"
        edits.name = "Second"
        edits.description = .set("x")
        #expect(edits.name == "Second")
        #expect(edits.description == .set("x"))
        #expect(edits.badgeURL == .keep)
        edits.name = nil
        edits.description = .keep
        #expect(edits.isEmpty)
        edits.description = .clear
        #expect(edits.description == .clear)
    }
}
