import Foundation
public import GRDB
public import UsageKit

/// A SQLite database into which the ledgers of several tenants are synchronized.
///
/// One process at a time writes; any number may read meanwhile, since the database is in WAL mode.
public struct Warehouse: Sendable {
    /// The path of the database.
    public let path: String
    /// The database.
    public let database: DatabasePool
    /// Keeps other processes from writing as long as it lives.
    private let lock: DatabaseQueue

    /// Opens a database, creates it if there is no file, and brings it to the newest schema.
    ///
    /// A new file can be read by its owner only.
    ///
    /// - Parameter path: The path of the file.
    /// - Throws: ``WarehouseError`` if another process writes to it or a later version has written it; `DatabaseError` if
    ///   it cannot be opened.
    public init(path: String) throws {
        self.path = path
        lock = try Self.lock(path)
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        database = try DatabasePool(path: path, configuration: configuration)
        let migrator = Schema.migrator
        guard try database.read({ try !migrator.hasBeenSuperseded($0) }) else {
            throw WarehouseError.newerDatabase(path: path)
        }
        try migrator.migrate(database)
    }

    /// Holds an exclusive lock in a file beside the database; the system ends it with the process.
    private static func lock(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        // The transaction is open as long as the connection is.
        configuration.allowsUnsafeTransactions = true
        do {
            let lock = try DatabaseQueue(path: path + ".lock", configuration: configuration)
            try lock.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
            return lock
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw WarehouseError.inUse(path: path)
        }
    }
}

/// A tenant's ledger at a provider.
public struct SourceID: Hashable, Sendable, CustomStringConvertible {
    /// The label of the tenant.
    public let tenant: String
    /// The name of the provider.
    public let provider: String

    /// Creates the name of a source.
    public init(tenant: String, provider: ProviderID) {
        self.tenant = tenant
        self.provider = provider.rawValue
    }

    /// The tenant and the provider.
    public var description: String { "\(tenant) \(provider)" }

    var arguments: StatementArguments { [tenant, provider] }
}

extension Timestamp {
    /// The instant in UTC with nine decimal places, so that texts are in the order of time.
    var sortable: String {
        let text = description.dropLast()
        let parts = text.split(separator: ".", maxSplits: 1)
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        return "\(parts[0]).\(fraction)\(String(repeating: "0", count: max(0, 9 - fraction.utf8.count)))Z"
    }
}
