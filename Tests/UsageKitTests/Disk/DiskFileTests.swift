import Foundation
import Testing

@testable import UsageKit

@Suite struct DiskFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test func bytesAreAppendedReadAndCut() throws {
        try withFolder { folder in
            let file = try DiskFile(appendingTo: folder + "/a")
            try file.append(Array("hello ".utf8))
            try file.append(Array("world".utf8))
            try file.append([])
            try file.synchronize()
            #expect(try file.size() == 11)
            #expect(try file.read(at: 6, count: 3) == Array("wor".utf8))
            #expect(try file.read(at: 6, count: 100) == Array("world".utf8))
            #expect(try file.read(at: 50, count: 1) == [])
            try file.cut(to: 5)
            try file.append(Array("!".utf8))
            #expect(try DiskFile(reading: folder + "/a").read(at: 0, count: 100) == Array("hello!".utf8))
        }
    }

    @Test func onlyTheOwnerMayReadAFile() throws {
        try withFolder { folder in
            _ = FileManager.default.createFile(
                atPath: folder + "/a", contents: Data(), attributes: [.posixPermissions: 0o644])
            for name in ["/a", "/b"] {
                _ = try DiskFile(appendingTo: folder + name)
                let mode =
                    try FileManager.default.attributesOfItem(atPath: folder + name)[.posixPermissions] as? NSNumber
                #expect(mode?.intValue == 0o600)
            }
        }
    }

    @Test func aFileHasOneLock() throws {
        try withFolder { folder in
            var first: DiskFile? = try DiskFile(appendingTo: folder + "/lock")
            try first?.lock()
            let second = try DiskFile(appendingTo: folder + "/lock")
            let failure = #expect(throws: DiskFile.Failure.self) { try second.lock() }
            #expect(failure?.isLock == true)
            first = nil
            try second.lock()
        }
    }

    @Test func aNewNameTakesThePlaceOfAFile() throws {
        try withFolder { folder in
            for (name, text) in [("/old", "one"), ("/new", "two")] {
                try DiskFile(appendingTo: folder + name).append(Array(text.utf8))
            }
            let reader = try DiskFile(reading: folder + "/old")
            try DiskFile.rename(folder + "/new", to: folder + "/old")
            try DiskFile.synchronize(folder: folder)
            #expect(try DiskFile(reading: folder + "/old").read(at: 0, count: 9) == Array("two".utf8))
            // A reader of the former file goes on reading it.
            #expect(try reader.read(at: 0, count: 9) == Array("one".utf8))
        }
    }

    @Test func failuresNameTheirReason() throws {
        let missing = #expect(throws: DiskFile.Failure.self) { try DiskFile(reading: "/nonexistent/file") }
        #expect(missing?.operation == "open for reading")
        #expect(missing?.reason.isEmpty == false)
        #expect(missing?.isFull == false && missing?.isLock == false)
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let full = try DiskFile(reading: "/dev/full")
        #expect(throws: DiskFile.Failure.self) { try full.append([1]) }
    }
}
