/// Something that goes on by itself, a little at a time.
///
/// A job owns what it has to remember from one step to the next. A step is small, so that the
/// commands of callers come in between and a midnight is no spike; how far it has come is stored, so
/// that it goes on from there after a crash, or in another process. No answer depends on a job: it
/// makes facts come near their moment.
protocol Job: Sendable {
    /// What operators call it.
    var name: String { get }

    /// Does a part of what is due; false when nothing is left.
    func step() async throws -> Bool

    /// For how long it rests after a step that leaves something, so that others get on.
    var restAfterStep: Duration { get }
}

extension Job {
    /// Not at all.
    var restAfterStep: Duration { .zero }
}
