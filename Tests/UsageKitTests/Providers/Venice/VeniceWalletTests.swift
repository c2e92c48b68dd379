import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct VeniceWalletTests {
    private static let address = VeniceFake.testWallet

    private static func transactions(_ count: Int) -> [JSONValue] {
        (0..<count).reversed().map { number in
            let time = Timestamp(seconds: 1_790_812_800 + Int64(number)).description
            let balance = JSONNumber(1000 - number)
            if number == 0 {
                return [
                    "id": "txn_0", "amount": 1000, "balanceAfter": .number(balance), "type": "TOP_UP",
                    "createdAt": .string(time), "requestId": nil, "modelId": nil,
                ]
            }
            return [
                "id": .string("txn_\(number)"), "amount": -1, "balanceAfter": .number(balance), "type": "CHARGE",
                "createdAt": .string(time), "requestId": .string("r\(number)"), "modelId": "m",
            ]
        }
    }

    private static func fake(_ count: Int = 250) -> VeniceFake {
        VeniceFake(
            entries: [],
            plan: VeniceFake.Plan(wallets: [
                VeniceFake.Wallet(
                    address: address, signature: "signed-by-the-wallet", transactions: transactions(count)),
                VeniceFake.Wallet(address: String(repeating: "z", count: 40), signature: "another"),
            ]))
    }

    private func client(
        _ transport: any HTTPTransport, address: String = address, signature: String = "signed-by-the-wallet"
    ) throws -> Venice.WalletClient {
        // After the movements, so that an open window has them.
        let configuration = ClientConfiguration.test(transport, now: { Timestamp(seconds: 1_800_000_000) })
        return try Venice.WalletClient(address: address, configuration: configuration) { signature }
    }

    @Test func theSignatureTakesThePlaceOfAKey() async throws {
        let fake = Self.fake()
        let balance = try await client(fake).balance()
        #expect(balance.walletAddress == Self.address)
        #expect(balance.balanceUSD == 751)
        #expect(balance.canConsume && balance.minimumTopUpUSD == 5 && balance.suggestedTopUpUSD == 10)
        #expect(balance.diemBalanceUSD == nil && balance.success == true)
        let request = try #require(fake.requests.first)
        #expect(request.target == "/api/v1/x402/balance/\(Self.address)")
        #expect(request.headers["SIGN-IN-WITH-X"] == "signed-by-the-wallet")
        #expect(request.headers["Authorization"] == nil)
    }

    @Test(arguments: [1, 2, 7, 100])
    func allMovementsAreWalked(pageSize: Int) async throws {
        let fake = Self.fake()
        let (rows, report) = try await client(fake).transactions(pageSize: pageSize).collect()
        #expect(rows.map(\.id) == (0..<250).reversed().map { "txn_\($0)" })
        #expect(report.isComplete && report.duplicates == 0)
        #expect(rows.last?.type == .topUp && rows.first?.type == .charge)
        #expect(rows.first?.requestID == "r249" && rows.last?.requestID == nil)
        #expect(rows.first?.balanceAfter == 751 && rows.first?.amount == -1)
        #expect(fake.requests.first?.target.hasSuffix("?limit=\(max(pageSize, 2))&offset=0") == true)
    }

    @Test(arguments: [0, 1, 2, 99, 100, 101])
    func theLastPageMayHaveAnyLength(count: Int) async throws {
        let (rows, report) = try await client(Self.fake(count)).transactions().collect()
        #expect(rows.count == count && report.isComplete)
    }

    @Test func theWindowIsCutLocally() async throws {
        let window = TimeWindow.between("2026-10-01T00:00:10Z", "2026-10-01T00:00:20Z")
        let (rows, report) = try await client(Self.fake()).transactions(in: window).collect()
        #expect(rows.map(\.id) == (10..<20).reversed().map { "txn_\($0)" })
        #expect(report.outsideWindow == 240 && report.isComplete)
    }

    @Test func movementsOfTheMeantimeAreSeenOnce() async throws {
        let now = Self.transactions(251)
        let page = { (rows: ArraySlice<JSONValue>, offset: Int, hasMore: Bool) -> ScriptedTransport.Stub in
            .response(
                .json([
                    "success": true,
                    "data": [
                        "walletAddress": .string(Self.address), "currentBalance": 0,
                        "transactions": .array(Array(rows)),
                        "pagination": [
                            "limit": 100, "offset": .number(JSONNumber(offset)), "hasMore": .bool(hasMore),
                        ],
                    ],
                ]))
        }
        let script = ScriptedTransport([
            page(Self.transactions(250)[..<100], 0, true), page(now[99..<199], 99, true), page(now[198...], 198, false),
        ])
        let (rows, report) = try await client(script).transactions().collect()
        #expect(Set(rows.map(\.id)).count == 250 && rows.count == 250)
        #expect(report.gaps == 0)
    }

    @Test func aPageThatIsNotTheOneAskedForIsRefused() async throws {
        let body =
            #"{"success":true,"data":{"walletAddress":"\#(VeniceFake.testWallet)","currentBalance":0,"transactions":[],"pagination":{"limit":100,"offset":50,"hasMore":false}}}"#
        let script = ScriptedTransport([.json(body), .json(body)])
        let error = await #expect(throws: UsageError.self) { try await client(script).transactions().collect() }
        #expect(error?.code == .mismatchedResponse)
    }

    @Test(arguments: [
        (
            #"{"success":true,"data":{"walletAddress":"0x1111111111111111111111111111111111111111","transactions":[],"pagination":{"limit":100,"offset":0,"hasMore":false}}}"#,
            UsageError.Code.mismatchedResponse
        ),
        (
            #"{"success":false,"data":{"transactions":[],"pagination":{"limit":100,"offset":0,"hasMore":false}}}"#,
            .serverFailure
        ),
        (
            #"{"data":{"transactions":[],"pagination":{"limit":100,"offset":0,"hasMore":false}},"data":{}}"#,
            .malformedJSON
        ),
    ])
    func movementsThatAreNotThoseAskedForAreRefused(body: String, code: UsageError.Code) async throws {
        let script = ScriptedTransport([.json(body), .json(body), .json(body)])
        let error = await #expect(throws: UsageError.self) { try await client(script).transactions().collect() }
        #expect(error?.code == code)
    }

    @Test func moreWithoutRowsIsAnError() async throws {
        let body =
            #"{"success":true,"data":{"walletAddress":"\#(VeniceFake.testWallet)","currentBalance":0,"transactions":[],"pagination":{"limit":100,"offset":0,"hasMore":true}}}"#
        let script = ScriptedTransport([.json(body)])
        let error = await #expect(throws: UsageError.self) { try await client(script).transactions().collect() }
        #expect(error?.code == .missingCursor)
    }

    @Test(arguments: [#"{"success":true}"#, #"{"data":{"transactions":{}}}"#, #"{"data":[]}"#, "[]"])
    func aPageWithoutMovementsIsRefused(body: String) async throws {
        let script = ScriptedTransport([.json(body), .json(body)])
        let error = await #expect(throws: UsageError.self) { try await client(script).transactions().collect() }
        #expect(error?.code == .unexpectedShape)
    }

    @Test(arguments: [
        "", "0x12", "0x" + String(repeating: "g", count: 40), "../balance", String(repeating: "0", count: 40),
    ])
    func anAddressThatIsNoneIsRefusedBeforeARequest(address: String) {
        let error = #expect(throws: UsageError.self) { try client(ScriptedTransport(), address: address) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: [0, 101])
    func aPageHolds1To100Movements(size: Int) async throws {
        let script = ScriptedTransport()
        let error = await #expect(throws: UsageError.self) {
            try await client(script).transactions(pageSize: size).collect()
        }
        #expect(error?.code == .invalidArgument && script.requests.isEmpty)
    }

    @Test func theSignatureOfAnotherWalletIsForbidden() async throws {
        let error = await #expect(throws: UsageError.self) {
            try await client(Self.fake(), signature: "another").balance()
        }
        #expect(error?.code == .forbidden)
        let unknown = await #expect(throws: UsageError.self) {
            try await client(Self.fake(), signature: "unknown").balance()
        }
        #expect(unknown?.code == .unauthorized)
        #expect(unknown?.description.contains("unknown") == false)
    }

    @Test func theBalanceOfAnotherWalletIsRefused() async throws {
        let body =
            #"{"success":true,"data":{"walletAddress":"0x00","balanceUsd":1,"canConsume":true,"minimumTopUpUsd":1,"suggestedTopUpUsd":1}}"#
        let error = await #expect(throws: UsageError.self) {
            try await client(ScriptedTransport([.json(body), .json(body), .json(body)])).balance()
        }
        #expect(error?.code == .mismatchedResponse)
    }

    @Test func aSignatureThatExpiredIsMadeAgain() async throws {
        let old = Countdown(1)
        let fake = Self.fake()
        let client = try Venice.WalletClient(address: Self.address, configuration: .test(fake)) {
            old.next() ? "too-old" : "signed-by-the-wallet"
        }
        _ = try await client.balance()
        #expect(fake.requests.map { $0.headers["SIGN-IN-WITH-X"] } == ["too-old", "signed-by-the-wallet"])
    }

    @Test func checkpointsBelongToTheWallet() throws {
        let walk = try client(Self.fake()).transactions()
        let other = try client(Self.fake(), address: String(repeating: "z", count: 40)).transactions()
        let error = #expect(throws: UsageError.self) { try other.requireSource(walk.source) }
        #expect(error?.code == .accountMismatch || error?.code == .checkpointMismatch)
    }
}
