import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Decodes rows of all ledgers that a seeded mutator has damaged.
///
/// A refusal must name a position inside the document. An accepted row must be valid JSON for Foundation as well, and
/// every value that the row encodes must be the one that Foundation reads under the same name.
@Suite struct RowFuzzTests {
    /// A ledger's decoder from the bytes of a row to the row under the names of the wire.
    struct Decoder: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let seeds: [[UInt8]]
        let decode: @Sendable ([UInt8]) throws(UsageError) -> [JSONValue]

        init<Row: UsageRow & JSONRepresentable>(_ replay: Replay<Row>, _ rows: [JSONValue]) {
            testDescription = replay.provider.rawValue
            seeds = rows.map { Array($0.text.utf8) }
            decode = { (bytes) throws(UsageError) in try replay.rows(of: bytes).rows.map(\.jsonValue) }
        }
    }

    static let decoders: [Decoder] = {
        let generator = LedgerGenerator(seed: 17)
        let start = Timestamp(seconds: 1_779_235_200)
        let window = (try? TimeWindow(from: start, to: start.advanced(by: .seconds(86_400)))) ?? .all
        return [
            Decoder(Aurous.replay, generator.aurousEvents(count: 40, in: window)),
            Decoder(Venice.replay, generator.veniceEntries(count: 40, in: window)),
            Decoder(Tresor.replay, generator.tresorRows(count: 40, in: window)),
            Decoder(ChatBotKit.replay, generator.chatBotKitRecords(count: 40, in: window)),
            Decoder(Auralytik.replay, generator.auralytikDetails(count: 40, in: window)),
        ]
    }()

    @Test(arguments: decoders, FuzzInputs.seeds(3000))
    func acceptsOnlyRowsThatFoundationReadsTheSameWay(decoder: Decoder, seed: UInt64) throws {
        var mutator = JSONMutator(seed: seed, seeds: decoder.seeds)
        var taken = 0
        for _ in 0..<FuzzInputs.batch {
            let bytes = mutator.document()
            do {
                let rows = try decoder.decode(bytes)
                // Several documents may follow one another; Foundation reads one.
                guard rows.count == 1, let theirs = try? FoundationComparison.parse(bytes) as? [String: Any] else {
                    continue
                }
                taken += 1
                // A value inside an object that cannot be read is kept under its path.
                if case .object(let row) = rows[0], row.members.contains(where: { $0.name.contains(".") }) { continue }
                #expect(isSame(rows[0], theirs), "\(String(decoding: bytes, as: UTF8.self))")
            } catch {
                #expect(error.byteOffset.map { (0...bytes.count).contains($0) } == true, "\(error)")
            }
        }
        #expect(taken > FuzzInputs.batch / 20, "the mutator makes hardly any sound rows")
    }

    /// Whether a row encodes what Foundation read; a value may be written differently.
    private func isSame(_ row: JSONValue, _ theirs: [String: Any]) -> Bool {
        guard case .object(let object) = row else { return false }
        // Foundation keeps one of several members with the same name, and drops a byte order mark at the beginning of
        // a name. Rows write known missing values as null.
        let names = Set(theirs.keys.map(FoundationComparison.unmarked))
        let isKnown = object.members.allSatisfy {
            $0.value == .null || names.contains(FoundationComparison.unmarked($0.name))
        }
        return isKnown
            && theirs.filter { !($0.value is NSNull) }.allSatisfy { name, other in
                object.members.contains { member in
                    FoundationComparison.unmarked(member.name) == FoundationComparison.unmarked(name)
                        && (FoundationComparison.isSame(member.value, other)
                            || isSameMeaning(member.name, member.value, other))
                }
            }
    }

    private func isSameMeaning(_ name: String, _ ours: JSONValue, _ theirs: Any) -> Bool {
        let text = (theirs as? String) ?? (theirs as? NSNumber)?.stringValue
        switch ours {
        case .number(let number):
            guard let left = Double(number.literal), let right = text.flatMap({ Double($0) }) else { return false }
            // Durations and instants in milliseconds are truncated to nanoseconds.
            let milliseconds = ["duration_ms", "latency_ms", "inferenceExecutionTime", "createdAt", "updatedAt"]
            return abs(left - right) <= Swift.max(milliseconds.contains(name) ? 1e-6 : 0, abs(left) * 1e-14)
        case .string(let ours):
            guard let text else { return false }
            if let left = try? Timestamp(ours), let right = try? Timestamp(text) { return left == right }
            return Double(ours) != nil && Double(ours) == Double(text)
        case .object: return (theirs as? [String: Any]).map { isSame(ours, $0) } ?? false
        case .null, .bool, .array: return false
        }
    }
}
