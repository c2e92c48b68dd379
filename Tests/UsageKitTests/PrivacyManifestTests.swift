import Foundation
import Testing

/// The privacy manifest says that nothing is collected and that no API is used that needs a reason.
@Suite struct PrivacyManifestTests {
    private struct Manifest: Decodable {
        let isTracking: Bool
        let trackingDomains: [String]
        /// Each is a dictionary in a manifest that has one; an empty list has elements of any type.
        let collectedDataTypes: [String]
        let accessedAPITypes: [String]

        enum CodingKeys: String, CodingKey, CaseIterable {
            case isTracking = "NSPrivacyTracking"
            case trackingDomains = "NSPrivacyTrackingDomains"
            case collectedDataTypes = "NSPrivacyCollectedDataTypes"
            case accessedAPITypes = "NSPrivacyAccessedAPITypes"
        }
    }

    @Test func nothingIsCollected() throws {
        let text = try DocumentedSamples.text(of: "Sources/UsageKit/PrivacyInfo.xcprivacy")
        let manifest = try PropertyListDecoder().decode(Manifest.self, from: Data(text.utf8))
        #expect(!manifest.isTracking)
        #expect(manifest.trackingDomains.isEmpty)
        #expect(manifest.collectedDataTypes.isEmpty)
        #expect(manifest.accessedAPITypes.isEmpty)
        #expect(text.components(separatedBy: "<key>").count - 1 == Manifest.CodingKeys.allCases.count)
    }

    /// The names that Apple lists: times of files, time since the start of the system, free space, keyboards, defaults.
    @Test(arguments: [
        "creationDate", "modificationDate", "fileModificationDate", "contentModificationDateKey", "creationDateKey",
        "attributesOfItem", "getattrlist", "fgetattrlist", "getattrlistbulk", "getattrlistat", "stat", "fstat", "lstat",
        "fstatat", "systemUptime", "mach_absolute_time", "volumeAvailableCapacityKey",
        "volumeAvailableCapacityForImportantUsageKey", "volumeAvailableCapacityForOpportunisticUsageKey",
        "volumeTotalCapacityKey", "systemFreeSize", "systemSize", "attributesOfFileSystem", "statfs", "statvfs",
        "fstatfs", "fstatvfs", "activeInputModes", "UserDefaults",
    ])
    func noSourceUsesAnAPIThatNeedsAReason(name: String) throws {
        #expect(!Self.words.contains(name[...]), "a source uses \(name); the manifest must give the reason")
    }

    @Test func theSourcesAreRead() {
        #expect(Self.words.contains("isDirectoryKey") && Self.words.contains("URLSession"))
    }

    /// The words of all sources of both products, without those of comments.
    private static let words: Set<Substring> = {
        let sources = (1...3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
            .appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        let texts = files.filter { $0.hasSuffix(".swift") }
            .compactMap { try? DocumentedSamples.text(of: "Sources/\($0)") }
        let lines = texts.flatMap { $0.split(separator: "\n") }
        let code = lines.filter { !$0.drop { $0 == " " }.hasPrefix("//") }
        return Set(code.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" } })
    }()
}
