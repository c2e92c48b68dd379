internal import Foundation

extension UsageError {
    /// The error of a store whose files could not be read or written.
    init(_ error: any Error, _ directory: URL) {
        let store = "the store '\(directory.lastPathComponent)'"
        switch error {
        case let error as UsageError: self = error
        case let error as DiskFile.Failure where error.isLock:
            self.init(.storeInUse, "\(store) is written by another process")
        case let error as DiskFile.Failure where error.isFull:
            self.init(.storageFull, "\(store) could not be written: \(error.reason)")
        case let error as DiskFile.Failure where error.isMissing:
            self.init(
                .unreadableFile, "there is no store at '\(directory.lastPathComponent)': the file 'rows' is missing")
        case let error as DiskFile.Failure where error.isStream:
            self.init(.unreadableFile, "the file 'rows' of \(store) is not a regular file")
        case let error as DiskFile.Failure where error.isReading:
            self.init(.unreadableFile, "\(store) could not be read: \(error.reason)")
        case let error as DiskFile.Failure:
            self.init(.storeNotWritten, "\(store) could not be written (\(error.operation)): \(error.reason)")
        case StoreLog.Failure.notALog:
            self.init(
                .unreadableStore, "the file 'rows' of \(store) is not the log of a store, or its beginning is damaged")
        case StoreLog.Failure.newerVersion(let version):
            self.init(
                .newerStore,
                "\(store) has version \(version) of the format, and this version of the package reads up to "
                    + "\(StoreLog.version)")
        default: self.init(.storeNotWritten, "\(store) could not be created: \(error.localizedDescription)")
        }
    }
}
