extension UsageError {
    /// The error for a figure that is too large to be held exactly.
    ///
    /// - Parameters:
    ///   - figure: What is added up, such as the charges in a currency.
    ///   - limit: What it does not fit in.
    /// - Returns: The error, without the group.
    static func unfit(_ figure: String, in limit: String) -> UsageError {
        UsageError(.inexactNumber, "\(figure) do not fit in \(limit)")
    }

    /// The error with the group whose figure it is; other errors stay as they are.
    func inGroup(_ group: String) -> UsageError {
        guard code == .inexactNumber else { return self }
        var error = self
        error.message = "in \(group), \(message)"
        return error
    }

    static var significantDigits: String { "38 significant digits" }
    static var integer: String { "an Int" }
}

extension ReportQuery {
    /// The words for a group in an error.
    ///
    /// - Parameters:
    ///   - start: The start of its bucket; nil without one.
    ///   - key: The texts of the dimensions; nil for the total.
    /// - Returns: The words, which follow "in".
    func words(forGroupFrom start: Timestamp?, key: [String?]?) -> String {
        guard let key else { return "the total" }
        var words = zip(dimensions, key).map { dimension, text in
            guard let text else { return "no \(dimension.rawValue)" }
            return "\(dimension.rawValue) \(String(text.unicodeScalars.prefix(64)))"
        }
        if bucket != nil { words.insert(start.map { "start \($0)" } ?? "no time", at: 0) }
        return words.isEmpty ? "the only group" : "the group with \(words.joined(separator: ", "))"
    }
}
