import CivilTime
import Engine
import Testing

/// What the engine says of what it does not do: sentences that every dialect can show.
@Suite struct RefusalTests {
    static let reasons: [Row<Refusal.Reason, Refusal.Code>] = [
        Row("workspace gone", .workspaceGone, .invalidValue),
        Row("unknown user", .unknownUser("u"), .unknownUser),
        Row("unusable id", .unusableUserID(problem: "is empty"), .invalidValue),
        Row("unknown event", .unknownEvent, .unknownEvent),
        Row("unknown metric", .unknownMetric("m"), .unknownMetric),
        Row("unknown streak", .unknownStreak("s"), .unknownStreak),
        Row("no ticks", .streakWithoutTicks("s"), .invalidValue),
        Row("unknown achievement", .unknownAchievement("a"), .unknownAchievement),
        Row("locked achievement", .lockedAchievement("a"), .invalidValue),
        Row("closed achievement", .closedAchievement("a"), .invalidValue),
        Row("unknown attributes", .unknownAttributes(["x", "y"], .event), .invalidValue),
        Row("total", .totalOutOfRange, .invalidValue),
        Row("ahead", .eventAhead(.epoch, now: .epoch), .invalidValue),
        Row("no such day", .eventOutOfRange(.distantPast, zone: "UTC"), .invalidValue),
        Row("mail", .mailWithoutAddress, .invalidValue),
        Row("no streak", .noStreakDefined, .invalidValue),
        Row("freezes", .tooManyFreezes, .nothingToDo),
        Row("restore", .nothingToRestore, .nothingToDo),
        Row("paused", .streakIsPaused, .nothingToDo),
        Row("unknown pause", .unknownPause, .invalidValue),
        Row("long pause", .pauseTooLong, .invalidValue),
        Row("marks", .tooManyMarks, .invalidValue),
        Row("customization", .customizationOff, .forbidden),
        Row("choices", .tooManyChoices, .invalidValue),
    ]

    @Test(arguments: reasons) func `every reason has a code and a sentence`(
        row: Row<Refusal.Reason, Refusal.Code>
    ) {
        let refusal = Refusal(row.input)
        #expect(refusal.code == row.expected)
        #expect(refusal.message.count > 10)
    }

    @Test func `a sentence repeats five keys at most, and no text of any length`() {
        let keys = (1...7).map { "k\($0)" }
        let sentence = Refusal.Reason.unknownAttributes(keys, .user).sentence
        #expect(sentence.contains("k1, k2, k3, k4, k5 and 2 more"))
        let long = String(repeating: "x", count: 10_000)
        #expect(Refusal.Reason.unknownMetric(long).sentence.count < 300)
    }
}
