import Synchronization

/// Carries the body of a response from the connection to its one reader.
///
/// There is no way to slow a server down on every platform, so bytes that are not read yet are kept, up to a limit.
final class ByteChannel: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        /// How the body ended; nil while it arrives.
        var end: Result<Void, any Error>?
        /// The reader, while it waits.
        var reader: PendingResult<[UInt8]?>?
    }

    private let state = Mutex(State())
    private let maximumBytes: Int

    /// - Parameter maximumBytes: How many bytes may wait for the reader, and how many may arrive at once for one that
    ///   waits, so that the limit does not depend on timing.
    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Adds bytes of the body.
    ///
    /// - Returns: Whether more are wanted; false after the end, and if they are too many.
    func receive(_ bytes: some Collection<UInt8>) -> Bool {
        let (isOpen, reader) = state.withLock { state -> (Bool, PendingResult<[UInt8]?>?) in
            guard state.end == nil else { return (false, nil) }
            defer { state.reader = nil }
            guard bytes.count <= maximumBytes - state.bytes.count else {
                state.end = .failure(Self.tooFarBehind(maximumBytes))
                return (false, state.reader)
            }
            if state.reader == nil { state.bytes.append(contentsOf: bytes) }
            return (true, state.reader)
        }
        guard isOpen else {
            reader?.end(.failure(Self.tooFarBehind(maximumBytes)))
            return false
        }
        // A reader that was cancelled takes nothing, and nobody else reads.
        return reader?.end(.success(Array(bytes))) ?? true
    }

    /// Ends the body; only the first call has an effect.
    func finish(_ end: Result<Void, any Error>) {
        let reader = state.withLock { state -> PendingResult<[UInt8]?>? in
            guard state.end == nil else { return nil }
            state.end = end
            defer { state.reader = nil }
            return state.reader
        }
        switch end {
        case .success: reader?.end(.success(nil))
        case .failure(let error): reader?.end(.failure(error))
        }
    }

    /// The bytes that have arrived since the last call, or the next ones; nil at the end of the body.
    func next() async throws -> [UInt8]? {
        try Task.checkCancellation()
        let pending = PendingResult<[UInt8]?>()
        let ready = try state.withLock { state -> [UInt8]?? in
            if !state.bytes.isEmpty {
                defer { state.bytes = [] }
                return .some(state.bytes)
            }
            if let end = state.end {
                try end.get()
                return .some(nil)
            }
            state.reader = pending
            return nil
        }
        if let ready { return ready }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { pending.setCaller($0) }
        } onCancel: {
            pending.end(.failure(CancellationError()))
        }
    }

    private static func tooFarBehind(_ maximumBytes: Int) -> UsageError {
        UsageError(
            .responseTooLarge,
            "more of the response arrived than was read, or than may arrive at once: \(maximumBytes) bytes")
    }
}
