import Foundation
import UsageKit

/// A folder that is removed with the value.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).resolvingSymlinksInPath()
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func url(_ name: String) -> URL { url.appendingPathComponent(name, isDirectory: false) }

    /// The text of a file; nil if it does not exist.
    func text(_ name: String) -> String? { try? String(contentsOf: url(name), encoding: .utf8) }

    func write(_ text: String, to name: String) throws {
        try FileManager.default.createDirectory(
            at: url(name).deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url(name), atomically: false, encoding: .utf8)
    }

    /// The bytes of all files below the folder, by their paths.
    func files() throws -> [String: Data] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: url.path)
        var files: [String: Data] = [:]
        for path in paths {
            var isFolder: ObjCBool = false
            _ = unsafe FileManager.default.fileExists(atPath: url(path).path, isDirectory: &isFolder)
            if !isFolder.boolValue { files[path] = try Data(contentsOf: url(path)) }
        }
        return files
    }
}
