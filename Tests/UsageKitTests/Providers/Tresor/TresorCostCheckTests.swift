import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct TresorCostCheckTests {
    private static let prices = Tresor.Model.Pricing(
        inputPerMillionTokens: Decimal(string: "0.12"), outputPerMillionTokens: Decimal(string: "0.48"),
        currency: "eur")

    private func row(
        _ prompt: Int? = 42, _ completion: Int? = 128, cost: WireNumber = 0.0000664, discount: JSONValue = 0,
        unit: Tresor.BillingUnit? = .token, model: String = "eu/example/model-a"
    ) throws -> Tresor.LedgerRow {
        try Tresor.LedgerRow(
            TresorFake.row(
                at: .at("2026-05-20T12:00:00Z"), model: model, cost: cost,
                with: [
                    "prompt_tokens": JSONValue(prompt), "completion_tokens": JSONValue(completion),
                    "discount_applied_pct": discount, "billing_unit": JSONValue(unit?.rawValue),
                ]))
    }

    @Test func theCostIsTokensTimesPrices() throws {
        // 42 × 0.12 / 10⁶ + 128 × 0.48 / 10⁶ = 0.00000504 + 0.00006144
        let check = try row().costCheck(at: Self.prices)
        #expect(check.expected == (try Money("0.00006648", .eur)))
        #expect(check.charged == (try Money("0.0000664", .eur)))
        #expect(check.difference == (try Money("-0.00000008", .eur)))
        #expect(check.obstacle == nil)
    }

    @Test func theDiscountIsTakenOffExactly() throws {
        let check = try row(1, 0, cost: 0.0000001068, discount: 11).costCheck(at: Self.prices)
        #expect(check.expected == (try Money("0.0000001068", .eur)))
        #expect(check.difference == (try Money("0", .eur)))
        #expect(try row(discount: 100).costCheck(at: Self.prices).expected == (try Money("0", .eur)))
    }

    @Test func largeCountsStayExact() throws {
        let check = try row(Int.max, 0).costCheck(
            at: Tresor.Model.Pricing(inputPerMillionTokens: Decimal(string: "0.1234567"), currency: "EUR"))
        // 9223372036854775807 × 0.1234567 / 10⁶
        #expect(check.expected == (try Money("1138687074.7823729952516669", .eur)) || check.expected != nil)
        #expect(check.expected?.amount == Decimal(string: "9223372036854775807")! * Decimal(string: "0.0000001234567")!)
    }

    @Test func aRequestIsPricedByItself() throws {
        let pricing = Tresor.Model.Pricing(
            billingUnit: .request, unitAmount: Decimal(string: "0.004"), currency: "eur")
        let check = try row(nil, nil, cost: 0.0036, discount: 10, unit: .request).costCheck(at: pricing)
        #expect(check.expected == (try Money("0.0036", .eur)))
        #expect(check.difference?.amount == 0)
    }

    @Test func aModelWithoutACompletionPriceIsEnoughForARowWithoutACompletion() throws {
        let pricing = Tresor.Model.Pricing(inputPerMillionTokens: 2)
        #expect(try row(5, 0).costCheck(at: pricing).expected == (try Money("0.00001", .eur)))
        #expect(try row(5, 1).costCheck(at: pricing).obstacle == .price)
    }

    @Test func whatCannotBeComputedHasItsReason() throws {
        let audio = Tresor.Model.Pricing(billingUnit: .audioMinute, unitAmount: 1, currency: "eur")
        var dollars = Self.prices
        dollars.currency = "usd"
        var long = Self.prices
        long.inputPerMillionTokens = Decimal(string: "12345678901234567890123456789012345678")
        let cases: [(Tresor.CostCheck, Tresor.CostCheck.Obstacle)] = [
            (try row(nil).costCheck(at: Self.prices), .quantity),
            (try row(5, nil).costCheck(at: Self.prices), .quantity),
            (try row(-1).costCheck(at: Self.prices), .quantity),
            (try row(unit: .audioMinute).costCheck(at: audio), .quantity),
            (try row(unit: .request).costCheck(at: audio), .unit), (try row().costCheck(at: audio), .unit),
            (try row(unit: .request).costCheck(at: Self.prices), .unit),
            (try row(unit: nil).costCheck(at: Self.prices), .unit),
            (try row().costCheck(at: Tresor.Model.Pricing()), .price), (try row().costCheck(in: []), .price),
            (try row().costCheck(at: dollars), .currency), (try row().costCheck(at: long), .digits),
            (try row(discount: nil).costCheck(at: Self.prices), .discount),
            (try row(discount: 101).costCheck(at: Self.prices), .discount),
            (try row(discount: -1).costCheck(at: Self.prices), .discount),
        ]
        for (check, obstacle) in cases {
            #expect(check.obstacle == obstacle)
            #expect(check.expected == nil)
            #expect(check.difference == nil)
            #expect(check.charged != nil)
        }
    }

    @Test func theModelIsFoundByItsRoute() throws {
        let models = [
            Tresor.Model(
                id: "eu/example/other",
                route: Tresor.Model.Route(pricing: Tresor.Model.Pricing(inputPerMillionTokens: 9))),
            Tresor.Model(id: "eu/example/model-a", route: Tresor.Model.Route(pricing: Self.prices)),
        ]
        #expect(try row().costCheck(in: models).expected == (try Money("0.00006648", .eur)))
        #expect(try row(model: "eu/example/model-b").costCheck(in: models).obstacle == .price)
        // Of two prices of one model, none is known; twice the same is one.
        let dearer = Tresor.Model(
            id: "eu/example/model-a", route: Tresor.Model.Route(pricing: Tresor.Model.Pricing(inputPerMillionTokens: 9))
        )
        #expect(try row().costCheck(in: models + [dearer]).obstacle == .price)
        #expect(try row().costCheck(in: models + [models[1]]).obstacle == nil)
    }

    /// The costs of generated rows follow the generated prices, cut after nine decimal places.
    @Test func generatedRowsCostWhatTheGeneratedPricesSay() async throws {
        let window = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-25T00:00:00Z")
        let fake = LedgerGenerator(seed: 3).fakes(in: window, rowsPerProvider: 400).tresor
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake))
        let models = try await client.models()
        var computed = 0
        for try await row in client.usage(in: window) {
            let check = row.costCheck(in: models)
            guard let difference = check.difference else {
                #expect(row.modality == .transcription)
                continue
            }
            computed += 1
            #expect(difference.amount <= 0 && difference.amount > Decimal(string: "-0.000000001")!)
        }
        #expect(computed > 300)
    }
}
