extension Venice {
    /// The two parts of a product's name: the model, and the kind of unit that is billed.
    public struct StockKeepingUnit: Hashable, Sendable {
        /// The name without the kind of its unit.
        public let model: String
        /// The kind of the unit, for example `llm-output-mtoken` or `image-unit`; nil if the name has no known one.
        public let unitKind: String?

        /// Splits a name.
        ///
        /// Two families of kinds are known: `llm-…-mtoken`, millions of tokens of a language model (`llm-input-mtoken`,
        /// `llm-cache-write-5m-mtoken`), and `…-unit` of one word (`image-unit`). A name with neither kind is the model.
        public init(_ sku: String) {
            guard let start = Self.kindStart(in: sku.utf8) else {
                (model, unitKind) = (sku, nil)
                return
            }
            model = String(sku[..<start])
            unitKind = String(sku[sku.utf8.index(after: start)...])
        }

        /// The hyphen before a known kind.
        private static func kindStart(in name: String.UTF8View) -> String.Index? {
            let hyphen = UInt8(ascii: "-")
            guard var end = name.lastIndex(of: hyphen) else { return nil }
            let last = name[name.index(after: end)...]
            if last.elementsEqual("unit".utf8) { return name[..<end].lastIndex(of: hyphen) }
            guard last.elementsEqual("mtoken".utf8) else { return nil }
            while let start = name[..<end].lastIndex(of: hyphen) {
                if name[name.index(after: start)..<end].elementsEqual("llm".utf8) { return start }
                end = start
            }
            return nil
        }
    }
}
