import Foundation
import Testing
import UsageKit
import UsageKitTesting

@testable import UsageReportCommand

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file of `--checkpoint`: its rights, its lock, its size, and what happens if it cannot be written.
@Suite(.serialized) struct CheckpointFileTests {
    private func mode(_ file: URL) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        return try #require((attributes[.posixPermissions] as? NSNumber)?.intValue)
    }

    private func setMode(_ mode: Int, _ file: URL) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    // MARK: Rights

    @Test(arguments: ["022", "000", "077", "277"]) func onlyTheOwnerCanReadIt(umask: String) async throws {
        try await withFile { file in
            let server = try LedgerServer(.tresor)
            let process = try server.start(["--checkpoint", file.path], preparation: "umask \(umask)")
            #expect(await process.status() == 0)
            #expect(try mode(file) == 0o600)
        }
    }

    @Test(arguments: [0o644, 0o666, 0o640, 0o700]) func otherRightsAreTakenAway(rights: Int) async throws {
        try await withFile { file in
            try Data().write(to: file)
            try setMode(rights, file)
            let server = try LedgerServer(.tresor)
            try server.refuse(request: 3)
            #expect(await server.run(["--checkpoint", file.path]).status == 3)
            #expect(try mode(file) == 0o600)
            try setMode(rights, file)
            try server.serve(FakeBehavior())
            #expect(await server.run(["--checkpoint", file.path]).status == 0)
            #expect(try mode(file) == 0o600)
            try setMode(rights, file)
            #expect(await server.run(["--checkpoint", file.path]).status == 0)
            #expect(try mode(file) == 0o600)
        }
    }

    @Test func theRightsOfAnotherFileStay() async throws {
        try await withFile { file in
            try Data("mine\n".utf8).write(to: file)
            try setMode(0o644, file)
            let server = try LedgerServer(.tresor)
            #expect(await server.run(["--checkpoint", file.path]).status == 2)
            #expect(try mode(file) == 0o644)
        }
    }

    @Test func whatIsNoFileIsBadUsage() async throws {
        let server = try LedgerServer(.tresor)
        let folder = FileManager.default.temporaryDirectory
        try await withFile { pipe in
            #expect(unsafe mkfifo(pipe.path, 0o600) == 0)
            for path in [folder.path, "/", pipe.path, ""] {
                let run = await server.run(["--checkpoint", path])
                #expect(run.status == 2)
                #expect(run.output == "")
                #expect(run.diagnostics.split(separator: "\n").count == 1)
            }
        }
        #expect(server.requests == 0)
    }

    // MARK: The lock

    @Test func aSecondProcessIsBadUsage() async throws {
        try await withFile { file in
            let silent = SilentAfter(try CheckpointTests.Ledger.tresor.server(), after: 2)
            let server = try LedgerServer(.tresor, silent)
            let options = ["--format", "json", "--checkpoint", file.path]
            let first = try server.start(options)
            await silent.waitForSilence()
            let bytes = try Data(contentsOf: file)
            let requests = server.requests
            let second = try server.start(options)
            #expect(await second.status() == 2)
            #expect(second.output == "")
            #expect(second.diagnosticLines.count == 1)
            #expect(second.diagnostics.contains("is used by another process"))
            #expect(try Data(contentsOf: file) == bytes)
            #expect(server.requests == requests)
            silent.answer()
            #expect(await first.status() == 0)
        }
    }

    @Test func ofFortySimultaneousStartsOneGetsTheLock() async throws {
        try await withFile { file in
            let silent = SilentAfter(try CheckpointTests.Ledger.tresor.server(), after: 2)
            let server = try LedgerServer(.tresor, silent)
            let options = ["--format", "json", "--checkpoint", file.path]
            let processes = try (1...40).map { _ in try server.start(options) }
            await silent.waitForSilence()
            // The one with the lock waits for its third page.
            while processes.count(where: \.isRunning) > 1 { await Task.yield() }
            silent.answer()
            var statuses: [Int32?] = []
            for process in processes {
                statuses.append(await process.status())
                #expect(process.diagnosticLines.count == (statuses.last == 0 ? 0 : 1))
            }
            #expect(statuses.count { $0 == 0 } == 1)
            #expect(statuses.count { $0 == 2 } == 39)
            #expect(server.requests == 4)
            try await expectEachRowOnce(server, options, file)
        }
    }

    @Test func startsThatDoNotWaitForEachOtherWriteEachRowOnce() async throws {
        let server = try LedgerServer(.tresor)
        for _ in 1...2 {
            try await withFile { file in
                let options = ["--format", "json", "--checkpoint", file.path]
                let processes = try (1...20).map { _ in try server.start(options) }
                for process in processes {
                    // A process that starts after the end of the first prints its result again.
                    let status = await process.status()
                    #expect(status == 0 || status == 2)
                    #expect(process.output.contains(#""rows":35,"#) == (status == 0))
                }
                try await expectEachRowOnce(server, options, file)
            }
        }
    }

    private func expectEachRowOnce(_ server: LedgerServer, _ options: [String], _ file: URL) async throws {
        let whole = await server.run(["--format", "json"])
        let last = await server.run(options)
        #expect(last.status == 0)
        #expect(last.output == whole.output)
        let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("{\"row\":") }
        #expect(rows.count == 35)
        #expect(Set(rows).count == 35)
    }

    // MARK: Failed writes

    private static let hasFullDevice = FileManager.default.fileExists(atPath: "/dev/full")

    @Test(.enabled(if: hasFullDevice), arguments: ["json", "ndjson", "csv", "table"])
    func aFullDiskEndsTheWalkBeforeItsFirstPage(format: String) async throws {
        let server = try LedgerServer(.tresor)
        let run = try server.start(["--format", format, "--checkpoint", "/dev/full"])
        #expect(await run.status() == 3)
        let report = ["csv", "ndjson"].contains(format) ? "; 0 pages, 0 rows" : ""
        #expect(
            run.diagnostics == "usage-report: incomplete: the checkpoint '/dev/full' cannot be written: "
                + "No space left on device\(report)\n")
        #expect(server.requests == 1)
        if format == "json" {
            #expect(run.output.contains(#""complete":false,"stopped":"the checkpoint '/dev/full' cannot be written"#))
            #expect(run.output.contains(#""pages":0,"rows":0,"#))
        }
        if format == "ndjson" { #expect(run.output == "") }
    }

    @Test(arguments: CheckpointTests.Ledger.allCases, [8, 12])
    func aPageThatDoesNotFitOnTheDiskIsNotCounted(ledger: CheckpointTests.Ledger, blocks: Int) async throws {
        try await withFile { file in
            let server = try LedgerServer(ledger)
            let whole = await server.run(["--format", "ndjson"])
            let options = ["--format", "ndjson", "--checkpoint", file.path]
            // Blocks of 512 or 1024 bytes, depending on the shell; the result goes to a pipe, which has no such limit.
            let pipe = Pipe()
            let first = try CommandProcess(
                server.arguments + options, environment: ledger.environment, preparation: "ulimit -f \(blocks)",
                standardOutput: pipe.fileHandleForWriting)
            try pipe.fileHandleForWriting.close()
            let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            #expect(await first.status() == 3)
            #expect(first.diagnosticLines.count == 1)
            #expect(first.diagnostics.contains("the checkpoint '\(file.path)' cannot be written: File too large"))
            #expect(whole.output.hasPrefix(output))
            let stored = try JournalText([UInt8](Data(contentsOf: file)))
            #expect(output.split(separator: "\n").count == stored.rowLines.count)
            let second = await server.run(options)
            #expect(second.status == 0)
            #expect(second.output == whole.output)
        }
    }

    /// Whether a disk of some kilobytes can be made for a process.
    private static let hasSmallDisks = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exec unshare -Urm mount -t tmpfs -o size=16k none /mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(.enabled(if: hasSmallDisks), arguments: CheckpointTests.Ledger.allCases)
    func aDiskThatFillsUpEndsTheWalk(ledger: CheckpointTests.Ledger) async throws {
        let server = try LedgerServer(ledger)
        let whole = await server.run(["--format", "ndjson"])
        let run = try server.start(
            ["--format", "ndjson", "--checkpoint", "/mnt/file"],
            launcher: "unshare -Urm sh -c 'mount -t tmpfs -o size=8k none /mnt && exec \"$0\" \"$@\"'",
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
        #expect(await run.status() == 3)
        let rows = run.output.split(separator: "\n").count
        #expect(rows < 35)
        #expect(whole.output.hasPrefix(run.output))
        #expect(
            run.diagnostics.hasPrefix(
                "usage-report: incomplete: the checkpoint '/mnt/file' cannot be written: No space left on device; "))
        #expect(run.diagnostics.hasSuffix(" pages, \(rows) rows\n"))
        #expect(run.diagnosticLines.count == 1)
    }

    // MARK: Size

    @Test(arguments: CheckpointTests.Ledger.allCases)
    func aPageCostsItsRowsAndLittleMore(ledger: CheckpointTests.Ledger) async throws {
        // All rows at one instant; what recognizes them must not be written with each page.
        let instant = "2026-05-20T00:00:00Z"
        let names = ["timestamp", "created_at", "createdAt"]
        func rows(_ rows: [JSONValue]) -> [JSONValue] {
            rows.map { row in
                guard case .object(let object) = row else { return row }
                let members = object.members.map { member in
                    guard names.contains(member.name) else { return member }
                    if case .number = member.value { return JSONObject.Member(member.name, 1_779_235_200_000) }
                    return JSONObject.Member(member.name, .string(instant))
                }
                return .object(JSONObject(members))
            }
        }
        let generator = LedgerGenerator(seed: 7)
        let window = try TimeWindow(from: Timestamp("2026-05-18T00:00:00Z"), to: Timestamp("2026-05-25T00:00:00Z"))
        let now = try Timestamp("2026-06-01T00:00:00Z")
        let fake: any HTTPTransport =
            switch ledger {
            case .aurous: AurousFake(events: rows(generator.aurousEvents(count: 3000, in: window)), now: { now })
            case .venice: VeniceFake(entries: rows(generator.veniceEntries(count: 3000, in: window)), now: { now })
            case .tresor: TresorFake(rows: rows(generator.tresorRows(count: 3000, in: window)))
            case .chatbotkit: ChatBotKitFake(records: rows(generator.chatBotKitRecords(count: 3000, in: window)))
            case .auralytik:
                AuralytikFake(details: rows(generator.auralytikDetails(count: 3000, in: window)), now: { now })
            }
        let server = try LedgerServer(ledger, fake)
        try await withFile { file in
            let run = await server.run(["--format", "json", "--page-size", "100", "--checkpoint", file.path])
            #expect(run.status == 0)
            let lines = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
            let marks = lines.filter { $0.starts(with: Data("{\"mark\":".utf8)) }
            #expect(lines.count == 1 + 3000 + marks.count)
            #expect((30...32).contains(marks.count))
            #expect(marks.allSatisfy { $0.count < 1900 })
            #expect(try #require(marks.dropLast().last).count - marks[1].count < 80)
        }
    }
}
