// The whole suite runs on what it lends.
import TestBasics
@_exported import TestKit

// Storage has rows of its own.
typealias Row<Input: Sendable, Expected: Sendable> = TestBasics.Row<Input, Expected>
