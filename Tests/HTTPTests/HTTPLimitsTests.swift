import HTTP
import Testing

@Suite struct HTTPLimitsTests {
    @Test func `the standard limits do not contradict each other`() {
        HTTPLimits.standard.check()
    }

    @Test func `a header that no connection can hold is a mistake`() async {
        await #expect(processExitsWith: .failure) {
            var limits = HTTPLimits()
            limits.maximumHeadBytes = 1_024
            limits.check()
        }
    }

    @Test func `a route may not allow itself more than any route may`() async {
        await #expect(processExitsWith: .failure) {
            _ = Router([Route(.post, "/a", maximumBodyBytes: 1 << 30) { _ in Response(.ok) }])
        }
    }

    @Test func `asking for a parameter that the pattern lacks is a mistake`() async {
        await #expect(processExitsWith: .failure) {
            _ = Request(.get, "/a").parameter("id")
        }
    }
}
