import Testing

@testable import UsageKit

@Suite struct ListingPromisesTests {
    private func mismatch(
        _ echoes: [ListingPromises.Echo], asked: [(name: String, value: String)],
        _ change: (inout PageEnvelope) -> Void
    ) -> String? {
        var envelope = PageEnvelope()
        change(&envelope)
        return ListingPromises(echoes: echoes).mismatch(of: envelope, asked: asked)
    }

    @Test func namesAnotherOffset() {
        let echoes: [ListingPromises.Echo] = [.offset(parameter: "offset")]
        #expect(mismatch(echoes, asked: [("offset", "20")]) { $0.offset = 20 } == nil)
        #expect(mismatch(echoes, asked: [("offset", "20")]) { _ in } == nil)
        #expect(mismatch(echoes, asked: []) { $0.offset = 20 } == nil)
        #expect(
            mismatch(echoes, asked: [("offset", "20")]) { $0.offset = 0 }
                == "the server answered with offset 0 to a request for offset 20")
    }

    /// The sample of Venice has the page and the limit swapped, so either of them may be the page.
    @Test func acceptsAPageInThePlaceOfTheLimitIfTheyMayBeSwapped() {
        func swapped(_ envelope: inout PageEnvelope) { (envelope.page, envelope.pageSize) = (200, 3) }
        let asked = [(name: "page", value: "3")]
        #expect(mismatch([.page(parameter: "page", maySwap: true)], asked: asked, swapped) == nil)
        #expect(
            mismatch([.page(parameter: "page", maySwap: false)], asked: asked, swapped)
                == "the server answered with page 200 to a request for page 3")
    }

    @Test func namesAnotherPeriod() {
        let echoes: [ListingPromises.Echo] = [.period(parameter: "billingPeriod")]
        let asked = [(name: "billingPeriod", value: "2026-05")]
        #expect(mismatch(echoes, asked: asked) { $0.period = "2026-05" } == nil)
        #expect(mismatch(echoes, asked: asked) { $0.period = "current" } == nil)
        #expect(
            mismatch(echoes, asked: asked) { $0.period = "2026-11" }
                == "the server answered with the period 2026-11 to a request for 2026-05")
    }

    @Test func readsTheNumberOfRowsThatWasAskedFor() {
        let promises = ListingPromises(limit: "take")
        #expect(promises.maximumRows(of: [("order", "asc"), ("take", "50")]) == 50)
        #expect(promises.maximumRows(of: [("order", "asc")]) == nil)
        #expect(ListingPromises().maximumRows(of: [("take", "50")]) == nil)
    }
}
