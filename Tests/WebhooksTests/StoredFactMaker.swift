import CivilTime
import Engine
import Storage

/// Facts, as only a database makes them otherwise.
enum StoredFactMaker {
    static func fact(_ number: Int64, user: Int64) -> StoredFact {
        StoredFact(
            number: number,
            user: UserKey(user),
            toldAt: Instant(seconds: 0),
            fact: Fact(kind: .achievementCompleted, subject: nil, at: Instant(seconds: 0))
        )
    }
}
