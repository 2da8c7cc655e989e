import Engine
import Testing

/// Intervals, held to those that were published.
@Suite struct ProportionTests {
    struct Known: Sendable, CustomTestStringConvertible {
        let count: Int64
        let total: Int64
        let low: Double
        let high: Double
        var testDescription: String { "\(count) of \(total)" }
    }

    /// Table I of Newcombe, "Two-sided confidence intervals for the single proportion", 1998.
    static let wilson = [
        Known(count: 81, total: 263, low: 0.2553, high: 0.3662),
        Known(count: 15, total: 148, low: 0.0624, high: 0.1605),
        Known(count: 0, total: 20, low: 0, high: 0.1611),
        Known(count: 1, total: 29, low: 0.0061, high: 0.1718),
    ]

    @Test(arguments: wilson)
    func `a share lies in Wilson's interval`(known: Known) throws {
        let interval = try #require(Proportion(known.count, of: known.total).interval)
        #expect(abs(interval.lowerBound - known.low) < 5e-5)
        #expect(abs(interval.upperBound - known.high) < 5e-5)
    }

    @Test func `nobody has no share`() {
        #expect(Proportion(0, of: 0).share == nil)
        #expect(Proportion(0, of: 0).interval == nil)
        #expect(Proportion(1, of: 2).difference(from: Proportion(0, of: 0)) == nil)
    }

    /// The example of Newcombe's paper of 1998: 56 of 70 and 48 of 80, method 10.
    @Test func `the difference of two shares is as it was published`() throws {
        let difference = try #require(
            Proportion(56, of: 70).difference(from: Proportion(48, of: 80))
        )
        #expect(abs(difference.value - 0.2) < 1e-12)
        #expect(abs(difference.interval.lowerBound - 0.0524) < 5e-5)
        #expect(abs(difference.interval.upperBound - 0.3339) < 5e-5)
        #expect(difference.isCertain)
    }

    @Test func `equal shares do not differ`() throws {
        let same = Proportion(30, of: 100)
        let difference = try #require(same.difference(from: same))
        #expect(difference.value == 0)
        #expect(!difference.isCertain)
    }

    @Test func `means differ by what their spread allows`() throws {
        // 1, 2, 3, 4 and 2, 4, 6, 8: variances of 5/3 and 20/3.
        let one = Moments(count: 4, sum: 20, squares: 120)
        let two = Moments(count: 4, sum: 10, squares: 30)
        let difference = try #require(one.difference(from: two))
        #expect(difference.value == 2.5)
        let reach = Proportion.deviations * (20.0 / 12 + 5.0 / 12).squareRoot()
        #expect(abs(difference.interval.upperBound - 2.5 - reach) < 1e-12)
    }

    @Test func `a split is suspicious once in a thousand times`() {
        #expect(!SampleRatio.isSuspicious([5_100, 4_900], shares: [1, 1]))
        #expect(SampleRatio.isSuspicious([5_200, 4_800], shares: [1, 1]))
        #expect(abs(SampleRatio.distance([5_100, 4_900], shares: [1, 1]) - 4) < 1e-12)
        #expect(!SampleRatio.isSuspicious([7_500, 2_500], shares: [3, 1]))
        #expect(SampleRatio.isSuspicious([2_500, 2_500, 2_500, 2_900], shares: [1, 1, 1, 1]))
        #expect(!SampleRatio.isSuspicious([], shares: []))
    }
}
