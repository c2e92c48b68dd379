import Synchronization
import Testing

@testable import UsageKit

@Suite struct BoundedChannelTests {
    private struct Failure: Error, Equatable {}

    @Test func deliversElementsInOrderAndThenEnds() async throws {
        let channel = BoundedChannel<String>(capacity: 3)
        #expect(channel.freeCapacity == 3)
        try await channel.send("first")
        try await channel.send("second")
        #expect(channel.freeCapacity == 1)
        channel.finish(nil)
        #expect(try await channel.receive() == "first")
        #expect(try await channel.receive() == "second")
        #expect(try await channel.receive() == nil)
        #expect(channel.freeCapacity == 3)
    }

    @Test(arguments: [-1, 0, 1])
    func holdsAtLeastOneElement(capacity: Int) async throws {
        let channel = BoundedChannel<Int>(capacity: capacity)
        #expect(channel.freeCapacity == 1)
    }

    @Test(arguments: (1...40).map(UInt64.init))
    func keepsTheOrderAndItsCapacity(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let capacity = Int.random(in: 1...5, using: &random)
        let count = Int.random(in: 0...60, using: &random)
        let pauses = (0..<2 * count).map { _ in Int.random(in: 0...3, using: &random) }
        let fails = Bool.random(using: &random)
        let channel = BoundedChannel<Int>(capacity: capacity)
        let sent = Mutex(0)
        async let producer: Void = {
            for index in 0..<count {
                for _ in 0..<pauses[index] { await Task.yield() }
                sent.withLock { $0 = index + 1 }
                try await channel.send(index)
            }
            channel.finish(fails ? Failure() : nil)
        }()
        var received: [Int] = []
        var failure: (any Error)?
        do {
            while true {
                // The sender holds one element, and the channel the others.
                #expect(sent.withLock { $0 } - received.count <= capacity + 1)
                guard let element = try await channel.receive() else { break }
                received.append(element)
                for _ in 0..<pauses[count + element] { await Task.yield() }
            }
        } catch {
            failure = error
        }
        try await producer
        #expect(received == Array(0..<count))
        #expect((failure is Failure) == fails)
    }

    @Test(arguments: (1...40).map(UInt64.init))
    func cancellingEndsBothSides(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let channel = BoundedChannel<Int>(capacity: Int.random(in: 1...4, using: &random))
        let stop = Int.random(in: 0...10, using: &random)
        let pauses = Int.random(in: 0...20, using: &random)
        let producer = Task {
            var index = 0
            while true {
                try await channel.send(index)
                index += 1
            }
        }
        let consumer = Task {
            var received: [Int] = []
            for _ in 0..<stop { if let element = try await channel.receive() { received.append(element) } }
            return received
        }
        for _ in 0..<pauses { await Task.yield() }
        channel.finish(CancellationError())
        await #expect(throws: CancellationError.self) { try await producer.value }
        if case .success(let received) = await consumer.result { #expect(received == Array(0..<stop)) }
        await #expect(throws: CancellationError.self) { try await channel.receive() }
        await #expect(throws: CancellationError.self) { try await channel.send(0) }
    }

    @Test func deliversWaitingElementsBeforeTheFailure() async throws {
        let channel = BoundedChannel<Int>(capacity: 3)
        try await channel.send(1)
        try await channel.send(2)
        channel.finish(Failure())
        channel.finish(nil)
        #expect(try await channel.receive() == 1)
        #expect(try await channel.receive() == 2)
        await #expect(throws: Failure.self) { try await channel.receive() }
        await #expect(throws: Failure.self) { try await channel.send(3) }
    }

    @Test func sendingWaitsWhileTheChannelIsFull() async throws {
        let channel = BoundedChannel<Int>(capacity: 1)
        let isSent = Mutex(false)
        let sender = Task {
            try await channel.send(1)
            isSent.withLock { $0 = true }
        }
        for _ in 0..<50 { await Task.yield() }
        #expect(!isSent.withLock { $0 })
        #expect(try await channel.receive() == 1)
        try await sender.value
        channel.finish(nil)
        #expect(try await channel.receive() == nil)
    }

    /// A task that is cancelled finishes the channel while another thread sends it an element.
    @Test(.endsSometime)
    func cancellingWhileAnElementIsSentDoesNotDeadlock() async throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let pauses = (Int.random(in: 0...4, using: &random), Int.random(in: 0...4, using: &random))
            let channel = BoundedChannel<Int>(capacity: 1)
            let receiver = Task {
                try await withTaskCancellationHandler {
                    try await channel.receive()
                } onCancel: {
                    channel.finish(CancellationError())
                }
            }
            let sender = Task {
                for _ in 0..<pauses.0 { await Task.yield() }
                try await channel.send(1)
            }
            for _ in 0..<pauses.1 { await Task.yield() }
            receiver.cancel()
            if case .success(let element) = await receiver.result { #expect(element == 1) }
            _ = await sender.result
        }
    }
}
