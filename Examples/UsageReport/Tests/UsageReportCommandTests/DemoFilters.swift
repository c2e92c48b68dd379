import UsageKit
import UsageKitTesting

/// The filters without which an endpoint refuses the command line, with values that the embedded fakes know.
enum DemoFilters {
    /// The first value of a member of ChatBotKit's records.
    private static func member(_ name: String) throws -> String {
        let window = try TimeWindow(
            from: try Timestamp("2026-05-18T00:00:00Z"), to: try Timestamp("2026-05-25T00:00:00Z"))
        let records = LedgerGenerator(seed: 2026).fakes(in: window).chatBotKit.records
        return records.lazy.compactMap { $0[name]?.string }.first ?? ""
    }

    static func filters(of provider: String, _ endpoint: String) async throws -> [String] {
        switch (provider, endpoint) {
        case ("aurous", "generation"): ["--filter", "id=\(try aurousImage())"]
        case ("aurous", "image-estimate"): ["--filter", "prompt=A harbour at dawn"]
        case ("aurous", "video-estimate"): ["--filter", "video_lora_id=lora_1"]
        case ("aurous", "embedding-estimate"): ["--filter", "model=example-embed-2", "--filter", "input=A harbour"]
        case ("tresor", "receipt"): ["--filter", "id=\(try receiptID())"]
        case ("auralytik", "deliveries"): ["--filter", "id=wh_demo"]
        case ("auralytik", "export"): ["--filter", "id=exp_demo"]
        case ("chatbotkit", "bot"): ["--filter", "botId=\(try member("botId"))"]
        case ("chatbotkit", "conversation"): ["--filter", "conversationId=\(try member("conversationId"))"]
        case ("chatbotkit", "report"), ("chatbotkit", "platform-report"), ("chatbotkit", "platform-reports"):
            ["--filter", "reportId=report_demo"]
        default: []
        }
    }

    /// The id of an image in the demonstration.
    private static func aurousImage() throws -> String {
        let week = try TimeWindow(
            from: try Timestamp("2026-05-18T00:00:00Z"), to: try Timestamp("2026-05-25T00:00:00Z"))
        let events = LedgerGenerator(seed: 2026).fakes(in: week).aurous.events
        return events.first { $0["type"] == "image" }?["id"]?.string ?? ""
    }

    /// The id of a receipt that the embedded fake of Tresor has.
    private static func receiptID() throws -> String {
        let week = try TimeWindow(
            from: try Timestamp("2026-05-18T00:00:00Z"), to: try Timestamp("2026-05-25T00:00:00Z"))
        let rows = LedgerGenerator(seed: 2026).fakes(in: week).tresor.rows
        return rows.lazy.compactMap { $0["receipt_id"]?.string }.first ?? ""
    }
}
