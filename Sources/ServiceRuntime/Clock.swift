public import CivilTime

/// Something that tells the time.
public protocol Clock: Sendable {
    /// This moment.
    func now() -> Instant
}
