import OperatingSystem

/// Sends finished files of a folder to a store, the oldest first, and then takes them away.
///
/// A file goes first and its manifest second, each as a whole. Both have the same name and the same
/// bytes however often they are sent, so after a crash they are sent again.
struct FileUpload: Sendable {
    let store: ObjectStore
    let folder: FileFolder

    private static let manifestEnding = ".manifest.json"

    /// Sends what is finished.
    ///
    /// The newest manifest stays in the folder, since it tells where to go on.
    func send() async throws {
        let names = try folder.names()
        let manifests = names.filter { $0.hasSuffix(Self.manifestEnding) }
        for manifest in manifests {
            let file = String(manifest.dropLast(Self.manifestEnding.count))
            if names.contains(file) {
                try await store.put(TextFile.read(folder.path(of: file)), as: file)
                try await store.put(TextFile.read(folder.path(of: manifest)), as: manifest)
                DurableFile.remove(folder.path(of: file))
            }
            if manifest != manifests.last { DurableFile.remove(folder.path(of: manifest)) }
        }
    }
}
