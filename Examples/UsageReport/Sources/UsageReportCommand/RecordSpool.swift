import Foundation
import UsageKit

/// Records that are kept in a temporary file until it is clear how, or whether, they are written.
final class RecordSpool {
    private static var blockSize: Int { 1 << 20 }

    private let file: TemporaryFile
    private let export = NDJSONExport()
    private var pending: [UInt8] = []
    private(set) var count = 0

    init() throws { file = try TemporaryFile() }

    func append(_ record: UsageRecord) throws {
        export.append(record, to: &pending)
        count += 1
        if pending.count >= Self.blockSize { try flush() }
    }

    private func flush() throws {
        try file.append(pending)
        pending.removeAll(keepingCapacity: true)
    }

    /// Gives all records in their order, as often as it is called.
    func forEach(_ body: (_ number: Int, _ record: UsageRecord) throws -> Void) throws {
        try flush()
        var rest: [UInt8] = []
        var number = 0
        var offset = 0
        while true {
            let block = try file.bytes(at: offset, count: Self.blockSize)
            if block.isEmpty { return }
            offset += block.count
            rest += block
            guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { continue }
            for record in try export.records(from: Array(rest[...end])) {
                try body(number, record)
                number += 1
            }
            rest.removeSubrange(...end)
        }
    }
}
