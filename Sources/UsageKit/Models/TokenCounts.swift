/// The tokens of one request; a count that the provider does not report is nil, which is not zero.
public struct TokenCounts: Hashable, Sendable, Codable {
    /// Tokens of the prompt.
    public var input: Int?
    /// Tokens of the completion.
    public var output: Int?

    /// Creates the counts.
    public init(input: Int? = nil, output: Int? = nil) {
        self.input = input
        self.output = output
    }

    /// Both counts unknown.
    public static let unknown = Self()
}
