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
    /// How many seconds there are for parts; together with the grace, they leave half a second of the two for printing.
    private var timeForParts: TimeInterval { 1 }

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
        _ = await BlockingWork.value(grace: timeForParts) { readParts(into: largest) }
        return (largest.value.withLock { $0 }, true)
    }

    /// Reads parts, each from the beginning, as long as the next one is likely to be done in time.
    ///
    /// A part that is not done would take the processors from the printing of the others.
    private func readParts(into largest: Largest) {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(timeForParts)
        var size = 1 << 18
        while true {
            let start = clock.now
            guard let (part, isLast) = input.part(upTo: size) else { return }
            if case .success(let value) = attempt(part) { largest.value.withLock { $0 = value } }
            if isLast { return }
            let needed = clock.now - start
            let left = clock.now.duration(to: deadline)
            // Half of the time that is left, because a machine is not always equally fast.
            let growth = min(left / needed / 2, 4)
            guard growth > 1.5 else { return }
            size = Int(Double(size) * growth)
        }
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
