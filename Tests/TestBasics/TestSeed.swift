import OperatingSystem

/// What random tests begin from: the same in every run, so that a run that fails can be repeated.
package enum TestSeed {
    /// Added to every seed: other histories than those of every run are tried with it.
    package static let offset =
        Environment.value("LAUREL_TEST_SEED").flatMap { UInt64($0) } ?? 0
}

extension SplitMix64 {
    /// The generator of a numbered case of a test.
    package init(case number: Int) {
        self.init(state: UInt64(number) &+ TestSeed.offset)
    }
}
