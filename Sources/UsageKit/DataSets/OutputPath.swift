internal import Foundation

/// Where a file of results goes, and where it is written before it is complete.
struct OutputPath: Sendable {
    /// What the names of incomplete results end with.
    static let partialSuffix = ".partial"

    let path: String
    let folder: String
    /// The name in messages.
    let name: String

    /// The path of the result while it is not complete.
    var partial: String { path + Self.partialSuffix }

    /// Checks a place for a file.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if nothing can be renamed to it: it is a folder or a
    ///   device, or its folder is missing.
    init(file url: URL) throws(UsageError) {
        // A link stays, and the file that it leads to is replaced: a rename over `/dev/stdout` would take it from everybody.
        try self.init(url.resolvingSymlinksInPath(), "the file '\(url.lastPathComponent)'")
        if url.hasDirectoryPath {
            throw UsageError(
                .invalidArgument, "expected a file to write to, found the folder '\(url.lastPathComponent)'")
        }
        switch Self.kind(of: path) {
        case nil, .file: break
        case .folder:
            throw UsageError(.invalidArgument, "expected a file to write to, \(name) is a folder")
        default:
            throw UsageError(
                .invalidArgument,
                "expected a regular file to write to, \(name) is a device, a pipe or a socket")
        }
    }

    /// Checks a place for a folder of files.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if it is no folder, or if its folder is missing.
    init(folder url: URL) throws(UsageError) {
        try self.init(url, "the data set '\(url.lastPathComponent)'")
        switch Self.kind(of: url.resolvingSymlinksInPath().path) {
        case nil, .folder: break
        default: throw UsageError(.invalidArgument, "expected a folder to write to, \(name) is a file")
        }
    }

    private init(_ url: URL, _ name: String) throws(UsageError) {
        guard url.isFileURL else {
            throw UsageError(
                .invalidArgument, "expected the URL of a file, found one of the scheme \(url.scheme ?? "")")
        }
        path = url.path
        let folder = url.deletingLastPathComponent()
        self.folder = folder.path
        self.name = name
        switch Self.kind(of: folder.resolvingSymlinksInPath().path) {
        case .folder: break
        case nil:
            throw UsageError(
                .invalidArgument, "\(name) cannot be written: its folder '\(folder.lastPathComponent)' does not exist")
        default:
            throw UsageError(
                .invalidArgument, "\(name) cannot be written: '\(folder.lastPathComponent)' is no folder")
        }
    }

    /// What there can be at a path.
    enum Kind {
        case file, folder
        /// A device, a pipe or a socket.
        case other
    }

    /// What there is at a path, or at what a link leads to; nil if there is nothing.
    static func kind(of path: String) -> Kind? {
        // Not the attributes of the file: Apple wants a reason for them.
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
        if isFolder.boolValue { return .folder }
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        return (try? target.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true ? .file : .other
    }
}
