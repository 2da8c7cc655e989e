import CLinux
import Synchronization

/// The memory that bodies take, of all connections together.
final class BodyMemory: Sendable {
    private struct State {
        var used = 0
        /// The most since memory was last given back.
        var peak = 0
    }

    private let maximum: Int
    private let state = Mutex(State())

    /// The size up to which a body is small: an event, not a batch.
    static let smallBytes = 64 << 10
    /// The part by which small bodies may exceed the memory: large ones that never end would
    /// otherwise keep everybody's events out.
    static let partForSmall = 16

    /// What has to fall away from a peak before it is worth giving back.
    private static let worthGivingBack = 16 << 20

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// How many bytes are taken.
    var used: Int { state.withLock { $0.used } }

    /// Takes memory for a body that then has so many bytes; false if that would be too much.
    func take(_ byteCount: Int, forBodyOf bodyBytes: Int) -> Bool {
        let isSmall = bodyBytes <= BodyMemory.smallBytes
        let limit = isSmall ? maximum + maximum / BodyMemory.partForSmall : maximum
        return state.withLock { state in
            guard state.used + byteCount <= limit else { return false }
            state.used += byteCount
            state.peak = max(state.peak, state.used)
            return true
        }
    }

    /// Gives memory back; after a peak to the system too.
    ///
    /// The allocator keeps what was freed, for the next peak; of a flood of bodies that would be
    /// hundreds of megabytes for good.
    func giveBack(_ byteCount: Int) {
        guard byteCount > 0 else { return }
        let hasFallen = state.withLock { state in
            state.used -= byteCount
            guard state.peak - state.used >= BodyMemory.worthGivingBack,
                state.used <= state.peak / 4
            else { return false }
            state.peak = state.used
            return true
        }
        // Not on a thread that others wait for: it may take some milliseconds.
        if hasFallen { Task.detached { linux_give_memory_back() } }
    }
}

/// A body as it arrives, with the memory that it has taken.
///
/// It belongs to one connection, and then to the task that answers; the last to let go of it gives
/// the memory back.
final class ArrivingBody: @unchecked Sendable {
    private let memory: BodyMemory
    private var taken = 0
    private(set) var bytes: [UInt8] = []

    private static let firstBytes = 4 << 10

    init(in memory: BodyMemory) {
        self.memory = memory
    }

    deinit {
        memory.giveBack(taken)
    }

    /// Adds bytes; false if there is no memory for them.
    ///
    /// The body grows as it comes, whatever length was announced: to announce costs nothing.
    func append(_ chunk: ArraySlice<UInt8>, maximumBytes: Int) -> Bool {
        let needed = bytes.count + chunk.count
        if needed > taken {
            let wanted = max(needed, min(maximumBytes, max(2 * taken, ArrivingBody.firstBytes)))
            guard memory.take(wanted - taken, forBodyOf: wanted) else { return false }
            taken = wanted
            bytes.reserveCapacity(wanted)
        }
        bytes += chunk
        return true
    }

    /// The whole body, which is left to the caller; its memory stays taken until this object goes.
    func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }
}
