import Foundation
import UsageKit
import UsageKitTesting

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A program that reads Tresor's ledger without UsageKit; its tests need a server.
struct OtherClient {
    struct Page: Decodable {
        struct Row: Decodable { let cost_eur: Decimal }
        let data: [Row]
        let total_count: Int
    }

    let baseURL: String
    let key: String

    func spent() async throws -> Decimal {
        var sum: Decimal = 0
        var offset = 0
        while true {
            let page = try await page(at: offset)
            sum += page.data.reduce(0) { $0 + $1.cost_eur }
            offset += page.data.count
            if page.data.isEmpty || offset >= page.total_count { return sum }
        }
    }

    /// Asks for a page, up to three times.
    private func page(at offset: Int) async throws -> Page {
        guard let url = URL(string: "\(baseURL)/v1/usage?limit=100&offset=\(offset)") else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization")
        var failure = URLError(.unknown)
        for _ in 1...3 {
            do {
                let (body, response) = try await URLSession.shared.data(for: request)
                guard let status = (response as? HTTPURLResponse)?.statusCode, status < 500 else { continue }
                guard status == 200 else { throw URLError(.userAuthenticationRequired) }
                return try JSONDecoder().decode(Page.self, from: body)
            } catch let error as URLError where error.code != .userAuthenticationRequired {
                failure = error
            }
        }
        throw failure
    }
}

// The double: the provider's rules, five rows in pages of two, and what a server does on a bad day.
let noon = try Timestamp("2026-05-20T12:00:00Z")
let fake = TresorFake(
    rows: (0..<5).map { TresorFake.row(at: noon - .seconds($0), cost: 0.25) },
    behavior: FakeBehavior(pageLimit: 2, faults: [2: .status(503), 3: .drop, 5: .truncated]))
let server = try LoopbackServer(fake)
let client = OtherClient(baseURL: server.baseURL, key: TresorFake.testKey)

let spent = try await client.spent()
precondition(spent == 1.25, "the client added up \(spent)")
precondition(fake.requests.count == 6, "three pages and three more attempts, not \(fake.requests.count)")
precondition(fake.unusedFaults.isEmpty, "not every fault happened: \(fake.unusedFaults)")
