import Foundation
import Synchronization
import UsageKit

/// The blocks of a stream, which one thread reads while another one takes them.
///
/// Only a few blocks wait to be taken. Reading blocks its thread and cannot be cancelled, but waiting for a block can.
final class BlockStream: Sendable {
    /// What comes next in a stream.
    enum Next {
        case block([UInt8])
        case end
        /// The stream was closed before its end.
        case closed
        case failure
    }

    private struct State {
        var blocks: [[UInt8]] = []
        var isAtEnd = false
        var isClosed = false
        var hasFailed = false
    }

    /// The maximum number of blocks that wait to be taken.
    private static var maximumCount: Int { 8 }
    /// What is read.
    let source: SavedSource.Stream
    private let state = Mutex(State())
    /// Counts the blocks that may be read before one is taken; a semaphore must not end below its first value.
    private let room = DispatchSemaphore(value: 0)
    /// Counts the changes that a taker waits for.
    private let changes = DispatchSemaphore(value: 0)

    /// Begins to read.
    ///
    /// - Parameter source: What is read.
    init(_ source: SavedSource.Stream) {
        self.source = source
        for _ in 0..<Self.maximumCount { room.signal() }
        Thread { [self] in
            let isRead = read()
            state.withLock { state in
                state.isAtEnd = isRead
                state.hasFailed = !isRead
            }
            changes.signal()
        }.start()
    }

    /// Ends the stream for the taker, after the blocks that have come.
    func close() {
        state.withLock { $0.isClosed = true }
        changes.signal()
        room.signal()
    }

    /// Waits for the next block.
    func next() -> Next {
        while true {
            let next = state.withLock { state -> Next? in
                if !state.blocks.isEmpty { return .block(state.blocks.removeFirst()) }
                if state.isAtEnd { return .end }
                if state.isClosed { return .closed }
                return state.hasFailed ? .failure : nil
            }
            if let next {
                room.signal()
                return next
            }
            changes.wait()
        }
    }

    /// Reads to the end, and returns whether that was possible.
    private func read() -> Bool {
        switch source {
        case .descriptor(let descriptor): return read(descriptor)
        case .path(let path):
            // Opening waits, too: for the other end of a named pipe.
            let descriptor = unsafe open(path, O_RDONLY)
            guard descriptor >= 0 else { return false }
            defer { Foundation.close(descriptor) }
            return read(descriptor)
        }
    }

    private func read(_ descriptor: Int32) -> Bool {
        while true {
            var block = [UInt8](repeating: 0, count: 1 << 16)
            let (count, code) = unsafe block.withUnsafeMutableBytes { buffer in
                let count = unsafe Foundation.read(descriptor, buffer.baseAddress, buffer.count)
                return (count, count < 0 ? errno : 0)
            }
            if count == 0 { return true }
            if count > 0 {
                block.removeLast(block.count - count)
                room.wait()
                let isWanted = state.withLock { state in
                    state.blocks.append(block)
                    return !state.isClosed
                }
                changes.signal()
                guard isWanted else { return false }
            } else if code == EAGAIN {
                var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = unsafe poll(&state, 1, -1)
            } else if code != EINTR {
                return false
            }
        }
    }
}
