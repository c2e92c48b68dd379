extension Venice {
    /// A product name split into the model and the kind of the billed unit.
    public struct StockKeepingUnit: Hashable, Sendable {
        /// The name without the kind of the unit.
        public let model: String
        /// The kind of the unit, for example `llm-output-mtoken` or `image-unit`; nil if the name has no known kind.
        public let unitKind: String?

        /// Splits a product name.
        ///
        /// Two families of kinds are known: `llm-…-mtoken`, millions of tokens of a language model (`llm-input-mtoken`,
        /// `llm-cache-write-5m-mtoken`), and `…-unit` of one word (`image-unit`). If a name has neither, all of it is the model.
        public init(_ sku: String) {
            let name = Array(sku.utf8)
            guard let hyphen = Self.kindStart(in: name.span) else {
                (model, unitKind) = (sku, nil)
                return
            }
            model = String(decoding: name[..<hyphen], as: UTF8.self)
            unitKind = String(decoding: name[(hyphen + 1)...], as: UTF8.self)
        }

        /// The index of the hyphen before a known kind.
        static func kindStart(in name: borrowing Span<UInt8>) -> Int? {
            guard var end = lastHyphen(in: name, before: name.count) else { return nil }
            if holds("unit", end + 1..<name.count, name) { return lastHyphen(in: name, before: end) }
            guard holds("mtoken", end + 1..<name.count, name) else { return nil }
            while let start = lastHyphen(in: name, before: end) {
                if holds("llm", start + 1..<end, name) { return start }
                end = start
            }
            return nil
        }

        private static func lastHyphen(in name: borrowing Span<UInt8>, before end: Int) -> Int? {
            var index = end - 1
            while index >= 0 {
                if name[index] == UInt8(ascii: "-") { return index }
                index -= 1
            }
            return nil
        }

        private static func holds(_ word: StaticString, _ range: Range<Int>, _ name: borrowing Span<UInt8>) -> Bool {
            name.extracting(range).holds(word)
        }
    }
}
