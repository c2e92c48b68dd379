extension Venice {
    /// A product's name taken apart: the model, and the kind of the unit that is billed.
    public struct StockKeepingUnit: Hashable, Sendable {
        /// The name without the kind of its unit.
        public let model: String
        /// The kind of the unit, for example `llm-output-mtoken` or `image-unit`; nil where the name has no known one.
        public let unitKind: String?

        /// Takes a name apart.
        ///
        /// Two families of kinds are known: `llm-…-mtoken`, millions of tokens of a language model (`llm-input-mtoken`,
        /// `llm-cache-write-5m-mtoken`), and `…-unit` of one word (`image-unit`). A name with neither is all model.
        public init(_ sku: String) {
            let parts = sku.split(separator: "-", omittingEmptySubsequences: false)
            var kindStart: Int?
            if parts.last == "mtoken" {
                kindStart = parts.lastIndex(of: "llm")
            } else if parts.last == "unit" {
                kindStart = parts.count - 2
            }
            if let kindStart, kindStart > 0 {
                model = parts[..<kindStart].joined(separator: "-")
                unitKind = parts[kindStart...].joined(separator: "-")
            } else {
                model = sku
                unitKind = nil
            }
        }
    }
}
