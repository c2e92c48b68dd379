import Synchronization
import Testing

@testable import UsageKit

@Suite struct BoundedChannelTests {
    private struct Failure: Error, Equatable {}

    @Test(arguments: (1...40).map(UInt64.init))
    func givesWhatWasPutInItsOrderAndHoldsNoMoreThanItMay(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let capacity = Int.random(in: 1...5, using: &random)
        let count = Int.random(in: 0...60, using: &random)
        let pauses = (0..<2 * count).map { _ in Int.random(in: 0...3, using: &random) }
        let fails = Bool.random(using: &random)
        let queue = BoundedChannel<Int>(capacity: capacity)
        let put = Mutex(0)
        async let producer: Void = {
            for index in 0..<count {
                for _ in 0..<pauses[index] { await Task.yield() }
                put.withLock { $0 = index + 1 }
                try await queue.put(index)
            }
            queue.finish(fails ? Failure() : nil)
        }()
        var taken: [Int] = []
        var failure: (any Error)?
        do {
            while true {
                // One is in the hand of who puts, and the queue holds the others.
                #expect(put.withLock { $0 } - taken.count <= capacity + 1)
                guard let element = try await queue.take() else { break }
                taken.append(element)
                for _ in 0..<pauses[count + element] { await Task.yield() }
            }
        } catch {
            failure = error
        }
        try await producer
        #expect(taken == Array(0..<count))
        #expect((failure is Failure) == fails)
    }

    @Test(arguments: (1...40).map(UInt64.init))
    func isLeftByBothSidesWhereItIsCancelled(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let queue = BoundedChannel<Int>(capacity: Int.random(in: 1...4, using: &random))
        let stop = Int.random(in: 0...10, using: &random)
        let pauses = Int.random(in: 0...20, using: &random)
        let producer = Task {
            var index = 0
            while true {
                try await queue.put(index)
                index += 1
            }
        }
        let consumer = Task {
            var taken: [Int] = []
            for _ in 0..<stop { if let element = try await queue.take() { taken.append(element) } }
            return taken
        }
        for _ in 0..<pauses { await Task.yield() }
        queue.finish(CancellationError())
        await #expect(throws: CancellationError.self) { try await producer.value }
        if case .success(let taken) = await consumer.result { #expect(taken == Array(0..<stop)) }
        await #expect(throws: CancellationError.self) { try await queue.take() }
        await #expect(throws: CancellationError.self) { try await queue.put(0) }
    }

    @Test func elementsThatWaitComeBeforeTheFailure() async throws {
        let queue = BoundedChannel<Int>(capacity: 3)
        try await queue.put(1)
        try await queue.put(2)
        queue.finish(Failure())
        queue.finish(nil)
        #expect(try await queue.take() == 1)
        #expect(try await queue.take() == 2)
        await #expect(throws: Failure.self) { try await queue.take() }
        await #expect(throws: Failure.self) { try await queue.put(3) }
    }

    @Test func aFullQueueHoldsWhoPuts() async throws {
        let queue = BoundedChannel<Int>(capacity: 1)
        let isThrough = Mutex(false)
        let putter = Task {
            try await queue.put(1)
            isThrough.withLock { $0 = true }
        }
        for _ in 0..<50 { await Task.yield() }
        #expect(!isThrough.withLock { $0 })
        #expect(try await queue.take() == 1)
        try await putter.value
        queue.finish(nil)
        #expect(try await queue.take() == nil)
    }

    /// A task that is cancelled finishes the queue while another thread hands it an element.
    @Test(.timeLimit(.minutes(5)))
    func cancellingDoesNotMeetAnElementHalfway() async throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let pauses = (Int.random(in: 0...4, using: &random), Int.random(in: 0...4, using: &random))
            let queue = BoundedChannel<Int>(capacity: 1)
            let taker = Task {
                try await withTaskCancellationHandler {
                    try await queue.take()
                } onCancel: {
                    queue.finish(CancellationError())
                }
            }
            let putter = Task {
                for _ in 0..<pauses.0 { await Task.yield() }
                try await queue.put(1)
            }
            for _ in 0..<pauses.1 { await Task.yield() }
            taker.cancel()
            if case .success(let element) = await taker.result { #expect(element == 1) }
            _ = await putter.result
        }
    }
}
