import Foundation
import UsageKitTesting

@testable import UsageKit

/// A store in a folder of its own, and servers whose rows and clock a test can change.
final class StoreScene {
    let folder: URL
    /// What the servers and the clients take for the present.
    let clock: MovableNow

    init(now: Timestamp = .at("2026-05-20T12:00:00Z")) {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)")
        clock = MovableNow(now)
    }

    static let may = TimeWindow.since("2026-05-01T00:00:00Z")

    static func event(
        _ instant: String, _ credits: WireNumber? = 1, id: String, status: UsageStatus = .completed
    ) -> JSONValue {
        AurousFake.event(at: .at(instant), credits: credits, status: status, id: id)
    }

    /// A server of Aurous with the clock of the scene.
    func server(_ events: [JSONValue]) -> AurousFake { AurousFake(events: events, now: clock.now) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The file of the rows.
    var rowsFile: URL { folder.appendingPathComponent("rows") }

    func open(_ access: UsageStore.Access = .readWrite, keeping labels: [UsageDimension]? = nil) throws -> UsageStore {
        try UsageStore(at: folder, access: access, keeping: labels)
    }

    func configuration(_ transport: any HTTPTransport, account: String? = nil) -> ClientConfiguration {
        var configuration = ClientConfiguration.test(transport, now: clock.now)
        configuration.account = account
        return configuration
    }

    func aurous(_ fake: AurousFake, account: String? = nil) throws -> Aurous.Client {
        try Aurous.Client(apiKey: fake.apiKey, configuration: configuration(fake, account: account))
    }

    func venice(_ fake: VeniceFake, account: String? = nil) throws -> Venice.Client {
        try Venice.Client(apiKey: fake.apiKey, configuration: configuration(fake, account: account))
    }
}

/// A clock that a test sets.
final class MovableNow: @unchecked Sendable {
    private let lock = NSLock()
    private var instant: Timestamp

    init(_ instant: Timestamp) {
        self.instant = instant
    }

    var now: @Sendable () -> Timestamp { { [self] in lock.withLock { instant } } }

    func set(_ instant: Timestamp) { lock.withLock { self.instant = instant } }
}

extension UsageStore {
    /// What is charged in a currency.
    func charge(_ currency: Currency, in window: TimeWindow = .all) throws -> String? {
        try report(ReportQuery(window: window)).total.charges[currency].map { "\($0)" }
    }
}
