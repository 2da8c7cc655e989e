public import Delivery
import ServiceRuntime
import Synchronization

extension Groups {
    /// Begins to follow what befalls members, in one of all processes.
    public func follow(noting note: @escaping @Sendable (FollowerNote) -> Void) {
        let run = FollowerRun(
            GroupFollower(noting: note),
            on: database.blocking,
            beginsAtPresent: true,
            clock: clock
        )
        feed.alsoRing { [weak run] in run?.ring() }
        let task = Task.detached {
            while !Task.isCancelled {
                // It throws nothing of its own; a database that is away is asked again.
                try? await run.run()
            }
        }
        following.withLock { $0 = task }
    }

    /// Gives the lease back, and stops.
    public func stopFollowing() async {
        let task = following.withLock(\.self)
        task?.cancel()
        await task?.value
    }
}
