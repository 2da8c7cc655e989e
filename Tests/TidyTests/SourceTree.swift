// Foundation walks the folders and reads the files.
import Foundation

/// The files of the project.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static let ignoredFolders: Set<String> = [
        ".build", ".git", ".venv", "__pycache__", ".pytest_cache", "dist",
    ]
    private static let textEndings: Set<String> = [
        "swift", "md", "txt", "py", "lua", "h", "modulemap", "ini", "json", "yml", "",
    ]

    /// Every file that is text.
    static let files: [SourceFile] = walk(root, path: "").sorted { $0.path < $1.path }

    /// The files of Swift below `Sources` and `Tests`.
    static let swiftFiles = files.filter { $0.isSwift && $0.path.contains("/") }

    /// The text of the manifest.
    static let manifest = files.first { $0.path == "Package.swift" }?.text ?? ""

    private static func walk(_ folder: URL, path: String) -> [SourceFile] {
        let manager = FileManager.default
        let names = (try? manager.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { !ignoredFolders.contains($0) }.flatMap { name -> [SourceFile] in
            let url = folder.appendingPathComponent(name)
            let values = try? url.resourceValues(forKeys: [.isDirectoryKey])
            if values?.isDirectory == true { return walk(url, path: "\(path)\(name)/") }
            guard textEndings.contains(url.pathExtension),
                let text = try? String(contentsOf: url, encoding: .utf8)
            else { return [] }
            return [SourceFile("\(path)\(name)", text)]
        }
    }
}
