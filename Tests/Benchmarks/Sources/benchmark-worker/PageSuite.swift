import Foundation
import UsageKit

/// P1: one page of Tresor's ledger into typed rows, by this package and by Foundation's decoder.
struct PageSuite: Suite {
    /// How many pages one round decodes; a single page takes too little time to be measured on a busy machine.
    private static let repetitions = 20
    private let page: [UInt8]

    init(_ folder: URL) throws {
        page = [UInt8](try Data(contentsOf: folder.appending(path: "page.json")))
    }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        let page = page
        switch row {
        case "P1":
            return {
                var rows: [Tresor.LedgerRow] = []
                for _ in 0..<Self.repetitions { rows = try Tresor.replay.rows(ofPage: page) }
                return Outcome(repetitions: Self.repetitions) { [rows] in rows.map(\.line) }
            }
        case "P1-JSONDecoder":
            return {
                var rows: [FoundationPage.Row] = []
                for _ in 0..<Self.repetitions {
                    let decoder = JSONDecoder()
                    decoder.dateDecodingStrategy = .iso8601
                    rows = try decoder.decode(FoundationPage.self, from: Data(page)).data
                }
                return Outcome(repetitions: Self.repetitions) { [rows] in rows.map(\.line) }
            }
        default: throw WorkerFailure("unknown row '\(row)': the suite has P1 and P1-JSONDecoder")
        }
    }
}

extension Tresor.LedgerRow {
    fileprivate var line: String {
        answer(
            id, model, modality?.rawValue, upstream, region, billingUnit?.rawValue, audioSeconds?.description,
            promptTokens?.description, completionTokens?.description, cost?.amount.description,
            discountPercent?.description, receiptID, isFailover?.description, keyPrefix, keyName,
            createdAt?.seconds.description)
    }
}

/// The page as it would usually be declared for `JSONDecoder`.
private struct FoundationPage: Decodable {
    let data: [Row]

    struct Row: Decodable {
        let id: String
        let model: String
        let modality: String
        let provider: String?
        let region: String?
        let billing_unit: String?
        let audio_seconds: Decimal?
        let prompt_tokens: Int?
        let completion_tokens: Int?
        let cost_eur: Decimal
        let discount_applied_pct: Int?
        let receipt_id: String?
        let failover: Bool?
        let key_prefix: String?
        let key_name: String?
        let created_at: Date

        var line: String {
            answer(
                id, model, modality, provider, region, billing_unit, audio_seconds?.description,
                prompt_tokens?.description, completion_tokens?.description, cost_eur.description,
                discount_applied_pct?.description, receipt_id, failover?.description, key_prefix, key_name,
                "\(Int(created_at.timeIntervalSince1970))")
        }
    }
}

/// The fields as one line, separated by tabs.
private func answer(_ fields: String?...) -> String {
    fields.map { $0 ?? "-" }.joined(separator: "\t")
}
