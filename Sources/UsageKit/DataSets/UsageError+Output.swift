internal import Foundation

extension UsageError {
    /// The error of a file, or a data set, that could not be written; the system's one is beneath it.
    init(_ failure: DiskFile.Failure, writing name: String) {
        if failure.isLock {
            self.init(.outputInUse, "\(name) is being written by another process")
        } else if failure.isFull {
            self.init(.storageFull, "\(name) could not be written: \(failure.reason)")
        } else {
            self.init(.outputNotWritten, "\(name) could not be written (\(failure.operation)): \(failure.reason)")
        }
        underlyingError = POSIXErrorCode(rawValue: failure.code).map { POSIXError($0) }
    }
}
