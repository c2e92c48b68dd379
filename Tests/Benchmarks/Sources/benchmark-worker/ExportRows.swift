import Foundation
import UsageKit

/// The rows of P11 as records, read from the files of their columns a part at a time, so that they take little memory.
struct ExportRows {
    /// How many records are made at a time.
    static let part = 8192

    private let numbers: [String: FileHandle]
    private let texts: [String: [String]]

    init(_ folder: URL) throws {
        var numbers: [String: FileHandle] = [:]
        var texts: [String: [String]] = [:]
        for name in ["time.i64", "input.i32", "output.i32", "charge.i64", "duration.i32", "id.text"] {
            numbers[name] = try FileHandle(forReadingFrom: folder.appending(path: name))
        }
        for name in ["provider", "type", "model", "key", "user", "status"] {
            numbers[name] = try FileHandle(forReadingFrom: folder.appending(path: "\(name).u8"))
            texts[name] = try String(contentsOf: folder.appending(path: "\(name).txt"), encoding: .utf8)
                .split(separator: "\n").map(String.init)
        }
        (self.numbers, self.texts) = (numbers, texts)
    }

    /// The records that follow; none after the last one.
    func next() throws -> [UsageRecord] {
        let times = try integers("time.i64", width: 8)
        let inputs = try integers("input.i32", width: 4)
        let outputs = try integers("output.i32", width: 4)
        let charges = try integers("charge.i64", width: 8)
        let durations = try integers("duration.i32", width: 4)
        let ids = try bytes("id.text", width: 36)
        let providers = try words("provider")
        let types = try words("type")
        let models = try words("model")
        let keys = try words("key")
        let users = try words("user")
        let statuses = try words("status")
        return try times.indices.map { row in
            UsageRecord(
                provider: ProviderID(rawValue: providers[row]),
                id: String(decoding: ids[36 * row..<36 * row + 36], as: UTF8.self),
                time: Timestamp(milliseconds: times[row]), type: types[row], model: models[row], apiKey: keys[row],
                user: users[row], status: UsageStatus(rawValue: statuses[row]),
                tokens: TokenCounts(input: Int(inputs[row]), output: Int(outputs[row])),
                charge: try Money(Decimal(sign: .plus, exponent: -6, significand: Decimal(charges[row])), .usd),
                duration: .milliseconds(durations[row]))
        }
    }

    private func bytes(_ name: String, width: Int) throws -> [UInt8] {
        [UInt8](try numbers[name]?.read(upToCount: Self.part * width) ?? Data())
    }

    private func integers(_ name: String, width: Int) throws -> [Int64] {
        let bytes = try bytes(name, width: width)
        return stride(from: 0, to: bytes.count, by: width).map { start in
            var value: UInt64 = 0
            for offset in 0..<width { value |= UInt64(bytes[start + offset]) << UInt64(offset * 8) }
            let unused = 64 - width * 8
            return Int64(bitPattern: value << UInt64(unused)) >> Int64(unused)
        }
    }

    private func words(_ name: String) throws -> [String] {
        let texts = texts[name] ?? []
        return try bytes(name, width: 1).map { texts[Int($0)] }
    }
}
