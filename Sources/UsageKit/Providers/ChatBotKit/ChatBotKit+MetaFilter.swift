extension ChatBotKit {
    /// A value that the metadata of a record must have.
    ///
    /// The service compares `true` and `false` as Booleans and everything else as texts, so a number of the metadata never
    /// matches.
    public struct MetaFilter: Hashable, Sendable {
        /// The member of the metadata, through the objects that it is inside of.
        public var path: [String]
        /// The value that it must have.
        public var value: String

        /// Creates a filter for a member inside other ones: `MetaFilter(["order", "region"], "eu")`.
        public init(_ path: [String], _ value: String) {
            self.path = path
            self.value = value
        }

        /// Creates a filter for a member of the metadata itself.
        public init(_ name: String, _ value: String) {
            self.init([name], value)
        }

        /// Whether both have the same path and the same value, byte by byte.
        public static func == (left: Self, right: Self) -> Bool {
            left.path.map(ByteString.init) == right.path.map(ByteString.init)
                && ByteString(left.value) == ByteString(right.value)
        }

        /// Feeds the path and the value to a hasher.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(path.map(ByteString.init))
            hasher.combine(ByteString(value))
        }
    }
}

extension ChatBotKit.MetaFilter {
    /// The name of the parameter: `meta[order][region]`.
    var parameter: String { "meta" + path.map { "[\($0)]" }.joined() }

    /// Reads the name of a parameter, `meta[order][region]` or `meta[order.region]`; nil for another name.
    static func path(of parameter: String) -> [String]? {
        guard parameter.hasPrefix("meta["), parameter.hasSuffix("]") else { return nil }
        let path = parameter.dropFirst("meta[".count).dropLast().split(
            separator: "][", omittingEmptySubsequences: false
        ).flatMap { $0.split(separator: ".", omittingEmptySubsequences: false) }.map(String.init)
        return path.allSatisfy(isName) ? path : nil
    }

    /// Throws for a path that the service would take for another one.
    func validate() throws(UsageError) {
        guard !path.isEmpty, path.allSatisfy(Self.isName) else {
            throw UsageError(
                .invalidArgument,
                "a name in a filter of the metadata must not be empty or contain [, ] or .: give nested names one by one"
            )
        }
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.utf8.contains { "[].".utf8.contains($0) }
    }

    /// Whether metadata meets the condition of a filter whose parameter this type made.
    static func matches(_ meta: JSONObject?, _ condition: RowFilter.Condition) -> Bool {
        guard let meta, let path = path(of: condition.name) else { return false }
        return switch path.reduce(JSONValue?.some(.object(meta)), { $0?[$1] }) {
        case .string(let text): condition.allows(text)
        case .bool(let flag): condition.allows(flag ? "true" : "false")
        case .null, .number, .array, .object, nil: false
        }
    }
}
