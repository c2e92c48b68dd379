import Foundation

extension Tresor {
    /// What a row of the ledger should have cost by a price list, beside what it did cost.
    ///
    /// Prices are those of today and rows are of their day, and the provider rounds amounts, so a difference is a finding and
    /// not an error.
    public struct CostCheck: Hashable, Sendable {
        /// Why a cost cannot be computed: an open set, so that more can follow.
        public struct Obstacle: Hashable, Sendable, CustomStringConvertible {
            /// The name, from a small fixed set.
            public let description: String

            /// The list has no price for what the row bills, or several.
            public static let price = Self(description: "price")
            /// The prices are not in euro.
            public static let currency = Self(description: "currency")
            /// The row bills another unit than the price is for, or does not say its unit.
            public static let unit = Self(description: "unit")
            /// The row does not say how much was billed; the seconds of audio are not necessarily what was billed.
            public static let quantity = Self(description: "quantity")
            /// The row has no discount from 0 to 100 per cent.
            public static let discount = Self(description: "discount")
            /// The exact cost has more digits than an amount can have.
            public static let digits = Self(description: "digits")
        }

        /// What the row cost; nil if it does not say.
        public let charged: Money?
        /// What it should have cost, exactly: quantity × price × (1 − discount); nil if that cannot be computed.
        public let expected: Money?
        /// Why there is no expected cost; nil if there is one.
        public let obstacle: Obstacle?

        /// The charged amount minus the expected one; nil if one of them is not known.
        public var difference: Money? {
            guard let charged, let expected else { return nil }
            return try? charged.adding(expected.negated)
        }
    }
}

extension Tresor.LedgerRow {
    /// Compares the cost with the prices of a model.
    public func costCheck(at pricing: Tresor.Model.Pricing) -> Tresor.CostCheck {
        switch expectedCost(at: pricing) {
        case .success(let cost):
            Tresor.CostCheck(charged: self.cost, expected: Money(exact: cost, currency: .eur), obstacle: nil)
        case .failure(let missing):
            Tresor.CostCheck(charged: cost, expected: nil, obstacle: missing.obstacle)
        }
    }

    /// Compares the cost with the prices of the row's model in a list, whose ids are the routed models of rows.
    ///
    /// - Parameter models: The list, from ``Tresor/Client/models(region:upstream:type:detail:)``.
    /// - Returns: The comparison.
    public func costCheck(in models: [Tresor.Model]) -> Tresor.CostCheck {
        let id = model.map { ByteString($0) }
        let listed = models.filter { id == ByteString($0.id) }.map { $0.route?.pricing }
        // Of a model that is listed with two prices, none is known.
        guard let pricing = listed.first, listed.allSatisfy({ $0 == pricing }) else {
            return costCheck(at: Tresor.Model.Pricing())
        }
        return costCheck(at: pricing ?? Tresor.Model.Pricing())
    }

    private struct Missing: Error {
        let obstacle: Tresor.CostCheck.Obstacle
    }

    private func expectedCost(at pricing: Tresor.Model.Pricing) -> Result<ExactDecimal, Missing> {
        do throws(Missing) {
            guard let discount = discountPercent, (0...100).contains(discount) else {
                throw Missing(obstacle: .discount)
            }
            let parts = try parts(at: pricing)
            guard pricing.currency?.lowercased() ?? "eur" == "eur" else { throw Missing(obstacle: .currency) }
            var sum = ExactDecimal.zero
            for part in parts {
                guard let price = try? ExactDecimal(part.price) else { throw Missing(obstacle: .digits) }
                let (amount, isTooLarge) = price.mantissa.multipliedReportingOverflow(by: Int128(part.quantity))
                let (net, isTooLargeNet) = amount.multipliedReportingOverflow(by: Int128(100 - discount))
                guard !isTooLarge, !isTooLargeNet,
                    let cost = ExactDecimal(mantissa: net, exponent: price.exponent - part.places - 2),
                    let total = try? sum.adding(cost)
                else { throw Missing(obstacle: .digits) }
                sum = total
            }
            return .success(sum)
        } catch {
            return .failure(error)
        }
    }

    /// The quantities with their prices; the price is for 10 to the power of `places` of them.
    private func parts(
        at pricing: Tresor.Model.Pricing
    ) throws(Missing) -> [(quantity: Int, price: Decimal, places: Int)] {
        guard let unit = billingUnit else { throw Missing(obstacle: .unit) }
        if let priced = pricing.billingUnit, let amount = pricing.unitAmount {
            guard priced == unit else { throw Missing(obstacle: .unit) }
            guard unit == .request else { throw Missing(obstacle: .quantity) }
            return [(1, amount, 0)]
        }
        guard pricing.inputPerMillionTokens != nil || pricing.outputPerMillionTokens != nil else {
            throw Missing(obstacle: .price)
        }
        guard unit == .token else { throw Missing(obstacle: .unit) }
        var parts: [(quantity: Int, price: Decimal, places: Int)] = []
        for (tokens, price) in [
            (promptTokens, pricing.inputPerMillionTokens), (completionTokens, pricing.outputPerMillionTokens),
        ] {
            guard let tokens, tokens >= 0 else { throw Missing(obstacle: .quantity) }
            if tokens == 0 { continue }
            guard let price else { throw Missing(obstacle: .price) }
            parts.append((tokens, price, 6))
        }
        return parts
    }
}
