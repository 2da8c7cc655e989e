import CivilTime
import Engine
import Intake
import JSONText
import Reading
import Service
import Storage
import Synchronization
import Wire

/// A document that is written piece by piece.
final class UserExport: Sendable {
    private enum Stage {
        case head
        case points(after: PointsRow?)
        case events(after: EventCursor?)
        case end
    }

    private let head: UserExportHead
    private let rulebook: Rulebook
    private let service: LaurelService
    private let metrics: [MetricID: Metric]
    private let stage = Mutex(Stage.head)

    init(head: UserExportHead, rulebook: Rulebook, service: LaurelService) {
        self.head = head
        self.rulebook = rulebook
        self.service = service
        metrics = Dictionary(head.metrics.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The next piece; nothing after the last.
    func next() async throws -> [UInt8]? {
        switch stage.withLock({ $0 }) {
        case .head:
            stage.withLock { $0 = .points(after: nil) }
            return headBytes()
        case .points(let row):
            return try await pointsBytes(after: row)
        case .events(let cursor):
            return try await eventBytes(after: cursor)
        case .end:
            return nil
        }
    }

    /// The document up to the opening of its list of rows of points.
    private func headBytes() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.object("user") { user in
                UserWire.write(
                    head.profile.user,
                    attributes: head.profile.attributes,
                    rulebook: rulebook,
                    to: &user
                )
            }
            object.array("zones") { array in
                for stay in head.stays { array.object { UserZoneCalls.write(stay, to: &$0) } }
            }
            object.object("preferences") { preferences in
                PreferencesWire.write(
                    head.profile.user.preferences,
                    rulebook: rulebook,
                    to: &preferences
                )
            }
            object.array("streakPreferences") { array in
                for choice in head.profile.user.preferences.streak {
                    array.object { object in
                        object.field("from", choice.from.iso8601)
                        PreferencesWire.write(choice, rulebook: rulebook, to: &object)
                    }
                }
            }
            object.array("streakMarks") { array in
                for mark in head.streakMarks { array.object { write(mark, to: &$0) } }
            }
            object.array("streakMilestones") { array in
                for milestone in head.streakMilestones {
                    array.object { write(milestone, to: &$0) }
                }
            }
            object.array("metrics") { array in
                for metric in head.metrics where head.totals[metric.id] != nil {
                    array.object { write(metric, to: &$0) }
                }
            }
            object.array("achievements") { array in
                for achievement in head.achievements {
                    guard let completion = head.completions[achievement.id] else { continue }
                    array.object { write(achievement, completion, to: &$0) }
                }
            }
            object.array("notes") { array in
                for note in head.notes { array.object { NoteWire.write(note, to: &$0) } }
            }
            object.array("points") { array in
                for balance in head.balances { array.object { write(balance, to: &$0) } }
            }
        }
        // Lists go on in the pieces that follow, so the brace is left open.
        return writer.finish().dropLast() + Array(#","pointsLedger":["#.utf8)
    }

    private func pointsBytes(after row: PointsRow?) async throws -> [UInt8] {
        let awards = try await service.reading.exportPoints(
            of: head.profile.key,
            after: row,
            limit: LaurelLimits.exportChunk
        )
        let wire = PointsLedgerWire(rulebook)
        var bytes = listed(awards, isFirst: row == nil) { award, object in
            object.field("id", award.id.description)
            object.field("system", system(award.row.system)?.key)
            wire.write(award, to: &object)
        }
        if let last = awards.last, awards.count == LaurelLimits.exportChunk {
            stage.withLock { $0 = .points(after: last.row) }
        } else {
            stage.withLock { $0 = .events(after: nil) }
            bytes += Array(#"],"events":["#.utf8)
        }
        return bytes
    }

    private func listed<Element>(
        _ elements: [Element],
        isFirst: Bool,
        _ write: (Element, inout JSONObjectWriter) -> Void
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        for element in elements {
            if !bytes.isEmpty || !isFirst { bytes.append(UInt8(ascii: ",")) }
            var writer = JSONWriter()
            writer.object { write(element, &$0) }
            bytes += writer.finish()
        }
        return bytes
    }

    private func eventBytes(after cursor: EventCursor?) async throws -> [UInt8] {
        let events = try await service.reading.exportEvents(
            of: head.profile.key,
            after: cursor,
            limit: LaurelLimits.exportChunk
        )
        var bytes = listed(events, isFirst: cursor == nil) { event, object in
            StoredEventWire.write(event, metrics, to: &object)
        }
        if let last = events.last, events.count == LaurelLimits.exportChunk {
            let next = EventCursor(occurredAt: last.occurredAt, number: last.id.number)
            stage.withLock { $0 = .events(after: next) }
        } else {
            stage.withLock { $0 = .end }
            bytes += Array("]}".utf8)
        }
        return bytes
    }

    private func write(_ mark: StreakMark, to object: inout JSONObjectWriter) {
        object.field("id", mark.publicID)
        object.field("streak", head.streaks.first { $0.id == mark.definition }?.key)
        object.field("at", mark.at.iso8601)
        switch mark.kind {
        case .grant(let grant):
            object.field("kind", "freezes")
            object.field("on", grant.on.iso8601)
            object.field("count", grant.count)
        case .pause(let dates):
            object.field("kind", "pause")
            object.field("start", dates.lowerBound.iso8601)
            object.field("end", dates.upperBound.iso8601)
        case .correction(let kind): object.field("kind", kind == .reset ? "reset" : "restore")
        }
    }

    private func write(_ milestone: EarnedMilestone, to object: inout JSONObjectWriter) {
        object.field("streak", head.streaks.first { $0.id == milestone.definition }?.key)
        object.field("threshold", milestone.threshold)
        object.field("rewardItemId", milestone.rewardItemID)
        object.field("earnedAt", milestone.earnedAt.iso8601)
    }

    private func write(
        _ achievement: Achievement,
        _ completion: Completion,
        to object: inout JSONObjectWriter
    ) {
        object.field("id", achievement.publicID)
        object.field("name", achievement.name)
        object.field("achievedAt", completion.achievedAt.iso8601)
    }

    private func system(_ id: PointsSystemID) -> PointsSystem? {
        head.systems.first { $0.id == id }
    }

    private func write(_ balance: PointsBalance, to object: inout JSONObjectWriter) {
        let system = system(balance.system)
        object.field("systemId", system?.publicID)
        object.field("key", system?.key)
        object.field("name", system?.name)
        object.field("total", balance.total)
    }

    private func write(_ metric: Metric, to object: inout JSONObjectWriter) {
        object.field("id", metric.publicID)
        object.field("key", metric.key)
        object.field("name", metric.name)
        object.field("total", rawNumber: (head.totals[metric.id] ?? .zero).description)
    }
}
