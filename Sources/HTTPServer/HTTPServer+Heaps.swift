import CLinux

extension HTTPServer {
    /// Has threads share as many heaps as there are processors, before they make more.
    ///
    /// The system gives eight heaps for each processor, and each keeps what was freed in it. What one
    /// thread allocates and another frees is spread over all of them, so that a server with many
    /// streams grows for long. `MALLOC_ARENA_MAX` in the environment says another number.
    public static func shareHeaps() { linux_share_heaps() }
}
