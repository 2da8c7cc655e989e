import CivilTime
import Curl
import Engine
import Storage
import TestBasics
import Testing

@testable import Webhooks

/// What is sent to one webhook next, and what an attempt comes to.
@Suite struct ReceiverTests {
    private static let now = Instant(seconds: 1_772_366_400)
    private static let plan = RetryPlan(pauses: [.seconds(5), .seconds(60)])

    private static func webhook(isOrdered: Bool = false) -> Webhook {
        var webhook = Webhook(
            number: 1,
            workspace: WorkspaceID(1),
            publicID: "w",
            url: "https://example.com/",
            dialect: .laurel,
            secret: "",
            createdAt: now
        )
        webhook.isOrdered = isOrdered
        return webhook
    }

    private static func delivery(_ number: Int64, of user: Int64? = nil) -> WebhookDelivery {
        let fact = StoredFactMaker.fact(number, user: user ?? number + 100)
        return WebhookDelivery(
            number: number,
            webhook: 1,
            subject: DeliverySubject(fact),
            kind: "streak.started",
            dueAt: WebhookDelivery.atOnce,
            body: "{}"
        )
    }

    private static func result(_ status: Int?) -> OutgoingResult {
        var result = OutgoingResult()
        result.status = status
        result.failure = status == nil ? "Timeout was reached" : nil
        return result
    }

    private func settle(
        _ receiver: inout Receiver,
        _ delivery: WebhookDelivery,
        _ status: Int?,
        at moment: Instant = now
    ) -> WebhookDelivery {
        receiver.settle(delivery, Self.result(status), Self.plan, at: moment, spread: 0.5)
    }

    @Test func `what arrived is done, and what did not comes again until it is given up`() {
        var receiver = Receiver(Self.webhook())
        receiver.add([Self.delivery(1)])
        guard let first = receiver.next(at: Self.now) else { return #expect(Bool(false)) }
        let failed = settle(&receiver, first, 500)
        #expect((failed.status, failed.tries) == (.pending, 1))
        #expect(failed.dueAt == Self.now + .seconds(5))
        #expect(receiver.webhook.failingSince == Self.now)
        let again = settle(&receiver, failed, nil, at: Self.now + .seconds(5))
        #expect(again.dueAt == Self.now + .seconds(65))
        let dead = settle(&receiver, again, 404, at: Self.now + .seconds(65))
        #expect((dead.status, dead.dueAt) == (.failed, nil))
        #expect(receiver.webhook.failingSince == Self.now)
        let late = settle(&receiver, dead, 204, at: Self.now + .seconds(70))
        #expect((late.status, late.dueAt, late.tries) == (.delivered, nil, 4))
        #expect(receiver.webhook.failingSince == nil)
        #expect(late.attempts?.split(separator: "{").count == 5)
    }

    @Test func `an ordered webhook has one request at a time, and waits for one that failed`() {
        var receiver = Receiver(Self.webhook(isOrdered: true))
        receiver.add([Self.delivery(1), Self.delivery(2)])
        guard let first = receiver.next(at: Self.now) else { return #expect(Bool(false)) }
        #expect(first.number == 1)
        #expect(receiver.next(at: Self.now) == nil)
        let failed = settle(&receiver, first, 500)
        #expect(failed.dueAt == WebhookDelivery.atOnce)
        // Nothing is read until the outcome is stored, or the second would be the first.
        #expect(!receiver.isHungry)
        receiver.forget([1])
        #expect(receiver.isHungry)
        receiver.add([failed, Self.delivery(2)])
        #expect(receiver.next(at: Self.now) == nil)
        #expect(receiver.next(at: Self.now + .seconds(5))?.number == 1)
    }

    @Test func `a user's deliveries follow each other, and others pass`() {
        var receiver = Receiver(Self.webhook(), hasAnswered: true)
        receiver.add([
            Self.delivery(1, of: 7), Self.delivery(2, of: 7), Self.delivery(3, of: 8),
        ])
        guard let first = receiver.next(at: Self.now) else { return #expect(Bool(false)) }
        #expect(first.number == 1)
        #expect(receiver.next(at: Self.now)?.number == 3)
        #expect(receiver.next(at: Self.now) == nil)
        _ = settle(&receiver, first, 200)
        #expect(receiver.next(at: Self.now)?.number == 2)
    }

    @Test func `requests begin in the order of facts, whatever is under way`() {
        var receiver = Receiver(Self.webhook(), hasAnswered: true)
        receiver.add((1...64).map { Self.delivery($0) })
        var begun: [Int64] = []
        var underWay: [WebhookDelivery] = []
        while begun.count < 64 {
            while let delivery = receiver.next(at: Self.now) {
                begun.append(delivery.number)
                underWay.append(delivery)
            }
            // The last one that was begun is answered first, and the first one fails.
            if let last = underWay.popLast() { _ = settle(&receiver, last, 200) }
            if begun.count == WebhookLimits.firstAllowance {
                _ = settle(&receiver, underWay.removeFirst(), 500)
            }
        }
        #expect(begun == Array(1...64))
    }

    @Test func `what is under way or not stored yet is not sent twice`() {
        var receiver = Receiver(Self.webhook())
        receiver.add([Self.delivery(1)])
        guard let first = receiver.next(at: Self.now) else { return #expect(Bool(false)) }
        receiver.add([Self.delivery(1)])
        #expect(receiver.next(at: Self.now) == nil)
        _ = settle(&receiver, first, 200)
        receiver.add([Self.delivery(1)])
        #expect(receiver.next(at: Self.now) == nil)
        receiver.forget([1])
        receiver.add([Self.delivery(1)])
        #expect(receiver.next(at: Self.now)?.number == 1)
    }

    @Test func `one is prompt while it answers soon, whatever it says`() {
        var receiver = Receiver(Self.webhook())
        receiver.add((1...4).map { Self.delivery($0) })
        #expect(receiver.pace(at: Self.now) == .unproven)
        let rows: [(status: Int?, seconds: Double, pace: ReceiverPace)] = [
            (nil, 15, .slow), (500, 0.1, .prompt), (200, 2.5, .slow), (200, 0.1, .prompt),
        ]
        for row in rows {
            guard let delivery = receiver.next(at: Self.now) else { return #expect(Bool(false)) }
            var result = Self.result(row.status)
            result.duration = .seconds(row.seconds)
            _ = receiver.settle(delivery, result, Self.plan, at: Self.now, spread: 0.5)
            #expect(receiver.pace(at: Self.now) == row.pace)
        }
    }

    @Test func `one from which nothing comes back is slow before its requests end`() {
        var receiver = Receiver(Self.webhook(), hasAnswered: true)
        receiver.add((1...3).map { Self.delivery($0) })
        guard let first = receiver.next(at: Self.now), receiver.next(at: Self.now) != nil else {
            return #expect(Bool(false))
        }
        #expect(receiver.pace(at: Self.now + .seconds(2)) == .prompt)
        #expect(receiver.pace(at: Self.now + .seconds(3)) == .slow)
        _ = settle(&receiver, first, 200, at: Self.now + .seconds(3))
        #expect(receiver.pace(at: Self.now + .seconds(4)) == .prompt)
        #expect(receiver.pace(at: Self.now + .seconds(6)) == .slow)
    }

    @Test func `one that has not answered yet has one request at a time`() {
        var receiver = Receiver(Self.webhook())
        receiver.add((1...40).map { Self.delivery($0) })
        guard let first = receiver.next(at: Self.now) else { return #expect(Bool(false)) }
        #expect(receiver.next(at: Self.now) == nil)
        _ = settle(&receiver, first, 500)
        var count = 0
        while receiver.next(at: Self.now) != nil { count += 1 }
        #expect(count == receiver.allowance)
    }

    @Test func `one that was failing when the process began is slow until it answers`() {
        var webhook = Self.webhook()
        webhook.failingSince = Self.now
        var receiver = Receiver(webhook)
        receiver.add([Self.delivery(1)])
        #expect(receiver.pace(at: Self.now) == .slow)
        guard let first = receiver.next(at: Self.now) else { return #expect(Bool(false)) }
        _ = settle(&receiver, first, 200)
        #expect(receiver.pace(at: Self.now) == .prompt)
    }

    @Test func `whoever lets requests hang gets one at a time in the end`() {
        var receiver = Receiver(Self.webhook())
        for number in 1...20 {
            receiver.add([Self.delivery(Int64(number))])
            guard let next = receiver.next(at: Self.now) else { return #expect(Bool(false)) }
            _ = settle(&receiver, next, nil)
        }
        #expect(receiver.allowance == 1)
        for number in 21...400 {
            receiver.add([Self.delivery(Int64(number))])
            guard let next = receiver.next(at: Self.now) else { return #expect(Bool(false)) }
            _ = settle(&receiver, next, 200)
        }
        #expect(receiver.allowance == WebhookLimits.maximumAllowance)
    }

    @Test func `requests that hang together cut the allowance once`() {
        var receiver = Receiver(Self.webhook(), hasAnswered: true)
        receiver.add((1...40).map { Self.delivery($0) })
        var underWay: [WebhookDelivery] = []
        while let next = receiver.next(at: Self.now) { underWay.append(next) }
        #expect(underWay.count == WebhookLimits.firstAllowance)
        var late = Self.result(nil)
        late.duration = .seconds(15)
        for (index, delivery) in underWay.enumerated() {
            let end = Self.now + .seconds(15) + .milliseconds(index)
            _ = receiver.settle(delivery, late, Self.plan, at: end, spread: 0.5)
        }
        #expect(receiver.allowance == WebhookLimits.firstAllowance / 2)
        // One that was begun afterwards cuts it again.
        let then = Self.now + .seconds(20)
        guard let next = receiver.next(at: then) else { return #expect(Bool(false)) }
        _ = receiver.settle(next, late, Self.plan, at: then + .seconds(15), spread: 0.5)
        #expect(receiver.allowance == WebhookLimits.firstAllowance / 4)
    }

    @Test func `one that is changed by people begins anew, and else keeps what is known here`() {
        var receiver = Receiver(Self.webhook())
        receiver.add([Self.delivery(1)])
        guard let first = receiver.next(at: Self.now) else { return #expect(Bool(false)) }
        _ = settle(&receiver, first, 500)
        var changed = Self.webhook()
        changed.url = "https://example.com/new"
        receiver.update(changed)
        #expect(receiver.webhook.url == changed.url)
        #expect(receiver.webhook.failingSince == Self.now)
        changed.status = .paused
        receiver.update(changed)
        #expect(receiver.webhook.failingSince == nil)
    }

    @Test func `five days of failures alone are enough`() {
        var receiver = Receiver(Self.webhook())
        receiver.add([Self.delivery(1)])
        guard let first = receiver.next(at: Self.now) else { return #expect(Bool(false)) }
        _ = settle(&receiver, first, 500)
        let patience = WebhookLimits().patience
        #expect(!receiver.hasFailed(for: patience, at: Self.now + .seconds(120 * 3_600 - 1)))
        #expect(receiver.hasFailed(for: patience, at: Self.now + .seconds(120 * 3_600)))
    }

    @Test func `an answer is kept as text, however it is made`() {
        var result = OutgoingResult()
        result.status = 500
        result.body = [0, 0xFF, UInt8(ascii: "a"), UInt8(ascii: "\"")]
        let one = AttemptText.adding(result, at: Self.now, to: nil)
        let two = AttemptText.adding(result, at: Self.now, to: one)
        #expect(
            one
                == #"[{"at":"2026-03-01T12:00:00.000Z","status":500,"milliseconds":0,"answer":"�a\""}]"#
        )
        #expect(two == "[\(one.dropFirst().dropLast()),\(one.dropFirst().dropLast())]")
    }
}
