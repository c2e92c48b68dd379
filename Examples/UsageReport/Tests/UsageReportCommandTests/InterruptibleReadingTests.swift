import Foundation
import Testing
import UsageKit

@testable import UsageReportCommand

@Suite(.timeLimit(.minutes(60))) struct InterruptibleReadingTests {
    /// Lines of 100 bytes, and the beginning of another one.
    private static func lines(_ count: Int) -> [UInt8] {
        Array(String(repeating: String(repeating: "x", count: 99) + "\n", count: count).utf8) + Array("cut".utf8)
    }

    @Test func partsEndWithALine() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(Self.lines(10)).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        for input in [SavedInput.file(file), .stream(Self.lines(10), isInterrupted: true)] {
            for (count, expected, isLast) in [
                (99, 0, false), (100, 100, false), (999, 900, false), (1003, 1000, false),
                (1004, 1000, true),
            ] {
                let part = try #require(input.part(upTo: count))
                #expect(try part.part.bytes().count == expected)
                #expect(part.part.isInterrupted)
                #expect(part.isLast == isLast)
            }
        }
        #expect(SavedInput.file(file.appendingPathComponent("none")).part(upTo: 100) == nil)
    }

    @Test func anInterruptedReadingGivesAPartOfTheFile() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(Self.lines(10_000)).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        let end = DispatchSemaphore(value: 0)
        let reading = InterruptibleReading(input: .file(file)) { (input) throws(UsageError) in
            if case .file = input {
                // The whole file takes longer than there is time.
                beginning.finish()
                end.wait()
            }
            return try input.bytes().count
        }
        let task = Task { try await reading.result() }
        for await _ in begun {}
        task.cancel()
        let (count, isInterrupted) = try await task.value
        #expect(isInterrupted)
        #expect(count.map { (262_100...1_000_000).contains($0) && $0 % 100 == 0 } == true)
        end.signal()
    }

    @Test func aReadingThatIsNotInterruptedIsWhole() async throws {
        let input = SavedInput.stream(Array("a\nb".utf8), isInterrupted: false)
        let (count, isInterrupted) = try await InterruptibleReading(input: input) { (input) throws(UsageError) in
            try input.bytes().count
        }.result()
        #expect(count == 3)
        #expect(!isInterrupted)
    }

    @Test func anErrorOfAnInterruptedReadingIsNoRefusal() async throws {
        let failing = { @Sendable (input: SavedInput) throws(UsageError) -> Int in
            throw UsageError(.invalidArgument, "cut")
        }
        let interrupted = SavedInput.stream(Array("a\nb".utf8), isInterrupted: true)
        let (count, isInterrupted) = try await InterruptibleReading(input: interrupted, read: failing).result()
        #expect(count == nil)
        #expect(isInterrupted)
        let whole = InterruptibleReading(input: .stream([], isInterrupted: false), read: failing)
        await #expect(throws: UsageError.self) { try await whole.result() }
    }
}

extension SavedInput {
    /// All bytes.
    fileprivate func bytes() throws(UsageError) -> [UInt8] {
        switch self {
        case .stream(let bytes, _): return bytes
        case .file(let url):
            guard let data = try? Data(contentsOf: url) else { throw Self.unreadable(.path(url.path)) }
            return [UInt8](data)
        }
    }
}
