import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct TresorRowSearchTests {
    private static let window = TimeWindow.between("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")

    /// 3,000 rows, of which each second one has a receipt.
    private static let fake = TresorFake(
        rows: (0..<3000).map { number in
            TresorFake.row(
                at: Timestamp.at("2026-05-02T00:00:00Z").advanced(by: .seconds(number)), id: "row-\(number)",
                with: number % 2 == 0 ? ["receipt_id": .string("receipt-\(number)")] : [:])
        })

    private func client(_ transport: any HTTPTransport = fake) throws -> Tresor.Client {
        try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(transport))
    }

    @Test func theRowOfAReceiptIsFound() async throws {
        let noon = Timestamp.at("2026-05-20T12:00:00Z")
        let rows = [
            TresorFake.row(at: noon, id: "a"), TresorFake.row(at: noon, id: "b", with: ["receipt_id": "R"]),
            TresorFake.row(at: noon, id: "c"),
        ]
        let page: JSONValue = ["data": .array(rows), "total_count": 900, "limit": 3, "offset": 0]
        let script = ScriptedTransport([.json(page.text)])
        let row = try await client(script).row(receiptID: "r", in: Self.window)
        #expect(row?.id == "b")
        // The walk ended with the page of the row.
        #expect(script.requests.count == 1)
    }

    @Test func theWalkStopsAfterThePageOfTheRow() async throws {
        let counted = RequestCounter(Self.fake)
        #expect(try await client(counted).row(receiptID: "receipt-2500", in: Self.window)?.id == "row-2500")
        #expect(counted.count == 1)
        #expect(try await client(counted).row(id: "row-3", in: Self.window)?.receiptID == nil)
        // The oldest rows are on the third page of another walk.
        #expect(counted.count == 4)
    }

    @Test func thereIsNoRowOutsideTheWindow() async throws {
        let june = TimeWindow.between("2026-05-03T00:00:00Z", "2026-06-01T00:00:00Z")
        #expect(try await client().row(id: "row-5", in: june) == nil)
        #expect(try await client().row(receiptID: "receipt-5", in: Self.window) == nil)
    }

    @Test func anIncompleteWalkIsNotTheAnswerNo() async throws {
        // The server promises seven rows and never gives more than one.
        let row = TresorFake.row(at: .at("2026-05-20T12:00:00Z"), id: "a")
        let server = ClosureTransport { request in
            let isFirst = request.target.hasSuffix("offset=0")
            return .json(["data": isFirst ? [row] : [], "total_count": 7, "limit": 1000])
        }
        let error = await #expect(throws: UsageError.self) { try await client(server).row(id: "b", in: Self.window) }
        #expect(error?.code == .incompleteWalk)
        #expect(error?.message.contains("not all rows may have been seen") == true)
    }

    @Test func aFailureIsThrown() async throws {
        let server = ClosureTransport { _ in .json(#"{"error":{"code":"unauthorized"}}"#, status: 401) }
        let error = await #expect(throws: UsageError.self) { try await client(server).row(id: "b", in: Self.window) }
        #expect(error?.code == .unauthorized)
    }
}

/// Counts the requests to another transport.
private final class RequestCounter: HTTPTransport {
    private let transport: any HTTPTransport
    private let state = Mutex(0)

    init(_ transport: any HTTPTransport) { self.transport = transport }

    var count: Int { state.withLock(\.self) }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        state.withLock { $0 += 1 }
        return try await transport.send(request)
    }
}
