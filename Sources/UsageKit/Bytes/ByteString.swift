/// A text that is compared and hashed by its UTF-8 bytes.
///
/// Swift's own equality treats canonically equivalent texts, such as `é` in one scalar and in two, as the same text.
/// Ids, labels and currencies of a ledger are different if their bytes are.
struct ByteString: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: ByteString, right: ByteString) -> Bool {
        // Texts that are not canonically equivalent also differ in their bytes, and Swift's equality is faster.
        left.text == right.text && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(BorrowedBytes.hash(of: text))
    }
}

extension ByteString: Comparable {
    static func < (left: ByteString, right: ByteString) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
