import Foundation
import Testing

@testable import UsageKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct AtomicFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func file(
        permissions: Int? = nil, keepsEarlierPartial: Bool = false, on disk: OutputDisk = OutputDisk()
    ) throws(UsageError) -> AtomicFile {
        try AtomicFile(
            at: folder.url("out"), permissions: permissions, keepsEarlierPartial: keepsEarlierPartial, on: disk)
    }

    @Test func bytesAppearWhole() throws {
        try folder.write("old", to: "out")
        var file = try file()
        try file.append(Array("a".utf8))
        try file.append([])
        try file.append(Array("b".utf8))
        #expect(file.byteCount == 2)
        #expect(folder.text("out") == "old")
        #expect(try String(contentsOf: file.partial, encoding: .utf8) == "ab")
        #expect(file.partial.path == folder.url("out.partial").path)
        try file.commit()
        #expect(folder.text("out") == "ab")
        #expect(folder.text("out.partial") == nil)
    }

    @Test func thePartialFileIsReturned() throws {
        var file = try file()
        try file.append(Array("a".utf8))
        let partial = try file.leavePartial()
        #expect(partial.path == folder.url("out.partial").path)
        #expect(try String(contentsOf: partial, encoding: .utf8) == "a")
        #expect(try folder.files().keys.sorted() == ["out.partial"])
    }

    @Test func whatAnEarlierRunLeftIsReplacedAtOnce() throws {
        try folder.write("earlier", to: "out.partial")
        let file = try file()
        #expect(folder.text("out.partial") == "")
        file.discard()
        #expect(try folder.files().isEmpty)
    }

    @Test func whatAnEarlierRunLeftIsKeptUntilTheFirstByte() throws {
        try folder.write("earlier", to: "out.partial")
        let unused = try file(keepsEarlierPartial: true)
        #expect(folder.text("out.partial") == "earlier")
        unused.discard()
        #expect(folder.text("out.partial") == "earlier")

        var used = try file(keepsEarlierPartial: true)
        try used.restart()
        try used.append([])
        #expect(folder.text("out.partial") == "earlier")
        try used.append(Array("a".utf8))
        #expect(folder.text("out.partial") == "a")
        used.discard()
        #expect(try folder.files().isEmpty)
    }

    @Test func anEmptyFileHasNothingOfAnEarlierRun() throws {
        try folder.write("earlier", to: "out.partial")
        try file(keepsEarlierPartial: true).commit()
        #expect(try folder.files() == ["out": Data()])
    }

    @Test func bytesAreTakenBack() throws {
        var file = try file()
        try file.append(Array("first".utf8))
        try file.restart()
        #expect(file.byteCount == 0)
        #expect(folder.text("out.partial") == "")
        try file.append(Array("second".utf8))
        try file.commit()
        #expect(folder.text("out") == "second")
    }

    @Test func bytesFollowAFailedWriteOnlyAfterARestart() throws {
        // The second step is the first write.
        let faults = DiskFaults(at: 1, code: ENOSPC)
        var file = try file(on: faults.disk)
        for _ in 0..<2 {
            do {
                try file.append(Array("a".utf8))
                Issue.record("the write did not fail")
            } catch {
                #expect(error.code == .storageFull)
                #expect((error.underlyingError as? POSIXError)?.code == .ENOSPC)
            }
        }
        #expect(faults.steps == ["open out.partial", "write out.partial"])
        try file.restart()
        try file.append(Array("b".utf8))
        try file.commit()
        #expect(folder.text("out") == "b")
    }

    @Test func aFileHasThePermissionsThatAreGiven() throws {
        for permissions in [0o600, 0o664] {
            try file(permissions: permissions).commit()
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.url("out").path)
            #expect(attributes[.posixPermissions] as? Int == permissions)
        }
    }

    private func write(_ faults: DiskFaults, commits: Bool) throws(UsageError) {
        var file = try file(permissions: 0o640, keepsEarlierPartial: true, on: faults.disk)
        try file.append(Array("first".utf8))
        try file.restart()
        try file.append(Array("second".utf8))
        if commits { try file.commit() } else { try file.leavePartial() }
    }

    @Test(arguments: [true, false]) func aStepThatFailsChangesNothing(_ commits: Bool) throws {
        let whole = DiskFaults()
        try folder.write("earlier", to: "out.partial")
        try write(whole, commits: commits)
        let begin = ["open", "set the permissions", "empty", "write", "empty", "write", "synchronize"]
        let end = commits ? ["rename out", "synchronize \(folder.url.lastPathComponent)"] : []
        #expect(whole.steps == begin.map { "\($0) out.partial" } + end)
        for step in whole.steps.indices {
            try folder.write("old", to: "out")
            try folder.write("earlier", to: "out.partial")
            let error = try #require(throws: UsageError.self, "\(whole.steps[step])") {
                try write(DiskFaults(at: step), commits: commits)
            }
            #expect(error.code == .outputNotWritten)
            #expect((error.underlyingError as? POSIXError)?.code == .EIO)
            // The last step waits until the new name is on the disk.
            #expect(folder.text("out") == (step < begin.count + 1 ? "old" : "second"), "\(whole.steps[step])")
            #expect(folder.text("out.partial") == (step < 3 ? "earlier" : nil), "\(whole.steps[step])")
        }
    }
}
