import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// Walks by offset, like Tresor's: each page begins with the last row of the page before it.
@Suite struct OffsetWalkTests {
    /// The response of a server, by the number of the page and by the offset and limit of the request.
    private typealias Answer = @Sendable (_ page: Int, _ offset: Int, _ limit: Int) -> Page

    private struct Page {
        var rows: ArraySlice<String>
        var total: Int?
        var limit: Int?
    }

    private final class Server: HTTPTransport {
        private let answer: Answer
        private let asked = Mutex<[Int]>([])

        init(_ answer: @escaping Answer) {
            self.answer = answer
        }

        var offsets: [Int] { asked.withLock { $0 } }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            let items = URLComponents(url: request.url, resolvingAgainstBaseURL: false)?.queryItems ?? []
            let number = { (name: String) in items.first { $0.name == name }?.value.flatMap { Int($0) } ?? 0 }
            let count = asked.withLock { asked in
                asked.append(number("offset"))
                return asked.count
            }
            let page = answer(count, number("offset"), number("limit"))
            let rows = page.rows.map { id in
                #"{"id":"\#(id)","model":"m","modality":"chat","cost_eur":1,"created_at":"2026-05-20T00:00:00Z"}"#
            }
            let total = page.total.map { #","total_count":\#($0)"# } ?? ""
            let limit = page.limit.map { #","limit":\#($0)"# } ?? ""
            let data = rows.joined(separator: ",")
            return TransportResponse(status: 200, body: #"{"data":[\#(data)]\#(total)\#(limit)}"#)
        }
    }

    private static let ids = ["a", "b", "c", "d", "e", "f", "g"]

    private func walk(
        pageSize: Int = 3, _ answer: @escaping Answer
    ) async throws -> (outcome: WalkOutcome, ids: [String], offsets: [Int]) {
        let server = Server(answer)
        let outcome = try await RowLedger.tresor.walk(.test(server), pageSize: pageSize)
        return (outcome, outcome.rows.compactMap { $0["id"]?.string }, server.offsets)
    }

    @Test func movesTheOffsetByTheRowsOfAShortPage() async throws {
        let (outcome, ids, offsets) = try await walk { page, offset, limit in
            Page(rows: Self.ids.dropFirst(offset).prefix(page == 2 ? 2 : limit), total: 7, limit: limit)
        }
        #expect(ids == Self.ids)
        #expect(offsets == [0, 2, 3, 5])
        #expect(outcome.report.duplicates == 0)
        #expect(outcome.report.isComplete)
    }

    @Test(arguments: 1...4)
    func losesNoRowWhenTheServerClampsAndEchoesThePageSize(clamp: Int) async throws {
        let (outcome, ids, _) = try await walk(pageSize: 500) { _, offset, _ in
            Page(rows: Self.ids.dropFirst(offset).prefix(clamp), total: 7, limit: clamp)
        }
        #expect(ids == Self.ids)
        #expect(outcome.report.expected == 7)
        #expect(outcome.report.isComplete)
    }

    @Test func takesTheEchoedPageSizeForAFullPage() async throws {
        let (outcome, ids, _) = try await walk(pageSize: 500) { _, offset, _ in
            Page(rows: Self.ids.dropFirst(offset).prefix(3), total: 3, limit: 3)
        }
        #expect(ids == Self.ids)
        #expect(outcome.report.stopped?.message == "the provider reports 3 rows but returned 7")
    }

    @Test func endsOnlyOnAnEmptyPageIfThereIsNoTotal() async throws {
        let (outcome, ids, offsets) = try await walk { _, offset, limit in
            Page(rows: Self.ids.prefix(4).dropFirst(offset).prefix(limit))
        }
        #expect(ids == ["a", "b", "c", "d"])
        #expect(offsets == [0, 2, 3, 4])
        #expect(outcome.report.isComplete)
        #expect(outcome.report.expected == nil)
    }

    @Test func doesNotEndAtACappedTotal() async throws {
        let (outcome, ids, _) = try await walk { _, offset, limit in
            Page(rows: Self.ids.dropFirst(offset).prefix(limit), total: 3, limit: limit)
        }
        #expect(ids == Self.ids)
        #expect(outcome.report.stopped?.message == "the provider reports 3 rows but returned 7")
    }

    @Test func acceptsATotalThatGrowsDuringTheWalk() async throws {
        let (outcome, ids, _) = try await walk { page, offset, limit in
            Page(rows: Self.ids.dropFirst(offset).prefix(limit), total: page == 1 ? 6 : 7, limit: limit)
        }
        #expect(outcome.report.expected == 6)
        #expect(ids == Self.ids)
        #expect(outcome.report.isComplete)
    }

    @Test func namesATotalThatASecondWalkDoesNotReach() async throws {
        let (outcome, ids, _) = try await walk { _, offset, limit in
            Page(rows: Self.ids.dropFirst(offset).prefix(limit), total: 9, limit: limit)
        }
        #expect(ids == Self.ids)
        #expect(outcome.error == nil)
        #expect(outcome.report.expected == 9)
        #expect(outcome.report.rewalks == 1)
        #expect(outcome.report.stopped?.message == "the provider reports 9 rows but returned 7")
        #expect(outcome.report.isFinished)
        #expect(!outcome.report.isComplete)
    }

    @Test func stallsIfTheServerIgnoresTheOffset() async throws {
        let (outcome, ids, offsets) = try await walk { _, _, limit in
            Page(rows: Self.ids.prefix(3), total: 9, limit: limit)
        }
        #expect(outcome.failure?.code == .paginationStalled)
        #expect(ids == ["a", "b", "c"])
        #expect(offsets.count == 4)
    }

    @Test func stepsBackIfRowsBeforeAPageDisappear() async throws {
        let (outcome, ids, _) = try await walk { page, offset, limit in
            let left = page == 1 ? Self.ids[...] : Self.ids.dropFirst(2)
            return Page(rows: left.dropFirst(offset).prefix(limit), total: left.count, limit: limit)
        }
        #expect(ids.sorted() == Self.ids)
        #expect(outcome.report.gaps == 1)
        #expect(outcome.report.expected == 7)
        #expect(outcome.report.isComplete)
    }
}
