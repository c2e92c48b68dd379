public import Foundation
internal import Synchronization

/// A ledger that is kept in a directory: figures at once when it is opened, and only what is new is fetched.
///
/// A store has the rows of any number of sources: providers, accounts, listings. For each it knows the windows whose rows it
/// has, so a report says which time is missing. ``refresh(_:through:overlap:progress:)`` walks what is missing and the end of
/// what was known, and ``ingest(_:from:in:account:progress:)`` adds a saved file.
///
/// What belongs together is written together, and waits for the disk: a process that is killed at any moment leaves a store
/// that opens, and a refresh that goes on where it was. Each part has a checksum; a damaged one is named and never summed.
/// One value has a store open to be written, in any process; any number read it meanwhile, each as it was when it was opened.
/// All rows are in memory while it is open. Calls wait for each other, also for a commit or a compaction.
/// The files can be read by their owner only.
public final class UsageStore: Sendable {
    /// What a store is opened for.
    public enum Access: Hashable, Sendable {
        /// To be read, as it is now; the directory is not changed.
        case readOnly
        /// To be read and written; it is created if it does not exist.
        case readWrite
    }

    /// Where it is.
    public let directory: URL
    /// What it was opened for.
    public let access: Access
    private let state: Mutex<State>

    /// What the store holds, and its open files.
    struct State: Sendable {
        var contents: StoreContents
        var log: StoreLog
        var file: DiskFile
        /// Holds the lock of a store that is written.
        let lock: DiskFile?
        var damage: [StoreDamage]
        /// How many rows came in parts that are no full chunk; they take longer to open.
        var rowsInPartialChunks: Int
        /// Find rows by their ids, by the numbers of sources.
        var lookups: [Int: IDLookup] = [:]
        /// The refreshes of this value, by the numbers of their sources.
        var runs: [Int: RefreshRun] = [:]
        /// The refreshes that are under way, by the numbers of their sources.
        var active: [Int: Begun] = [:]
        /// Why nothing can be written any more; nil if it can.
        var failure: UsageError?
    }

    /// Opens a store.
    ///
    /// - Parameters:
    ///   - directory: The directory.
    ///   - access: Whether it is written; then it is created if it does not exist.
    ///   - labels: The labels of rows that are kept, as in ``UsageLedger/init(keeping:)``; nil keeps those of the store,
    ///     and a new store then keeps none. They cannot be changed later.
    /// - Throws: ``UsageError`` with ``UsageError/Code/storeInUse`` if another value writes the store,
    ///   ``UsageError/Code/newerStore`` if a later version has written it, ``UsageError/Code/unreadableStore`` if its file
    ///   is not the log of a store, ``UsageError/Code/unreadableFile`` if it cannot be read, ``UsageError/Code/storageFull`` or
    ///   ``UsageError/Code/storeNotWritten`` if it cannot be created, and ``UsageError/Code/invalidArgument`` if it keeps
    ///   other labels.
    /// - Complexity: O(*n*) in the number of rows.
    public init(
        at directory: URL, access: Access = .readWrite, keeping labels: [UsageDimension]? = nil
    ) throws(UsageError) {
        self.directory = directory
        self.access = access
        let files = StoreFiles(directory)
        let lock = access == .readWrite ? try files.prepare(labels: labels ?? []) : nil
        let opened = try files.open(access)
        let kept = opened.contents.columns.labels.names
        if let labels, Set(labels.filter(\.isLabel)) != Set(kept) {
            let names = kept.map(\.rawValue).joined(separator: ", ")
            throw UsageError(
                .invalidArgument, "the store keeps \(kept.isEmpty ? "no labels" : "the labels \(names)")")
        }
        state = Mutex(
            State(
                contents: opened.contents, log: opened.log, file: opened.file, lock: lock, damage: opened.damage,
                rowsInPartialChunks: opened.rowsInPartialChunks))
        tornBytes = opened.tornBytes
    }

    /// Calls a function that alone reads and changes the state.
    func withState<Value: Sendable, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try state.withLock { (state) throws(Failure) in try body(&state) }
    }

    /// How many bytes at the end of the file do not count, because their commit had not ended when it was opened.
    ///
    /// A store that is opened to be written cuts them off.
    public let tornBytes: Int

    /// The labels of rows that are kept.
    public var labels: [UsageDimension] { withState { $0.contents.columns.labels.names } }

    /// The parts of the store that are damaged.
    ///
    /// Their rows do not count, reports of their time are not complete, and the next refresh fetches them again.
    public var damage: [StoreDamage] { withState { $0.damage } }

    /// How many rows count.
    public var count: Int { withState { $0.contents.columns.activeCount } }

    /// The figures that have changed after they were known, in the order in which that was learned.
    public var restatements: [Restatement] { withState { $0.contents.named($0.contents.restatements) } }
}

extension UsageStore {
    /// Changes the contents and commits the change, or changes nothing.
    ///
    /// - Parameters:
    ///   - state: The state.
    ///   - change: Makes the change.
    /// - Returns: What the function returns.
    /// - Throws: What the function throws, and ``UsageError`` if the change cannot be written.
    func commit<Value>(
        _ state: inout State, _ change: (inout StoreEditor, inout State) throws -> Value
    ) throws(UsageError) -> Value {
        guard access == .readWrite else {
            throw UsageError(.storeNotWritten, "the store was opened to be read only")
        }
        if let failure = state.failure { throw failure }
        // The editor is the only holder of the contents, so that nothing is copied.
        var contents = StoreContents(keeping: [])
        swap(&contents, &state.contents)
        let before = contents.count
        var editor = StoreEditor(consume contents)
        do {
            let value = try change(&editor, &state)
            if !editor.isEmpty { try write(try editor.frames(), &state) }
            state.contents = editor.takeContents()
            state.rowsInPartialChunks += state.contents.rowsInPartialChunks(of: before..<state.contents.count)
            return value
        } catch {
            if editor.isEmpty { state.contents = editor.takeContents() } else { reload(&state) }
            throw error as? UsageError ?? UsageError(.storeNotWritten, "the store could not be written: \(error)")
        }
    }

    private func write(_ frames: [StoreFrame], _ state: inout State) throws {
        guard frames.allSatisfy({ $0.payload.count <= StoreFrame.maximumPayload }) else {
            throw UsageError(.storeNotWritten, "the texts of rows that are written together take more than 256 MB")
        }
        let bytes = state.log.bytes(ofNext: frames)
        do {
            try state.file.append(bytes)
            try state.file.synchronize()
        } catch {
            do {
                try state.file.cut(to: state.log.wholeBytes)
            } catch {
                state.failure = UsageError(
                    .storeNotWritten, "what was written in part could not be cut off; open the store again")
            }
            throw UsageError(error, directory)
        }
        state.log.noteCommit(bytes: bytes.count)
    }

    /// Reads the contents again, because some were changed and not written.
    private func reload(_ state: inout State) {
        state.lookups = [:]
        do {
            let opened = try StoreFiles(directory).open(.readOnly)
            // What was delivered before may be lost, so that no walk can go on.
            if opened.damage.count != state.damage.count { state.runs = [:] }
            (state.contents, state.damage) = (opened.contents, opened.damage)
            state.rowsInPartialChunks = opened.rowsInPartialChunks
            for (number, run) in state.runs { state.runs[number] = run.moved(to: state.contents) }
        } catch {
            // Without contents, every report is incomplete.
            state.failure = error
            state.runs = [:]
        }
    }
}
