import Glibc

/// How many descriptors the process may have.
enum DescriptorLimit {
    /// What is needed besides connections: databases, their readers, logs, threads.
    static let spare = 256
    /// What requests to others take, such as those to webhooks; without it fewer are under way.
    static let outgoing = 2_048

    /// Lets the process have as many descriptors as connections take, or says that it may not.
    ///
    /// A server that runs out of them listens and answers nobody.
    static func raise(for connectionCount: Int) throws(HTTPServerError) {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        let wanted = rlim_t(connectionCount + spare)
        let best = wanted + rlim_t(outgoing)
        var limit = rlimit()
        guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < best else { return }
        let allowed = limit.rlim_max
        limit.rlim_cur = min(best, allowed)
        guard allowed >= wanted, unsafe setrlimit(resource, &limit) == 0 else {
            throw HTTPServerError(
                .tooFewDescriptors,
                "\(connectionCount) connections need \(wanted) open files, and the system allows "
                    + "\(allowed). Raise the limit (ulimit -n, LimitNOFILE= of systemd), or allow "
                    + "fewer connections (--max-connections)."
            )
        }
    }
}
