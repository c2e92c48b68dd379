import Foundation
import Synchronization
import UsageKit

/// Reads saved rows; after an interruption, as many of the first ones as there is time for.
///
/// The library reads a file as a whole or not at all, because any row may repeat an earlier one. So after an
/// interruption the beginning of what has come is read again, in parts of growing size, and the largest part that is
/// done in time counts.
struct InterruptibleReading<Value: Sendable>: Sendable {
    let input: SavedInput
    /// Reads the rows of the input or of a part of it.
    let read: @Sendable (SavedInput) throws(UsageError) -> Value

    /// How many seconds a reading that has nearly ended may go on after the interruption.
    private var grace: TimeInterval { 0.2 }
    /// How many seconds there are for parts; together with the grace less than the two seconds of the process.
    private var timeForParts: TimeInterval { 0.9 }

    /// Reads the rows.
    ///
    /// - Returns: What was read, or nil if it is nothing; and whether an interruption came before the end.
    /// - Throws: `UsageError` if the input is malformed, unless it was interrupted.
    func result() async throws(UsageError) -> (value: Value?, isInterrupted: Bool) {
        if !input.isInterrupted {
            let whole = await BlockingWork.value(grace: grace) { attempt(input) }
            switch whole {
            case .success(let value): return (value, false)
            case .failure(let error): throw error
            case nil: break
            }
        }
        let largest = Largest()
        _ = await BlockingWork.value(grace: timeForParts) {
            var size = SavedInput.smallestPart
            while let part = input.part(upTo: size) {
                if case .success(let value) = attempt(part) { largest.value.withLock { $0 = value } }
                size *= 4
            }
        }
        return (largest.value.withLock { $0 }, true)
    }

    private func attempt(_ input: SavedInput) -> Result<Value, UsageError> {
        do throws(UsageError) {
            return .success(try read(input))
        } catch {
            return .failure(error)
        }
    }

    /// The value of the largest part that was read.
    private final class Largest: Sendable {
        let value = Mutex<Value?>(nil)
    }
}
