import CivilTime
import Engine
import Storage
import Testing

@testable import Webhooks

/// How many requests may be under way, by what is known of whom they are for.
@Suite struct SendingRoomTests {
    private static let now = Instant(seconds: 1_772_366_400)

    /// How many more begin to webhooks of one pace.
    private func begun(_ pace: ReceiverPace, in room: inout SendingRoom) -> Int {
        var count = 0
        while room.has(pace) {
            room.take(1, pace)
            count += 1
        }
        return count
    }

    @Test func `those that are slow or unproven leave room for those that answer`() {
        var room = SendingRoom(beside: [], at: Self.now)
        #expect(begun(.slow, in: &room) == WebhookLimits.maximumSlow)
        #expect(
            begun(.unproven, in: &room)
                == WebhookLimits.maximumDoubtful - WebhookLimits.maximumSlow
        )
        #expect(!room.has(.slow) && !room.has(.unproven))
        #expect(begun(.prompt, in: &room) == WebhookLimits.maximumPrompt)
    }

    @Test func `those that hang leave room for those of which nothing is known`() {
        let hanging = (1...600).map { number in
            var receiver = Receiver(Self.webhook(Int64(number)))
            receiver.add([Self.delivery(to: Int64(number))])
            _ = receiver.next(at: Self.now)
            return receiver
        }
        let room = SendingRoom(beside: hanging, at: Self.now + .seconds(1))
        #expect(room.has(.unproven) && room.has(.slow) && room.has(.prompt))
        let later = SendingRoom(beside: hanging, at: Self.now + .seconds(3))
        #expect(later.has(.unproven) && !later.has(.slow) && later.has(.prompt))
    }

    @Test func `the limits do not contradict each other`() {
        WebhookLimits().check()
    }

    private static func webhook(_ number: Int64) -> Webhook {
        Webhook(
            number: number,
            workspace: WorkspaceID(1),
            publicID: "w\(number)",
            url: "https://example.com/",
            dialect: .laurel,
            secret: "",
            createdAt: now
        )
    }

    private static func delivery(to webhook: Int64) -> WebhookDelivery {
        WebhookDelivery(
            number: webhook,
            webhook: webhook,
            subject: DeliverySubject(StoredFactMaker.fact(webhook, user: webhook)),
            kind: "streak.started",
            dueAt: WebhookDelivery.atOnce,
            body: "{}"
        )
    }
}
