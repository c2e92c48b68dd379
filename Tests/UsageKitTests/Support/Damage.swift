import Testing
import UsageKitTesting

@testable import UsageKit

/// A place in the bytes of a page or a file that is damaged: one byte that no text can have is put there.
struct Damage: CustomTestStringConvertible, Sendable {
    /// The name of the member.
    let member: String
    /// Whether its name is damaged, and not its text.
    var isName = false
    var byte: UInt8 = 0xFF

    var testDescription: String { (isName ? "the name " : "the text of ") + member }

    /// What the damaged name or path ends with in messages.
    var place: String { isName ? member + "\u{FFFD}" : member }

    /// The bytes with the first such member damaged at the end of its name or of its text; nil if no member is such.
    func applied(to bytes: [UInt8]) -> [UInt8]? {
        let beginning = "\"\(member)\"" + (isName ? ":" : ":\"")
        guard let range = bytes.firstRange(of: Array(beginning.utf8)) else { return nil }
        var end = range.upperBound
        if isName {
            end -= 2
        } else {
            while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
                end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
            }
        }
        return Array(bytes[..<end]) + [byte] + Array(bytes[end...])
    }
}

extension RowLedger {
    /// The texts of a row that decide how it counts: charge and sign, currency, unit, request, status.
    var decidingTexts: Set<String> {
        switch self {
        case .aurous: ["status"]
        case .aurousCredits: ["type", "currency"]
        case .venice, .veniceRetired: ["sku", "currency", "requestId"]
        case .tresor: []
        case .chatBotKit: ["type"]
        case .auralytik, .auralytikSigned: []
        }
    }

    /// The names of the members of some rows, also inside objects, and those of them that have a text somewhere.
    func memberNames(of rows: [JSONValue]) -> (all: [String], texts: [String]) {
        var (all, texts): ([String], [String]) = ([], [])
        func add(_ value: JSONValue) {
            for member in value.members {
                if !all.contains(member.name) { all.append(member.name) }
                if member.value.string != nil, !texts.contains(member.name) { texts.append(member.name) }
                add(member.value)
            }
        }
        rows.forEach(add)
        return (all, texts)
    }

    /// The name of the array with the rows of a page.
    var rowsName: String { self == .chatBotKit ? "items" : "data" }

    /// Reads a file with bad text replaced; the report is the same as rows, as columns, and in blocks.
    func replay(_ bytes: [UInt8]) throws -> WalkReport {
        func report<Row>(_ replay: Replay<Row>) throws -> WalkReport {
            let replay = replay.replacingBadText()
            let report = try replay.rows(of: bytes).report
            var ledger = UsageLedger()
            #expect(try ledger.ingest(replay, of: bytes) == report)
            #expect(ledger.count == report.rows)
            for size in [100, 1000] {
                var stream = replay.stream()
                for start in stride(from: 0, to: bytes.count, by: size) {
                    _ = try stream.read(Array(bytes[start..<min(start + size, bytes.count)]))
                }
                _ = try stream.end()
                #expect(stream.report.stopped == report.stopped, "blocks of \(size)")
                #expect(stream.report.rows == report.rows, "blocks of \(size)")
                #expect(Set(stream.report.notes) == Set(report.notes), "blocks of \(size)")
            }
            return report
        }
        return switch self {
        case .aurous, .aurousCredits: try report(Aurous.replay)
        case .venice, .veniceRetired: try report(Venice.replay)
        case .tresor: try report(Tresor.replay)
        case .chatBotKit: try report(ChatBotKit.replay)
        case .auralytik, .auralytikSigned: try report(Auralytik.replay)
        }
    }
}
