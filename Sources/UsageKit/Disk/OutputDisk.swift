/// The steps by which files of results are written, which tests can make fail.
struct OutputDisk: Sendable {
    /// What is about to be done to a path: `create`, `open`, `set the permissions`, `empty`, `write`, `synchronize`, `rename`
    /// (to the path) or `remove`.
    typealias Probe = @Sendable (_ operation: String, _ path: String) throws(DiskFile.Failure) -> Void

    /// Called before each step; what it throws is thrown in the place of the step.
    var probe: Probe?
    /// Whether files of one folder can be renamed into another; tests set it.
    var canMove: @Sendable (_ from: String, _ to: String) -> Bool = { DiskFile.canMove(from: $0, to: $1) }

    /// Creates a folder, if it does not exist.
    func createFolder(_ path: String) throws(DiskFile.Failure) {
        try probe?("create", path)
        try DiskFile.createFolder(path)
    }

    /// Opens a file to be appended to.
    func open(_ path: String) throws(DiskFile.Failure) -> DiskFile {
        try probe?("open", path)
        return try DiskFile(appendingToOutput: path)
    }

    /// Gives a file its permissions.
    func setPermissions(_ permissions: Int, of file: DiskFile, at path: String) throws(DiskFile.Failure) {
        try probe?("set the permissions", path)
        try file.setPermissions(permissions)
    }

    /// Removes all bytes of a file.
    func empty(_ file: DiskFile, at path: String) throws(DiskFile.Failure) {
        try probe?("empty", path)
        try file.cut(to: 0)
    }

    /// Appends bytes to a file.
    func append(_ bytes: [UInt8], to file: DiskFile, at path: String) throws(DiskFile.Failure) {
        try probe?("write", path)
        try file.append(bytes)
    }

    /// Returns when the bytes of a file are on the disk.
    func synchronize(_ file: DiskFile, at path: String) throws(DiskFile.Failure) {
        try probe?("synchronize", path)
        try file.synchronize()
    }

    /// Returns when the names of the files of a folder are on the disk.
    func synchronize(folder path: String) throws(DiskFile.Failure) {
        try probe?("synchronize", path)
        try DiskFile.synchronize(folder: path)
    }

    /// Gives a file another name, in the place of a file that has it.
    func rename(_ path: String, to new: String) throws(DiskFile.Failure) {
        try probe?("rename", new)
        try DiskFile.rename(path, to: new)
    }

    /// Removes a file, if it exists.
    func remove(_ path: String) throws(DiskFile.Failure) {
        try probe?("remove", path)
        try DiskFile.remove(path)
    }

    /// Removes a folder, if it exists and is empty.
    func removeFolder(_ path: String) throws(DiskFile.Failure) {
        try probe?("remove", path)
        try DiskFile.removeFolder(path)
    }
}
