import Foundation
import Testing

/// The first sample of the README is the program of a snippet.
///
/// `.scripts/check` builds and runs the snippets.
@Suite struct DocumentationSnippetTests {
    @Test func theFirstSampleOfTheReadmeIsASnippetOfItsOwn() throws {
        let sample = try #require(DocumentedSamples.blocks(of: "README.md", in: "swift").first)
        #expect(try DocumentedSamples.shownText(ofSnippet: "TenLines") == sample)
    }

    @Test(arguments: ["TenLinesOnTheMainActor", "TenLinesInAnActor"])
    func theFirstSampleOfTheReadmeIsInAMethod(snippet: String) throws {
        let sample = try #require(DocumentedSamples.blocks(of: "README.md", in: "swift").first)
        let lines = sample.split(separator: "\n").filter { !$0.hasPrefix("import ") }
        #expect(lines.count == 9)
        let method = try DocumentedSamples.shownText(ofSnippet: snippet).split(separator: "\n")
        #expect(method.map { $0.drop { $0 == " " } }.contains(lines.map { $0.drop { $0 == " " } }))
    }

    @Test func theReadmeIsShort() throws {
        let lines = try DocumentedSamples.text(of: "README.md").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 161, "the README has more than 160 lines")
    }
}
