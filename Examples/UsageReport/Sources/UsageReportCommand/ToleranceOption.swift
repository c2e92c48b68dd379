import ArgumentParser
import Foundation
import UsageKit

/// The values of `--tolerance`: `FIGURE=AMOUNT` in the unit of the figure, or `FIGURE=PERCENT%` of the stated one.
struct ToleranceOption {
    /// By how much figures may differ.
    let tolerance: Tolerance
    /// The figures that are named.
    let figures: Set<ReconciledFigure>

    init(_ texts: [String]) throws {
        var amounts: [ReconciledFigure: Decimal] = [:]
        var fractions: [ReconciledFigure: Decimal] = [:]
        for text in texts {
            // The name of a currency may have an equals sign, and a number has none.
            guard let equals = text.lastIndex(of: "="), let figure = ReconciledFigure(name: String(text[..<equals]))
            else { throw Self.refusal(text) }
            var number = text[text.index(after: equals)...]
            let isRelative = number.hasSuffix("%")
            if isRelative { number = number.dropLast() }
            guard let value = PlainDecimal.value(number) else { throw Self.refusal(text) }
            let known = isRelative ? fractions[figure] : amounts[figure]
            guard known == nil else {
                let kind = isRelative ? "one percentage" : "one amount"
                throw ValidationError("--tolerance takes \(kind) for \(figure); give it once.")
            }
            if isRelative {
                // Exact, unlike a division.
                fractions[figure] = Decimal(sign: .plus, exponent: -2, significand: value)
            } else {
                amounts[figure] = value
            }
        }
        var tolerance = Tolerance()
        figures = Set(amounts.keys).union(fractions.keys)
        for figure in figures {
            try tolerance.allow(figure, amount: amounts[figure] ?? 0, fraction: fractions[figure] ?? 0)
        }
        self.tolerance = tolerance
    }

    private static func refusal(_ text: String) -> ValidationError {
        ValidationError(
            """
            '\(text)' is not a tolerance: give FIGURE=AMOUNT or FIGURE=PERCENT%, for example charge.EUR=0.01 or \
            requests=1%; figures are requests, rows, requests.STATUS, inputTokens, outputTokens, charge.CURRENCY, \
            units.UNIT and latencyMS.pPERCENT.
            """)
    }
}
