internal import Dispatch
import Synchronization

/// Computes the parts of a result on several threads and returns them in order.
func parallelMap<Part: Sendable>(_ count: Int, _ part: @Sendable (Int) -> Part) -> [Part] {
    if count <= 1 { return (0..<count).map(part) }
    let parts = Mutex([Part?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
        let result = part(index)
        parts.withLock { $0[index] = result }
    }
    return parts.withLock { $0.compactMap(\.self) }
}
