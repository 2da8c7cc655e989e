// The whole suite writes its tables with it.
@_exported import TestBasics

// Storage has rows of its own.
typealias Row<Input: Sendable, Expected: Sendable> = TestBasics.Row<Input, Expected>
