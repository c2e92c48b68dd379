import UsageKit
import UsageKitTesting

/// The filters without which an endpoint refuses the command line, with values that the embedded fakes know.
enum DemoFilters {
    static func filters(of provider: String, _ endpoint: String) async throws -> [String] {
        switch (provider, endpoint) {
        default: []
        }
    }
}
