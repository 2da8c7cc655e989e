import HTTP
import Synchronization

/// How many connections there are, in all and from each address.
final class AddressCounts: Sendable {
    private let counts = Mutex<[IPAddress: Int]>([:])
    private let maximum: Int
    private let proxies: TrustedProxies

    init(maximum: Int, exempting proxies: TrustedProxies) {
        self.maximum = maximum
        self.proxies = proxies
    }

    /// Counts one more; false if the address has as many as it may.
    func enter(_ address: IPAddress) -> Bool {
        guard !proxies.contains(address) else { return true }
        return counts.withLock { counts in
            let count = counts[address.counted] ?? 0
            guard count < maximum else { return false }
            counts[address.counted] = count + 1
            return true
        }
    }

    /// Counts one less.
    func leave(_ address: IPAddress) {
        guard !proxies.contains(address) else { return }
        counts.withLock { counts in
            let count = counts[address.counted] ?? 0
            counts[address.counted] = count > 1 ? count - 1 : nil
        }
    }
}
