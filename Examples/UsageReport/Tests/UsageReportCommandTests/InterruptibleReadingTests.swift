import Foundation
import Testing
import UsageKit

@testable import UsageReportCommand

@Suite(.timeLimit(.minutes(60))) struct InterruptibleReadingTests {
    /// Lines of 100 bytes, and the beginning of another one.
    private static func lines(_ count: Int) -> [UInt8] {
        Array(String(repeating: String(repeating: "x", count: 99) + "\n", count: count).utf8) + Array("cut".utf8)
    }

    @Test func partsEndWithALineAndGrowUpToTheWhole() throws {
        let input = SavedInput.stream(Self.lines(10_000), isInterrupted: true)
        #expect(try input.part(upTo: 1 << 18)?.bytes().count == 262_100)
        #expect(try input.part(upTo: 1 << 20)?.bytes().count == 1_000_000)
        #expect(input.part(upTo: 1 << 22) == nil)
    }

    @Test func aFileHasTheSamePartsAsAStream() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(Self.lines(10_000)).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let input = SavedInput.file(file)
        #expect(try input.part(upTo: 1 << 18)?.bytes().count == 262_100)
        #expect(try input.part(upTo: 1 << 20)?.bytes().count == 1_000_000)
        #expect(input.part(upTo: 1 << 22) == nil)
        #expect(SavedInput.file(file.appendingPathComponent("none")).part(upTo: 1 << 18) == nil)
    }

    @Test func aShortInputHasOnePart() throws {
        let input = SavedInput.stream(Array("a\nb".utf8), isInterrupted: true)
        #expect(try input.part(upTo: SavedInput.smallestPart)?.bytes() == Array("a\n".utf8))
        #expect(input.part(upTo: 4 * SavedInput.smallestPart) == nil)
        let empty = SavedInput.stream([], isInterrupted: true)
        #expect(try empty.part(upTo: SavedInput.smallestPart)?.bytes() == [])
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
        #expect([262_100, 1_000_000].contains(count))
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
