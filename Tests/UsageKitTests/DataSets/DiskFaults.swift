import Foundation
import Synchronization

@testable import UsageKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A disk that notes its steps, and fails or ends the process at one of them.
final class DiskFaults: Sendable {
    private let state = Mutex<(steps: [String], failing: Int?)>(([], nil))
    private let code: Int32
    private let endsProcess: Bool

    /// Creates a disk.
    ///
    /// - Parameters:
    ///   - step: The number of the step that fails, counted from 0; nil for none.
    ///   - code: The system's error code of the failure.
    ///   - endsProcess: Whether the process is killed at the step instead.
    init(at step: Int? = nil, code: Int32 = EIO, endsProcess: Bool = false) {
        self.code = code
        self.endsProcess = endsProcess
        state.withLock { $0.failing = step }
    }

    var steps: [String] { state.withLock { $0.steps } }

    var disk: OutputDisk {
        OutputDisk { (operation, path) throws(DiskFile.Failure) in
            let isFailing = self.state.withLock { state in
                state.steps.append("\(operation) \(URL(fileURLWithPath: path).lastPathComponent)")
                return state.steps.count - 1 == state.failing
            }
            guard isFailing else { return }
            if self.endsProcess { kill(getpid(), SIGKILL) }
            throw DiskFile.Failure(operation: operation, code: self.code)
        }
    }
}
