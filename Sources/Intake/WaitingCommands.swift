/// Something that waits to be taken in.
protocol WaitingCommand {
    /// How many events it counts as.
    var eventCount: Int { get }
    /// Since when it waits.
    var arrivedAt: ContinuousClock.Instant { get }
    /// Whether a caller waits for this one thing; batches and what goes on by itself let it pass.
    var isLive: Bool { get }
}

/// The commands that wait: live ones apart from batches and from what goes on by itself.
///
/// A live command waits for the group that is at work and no other. Batches follow in slices, each
/// after a group of live ones, so that whoever sends one event never waits for a thousand others,
/// and batches get on however many events come. Each kind keeps its own order.
struct WaitingCommands<Command: WaitingCommand> {
    private var live = Line()
    private var others = Line()
    /// Whether it is the others' turn, where both kinds wait.
    private var isTurnOfOthers = false

    /// How many events wait.
    private(set) var weight = 0

    /// Whether nothing waits.
    var isEmpty: Bool { live.isEmpty && others.isEmpty }

    /// Whether a live command waits.
    var hasLive: Bool { !live.isEmpty }

    /// How many live commands wait, where nothing else does.
    var gatheredCount: Int? { others.isEmpty && !live.isEmpty ? live.count : nil }

    /// Adds a command at the end of its kind.
    mutating func append(_ command: Command) {
        weight += command.eventCount
        if command.isLive { live.append(command) } else { others.append(command) }
    }

    /// Takes the next group out: of one kind, and of others no more than a slice.
    ///
    /// The first command is taken whatever it weighs, or it would wait for ever.
    mutating func takeGroup(maximumWeight: Int, slice: Int) -> [Command] {
        let takesOthers = live.isEmpty || isTurnOfOthers && !others.isEmpty
        isTurnOfOthers = !takesOthers
        let group =
            takesOthers
            ? others.take(weighing: min(slice, maximumWeight)) : live.take(weighing: maximumWeight)
        weight -= group.reduce(0) { $0 + $1.eventCount }
        return group
    }

    /// Takes out the commands that have waited since some moment or longer.
    mutating func takeArrived(by latest: ContinuousClock.Instant) -> [Command] {
        let taken = live.takeArrived(by: latest) + others.takeArrived(by: latest)
        weight -= taken.reduce(0) { $0 + $1.eventCount }
        return taken
    }
}

extension WaitingCommands {
    /// Commands of one kind in their order; whatever is taken leaves from the front.
    private struct Line {
        private var commands: [Command?] = []
        /// How many at the front have left.
        private var start = 0

        var isEmpty: Bool { start == commands.count }

        var count: Int { commands.count - start }

        mutating func append(_ command: Command) { commands.append(command) }

        mutating func take(weighing maximum: Int) -> [Command] {
            var weight = 0
            return takeWhile { command in
                guard weight == 0 || weight + command.eventCount <= maximum else { return false }
                weight += command.eventCount
                return true
            }
        }

        /// They stand in the order of their arrival, all but a few that came at the same time.
        mutating func takeArrived(by latest: ContinuousClock.Instant) -> [Command] {
            takeWhile { $0.arrivedAt <= latest }
        }

        private mutating func takeWhile(_ isTaken: (Command) -> Bool) -> [Command] {
            var taken: [Command] = []
            while start < commands.count, let first = commands[start], isTaken(first) {
                taken.append(first)
                commands[start] = nil
                start += 1
            }
            // What has left is dropped now and then, so that a long queue is not moved each time.
            if start == commands.count {
                commands.removeAll(keepingCapacity: true)
                start = 0
            } else if start > 64, start > commands.count / 2 {
                commands.removeFirst(start)
                start = 0
            }
            return taken
        }
    }
}
