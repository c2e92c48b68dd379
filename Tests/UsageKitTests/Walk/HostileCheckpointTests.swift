import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Checkpoints that somebody changed: they are refused, and no value in them ends the process.
@Suite struct HostileCheckpointTests {
    private static let rows = Dictionary(
        uniqueKeysWithValues: RowLedger.allCases.map { ($0, $0.rows(seed: 60, count: 45)) })

    private static func fake(_ ledger: RowLedger) -> any LedgerFake {
        ledger.fake(rows[ledger] ?? [])
    }

    /// The options of the walks whose checkpoints are changed.
    private static func options(_ ledger: RowLedger) -> WalkOptions {
        .with {
            // So that a walk that is led astray ends.
            $0.limits = WalkLimits(pages: 40)
            if ledger == .aurous { $0.shards = 2 }
            if ledger == .tresor { $0.lookBack = .seconds(3600) }
        }
    }

    /// The coded form of a checkpoint after two pages, or within the second.
    private static func coded(_ ledger: RowLedger, isCut: Bool = false) async throws -> JSONValue {
        var options = options(ledger)
        if isCut { options.limits.rows = 15 }
        let first = try await ledger.walk(.test(fake(ledger)), pageSize: 10, options: options, pages: 2)
        return try JSONValue(json: Array(try JSONEncoder().encode(#require(first.checkpoint))))
    }

    private static func read(_ value: JSONValue) throws -> WalkCheckpoint {
        try read(Array(value.text.utf8))
    }

    private static func read(_ bytes: [UInt8]) throws -> WalkCheckpoint {
        try JSONDecoder().decode(WalkCheckpoint.self, from: Data(bytes))
    }

    /// The checkpoint with a checksum of its changed contents, as a writer that knows the format can make it.
    private static func signed(_ bytes: [UInt8]) throws -> WalkCheckpoint {
        let contents = try JSONDecoder().decode(WalkCheckpoint.Contents.self, from: Data(bytes))
        return try read(Array(try JSONEncoder().encode(WalkCheckpoint(contents))))
    }

    /// Continues after a checkpoint until the end or an error.
    private static func resume(_ ledger: RowLedger, _ checkpoint: WalkCheckpoint) async throws -> WalkOutcome {
        try await ledger.walk(.test(fake(ledger)), pageSize: 10, options: options(ledger), from: checkpoint)
    }

    /// Expects that a checkpoint is refused, when it is read or before a row is delivered.
    private func expectRefusal(
        _ ledger: RowLedger, _ name: String, _ checkpoint: () throws -> WalkCheckpoint
    ) async throws {
        do {
            let outcome = try await Self.resume(ledger, checkpoint())
            let code = outcome.failure?.code
            #expect([.checkpointDamaged, .checkpointMismatch, .accountMismatch].contains(code), "\(name)")
            #expect(outcome.rows.isEmpty, "\(name)")
        } catch let error as UsageError {
            #expect([.checkpointDamaged, .checkpointMismatch].contains(error.code), "\(name)")
        } catch is DecodingError {
            // The text is no JSON, or a number has more digits than any type.
        }
    }

    // MARK: Numbers

    @Test func aCountThatWasChangedIsRefused() async throws {
        let text = try await Self.coded(.veniceRetired).text
        #expect(text.contains(#""duplicates":0"#))
        let changed = text.replacing(#""duplicates":0"#, with: #""duplicates":1"#)
        let error = #expect(throws: UsageError.self) { try Self.read(Array(changed.utf8)) }
        #expect(error?.code == .checkpointDamaged)
        #expect(error?.message == "the checkpoint was changed: its checksum differs")
    }

    /// The paths of all numbers in a document.
    private static func numbers(_ value: JSONValue, _ path: [String] = []) -> [[String]] {
        switch value {
        case .number: [path]
        case .object(let object): object.members.flatMap { numbers($0.value, path + [$0.name]) }
        case .array(let elements): elements.indices.flatMap { numbers(elements[$0], path + ["\($0)"]) }
        case .null, .bool, .string: []
        }
    }

    private static func replacing(_ path: ArraySlice<String>, in value: JSONValue, by new: JSONValue) -> JSONValue {
        guard let name = path.first else { return new }
        switch value {
        case .object:
            return value.replacing(name, by: replacing(path.dropFirst(), in: value[name] ?? nil, by: new))
        case .array(var elements):
            guard let index = Int(name) else { return value }
            elements[index] = replacing(path.dropFirst(), in: elements[index], by: new)
            return .array(elements)
        case .null, .bool, .number, .string: return value
        }
    }

    private static let extremes = [
        "-1", "\(Int.min)", "\(Int.min + 1)", "\(Int.max)", "\(Int.max - 1)", "\(1 << 51)", "18446744073709551615",
        "1e400", "-1e400", "1.5", "123456789012345678901234567890",
    ]

    @Test(arguments: RowLedger.allCases, [false, true])
    func everyNumberIsBounded(ledger: RowLedger, isCut: Bool) async throws {
        let coded = try await Self.coded(ledger, isCut: isCut)
        let paths = Self.numbers(coded)
        #expect(paths.count >= 16)
        for path in paths {
            for extreme in Self.extremes {
                let number = JSONValue.number(try #require(JSONNumber(extreme)))
                let changed = Self.replacing(path[...], in: coded, by: number)
                #expect(changed != coded)
                let name = "\(path) \(extreme)"
                try await expectRefusal(ledger, name) { try Self.read(changed) }
                // With a checksum that fits, a number is refused, or nothing is computed from it that overflows.
                guard let checkpoint = try? Self.signed(Array(changed.text.utf8)) else { continue }
                _ = try await Self.resume(ledger, checkpoint)
            }
        }
    }

    @Test(arguments: [
        ("segment", "1"), ("segment", "-1"), ("pass", "0"), ("pass", "3"), ("passRows", "-1"), ("idCount", "18"),
        ("idCount", "20"), ("shards", "0"), ("shards", "65"), ("consumed", "-1"),
        ("position", #"{"offset":{"_0":-1,"overlaps":true}}"#),
        ("position", #"{"offset":{"_0":9223372036854775807,"overlaps":true}}"#), ("position", #"{"first":{}}"#),
        ("position", #"{"offset":{"_0":0,"overlaps":true}}"#), ("position", #"{"page":{"_0":1,"received":0}}"#),
        ("position", #"{"cursor":{"parameter":"start","value":"x"}}"#), ("isFinished", "true"),
        ("lookBack", "[-1,0]"), ("lookBack", "[9223372036854775807,18446744073709551615]"),
        ("ids", #"["a"]"#), ("provider", #""venice""#), ("endpoint", #""events""#),
        ("window", #"{"start":"2026-05-25T00:00:00Z","end":"2026-05-18T00:00:00Z"}"#),
        ("window", #"{"start":"-292277022657-01-27T08:29:52Z","end":"292277026596-12-04T15:30:07Z"}"#),
        ("time", #""292277026596-12-04T15:30:07Z""#), ("time", #""2026-06-25T00:00:00Z""#),
        ("fingerprint", #""""#), ("origin", #""https://elsewhere.example""#), ("total", "-1"), ("current", "-1"),
        ("expected", "-1"), ("rows", "9223372036854775807"), ("count", "-1"), ("count", "20"),
    ])
    func aValueThatCannotBeIsRefusedWhateverItsChecksum(name: String, value: String) async throws {
        let ledger = RowLedger.tresor
        let first = try await ledger.walk(.test(Self.fake(ledger)), pageSize: 10, options: WalkOptions(), pages: 2)
        let coded = try JSONValue(json: Array(try JSONEncoder().encode(#require(first.checkpoint))))
        let new = try JSONValue(json: Array(value.utf8))
        let paths = Self.paths(named: name, in: coded)
        #expect(!paths.isEmpty || ["consumed", "lookBack"].contains(name))
        let optional = name == "consumed" ? ["known", name] : ["source", name]
        for path in paths.isEmpty ? [optional] : paths {
            let parent = path.dropLast().reduce(coded) { $0[$1] ?? nil }
            let members = parent.removing(name).adding(name, new)
            let changed = Self.replacing(path.dropLast(), in: coded, by: members)
            await #expect(throws: UsageError.self, "\(path)") {
                let checkpoint = try Self.signed(Array(changed.text.utf8))
                let outcome = try await ledger.walk(
                    .test(Self.fake(ledger)), pageSize: 10, options: WalkOptions(), from: checkpoint)
                #expect(outcome.rows.isEmpty)
                if let error = outcome.error { throw error }
            }
        }
    }

    private static func paths(named name: String, in value: JSONValue, _ path: [String] = []) -> [[String]] {
        value.members.flatMap { member in
            member.name == name
                ? [path + [name]] : paths(named: name, in: member.value, path + [member.name])
        }
    }

    @Test func theAgeOfAnyCheckpointIsKnown() async throws {
        let coded = try await Self.coded(.tresor)
        for instant in ["-292277022657-01-27T08:29:52Z", "292277026596-12-04T15:30:07Z"] {
            let changed = coded.replacing("createdAt", by: .string(instant))
            _ = try Self.signed(Array(changed.text.utf8)).age()
        }
    }

    @Test func moreRowsThanThePageHasAreNotSkipped() async throws {
        let ledger = RowLedger.venice
        let coded = try await Self.coded(ledger, isCut: true)
        for count in [10, 11, 45] {
            let known = coded["known"] ?? nil
            let changed = coded.replacing("known", by: known.replacing("consumed", by: .number(JSONNumber(count))))
            let outcome = try await Self.resume(ledger, Self.signed(Array(changed.text.utf8)))
            #expect(outcome.failure?.code == (count > 10 ? .checkpointMismatch : nil))
            #expect(outcome.rows.count == (count > 10 ? 0 : 25))
        }
    }

    // MARK: Random changes

    @Test(arguments: RowLedger.allCases)
    func noRandomChangeTrapsOrGivesAWrongTotal(ledger: RowLedger) async throws {
        let coded = try await Self.coded(ledger)
        let whole = try await ledger.walk(.test(Self.fake(ledger)), pageSize: 10, options: Self.options(ledger))
        let first = try await ledger.walk(
            .test(Self.fake(ledger)), pageSize: 10, options: Self.options(ledger), pages: 2)
        var mutator = JSONMutator(seed: 5, seeds: [Array(coded.text.utf8)])
        var wereRead = 0
        for _ in 0..<400 {
            let bytes = mutator.document()
            if let checkpoint = try? Self.read(bytes) {
                wereRead += 1
                let outcome = try await Self.resume(ledger, checkpoint)
                // Only the space between values changed.
                #expect(outcome.error == nil)
                #expect(first.rows + outcome.rows == whole.rows)
            }
            guard let checkpoint = try? Self.signed(bytes) else { continue }
            _ = try await Self.resume(ledger, checkpoint)
        }
        #expect((1..<400).contains(wereRead))
    }
}
