/// How what a server sends differs from what its provider documents: members and words that no model knows, and members
/// that never came.
///
/// It is a tool for a test or a nightly job that wants to hear of a new field before a person does. Models keep unknown
/// members and words, so drift loses nothing.
///
/// ```swift
/// let drift = try await DriftReport(of: client.usage(in: .last(hours: 24)))
/// if drift.hasUnknown { alert("\(drift)") }
/// ```
public struct DriftReport: Hashable, Sendable {
    /// A member that no model knows.
    public struct UnknownMember: Hashable, Sendable {
        /// The path, for example `inferenceDetails.cachedTokens`, or `(page).summary` for a member beside the rows.
        public let path: String
        /// How many values had it.
        public internal(set) var count: Int
        /// The first value; null for a member beside the rows.
        public let example: JSONValue
    }

    /// A word that is not among those that the provider documents.
    public struct UnknownWord: Hashable, Sendable {
        /// The path of the member, for example `status`.
        public let path: String
        /// The word.
        public let word: String
        /// How many values had it.
        public internal(set) var count: Int
    }

    /// How many values were compared.
    public private(set) var count = 0
    /// The members that no model knows, in the order in which they came first.
    public private(set) var unknownMembers: [UnknownMember] = []
    /// The words that are not documented, in the order in which they came first.
    public private(set) var unknownWords: [UnknownWord] = []
    /// The paths of documented members that came, with a value other than null.
    private var seen: Set<ByteString> = []
    /// The paths of documented members of the kinds of values that came.
    private var documented: [String] = []
    private var shapes: [ModelShape] = []

    /// More are not kept: the names or words of a server that has gone wrong can be endless.
    private static let maximumEntries = 200

    /// Creates a report of nothing.
    public init() {}

    /// Compares a value with what its provider documents.
    public mutating func add(_ model: some ShapedModel) {
        count += 1
        let shape = model.shape
        // Most rows of a walk are of one kind, and comparing the same shape costs nothing.
        if shapes.last != shape, !shapes.contains(shape) {
            shapes.append(shape)
            let known = Set(documented.map(ByteString.init))
            documented += shape.documentedPaths.filter { !known.contains(ByteString($0)) }
        }
        compare(model.jsonValue, with: .object(shape), at: "")
    }

    /// Compares values with what their provider documents.
    public mutating func add(contentsOf models: some Sequence<some ShapedModel>) {
        for model in models { add(model) }
    }

    /// Counts members that a page has beside its rows.
    mutating func add(membersBesideRows names: [String]) {
        for name in names { note(member: JSONObject.Member(name, .null), at: "(page).\(name)") }
    }

    /// The documented members that never came with a value; empty if nothing was compared.
    ///
    /// A member that is optional, such as the length of an audio file, is among them if no value had it.
    public var neverCame: [String] { documented.filter { !seen.contains(ByteString($0)) } }

    /// Whether there are members or words that no model knows.
    public var hasUnknown: Bool { !unknownMembers.isEmpty || !unknownWords.isEmpty }

    // MARK: Comparing

    private mutating func compare(_ value: JSONValue, with kind: ModelShape.Kind, at path: String) {
        switch (kind, value) {
        case (.words(let words), .string(let word)):
            guard !words.isEmpty, !words.contains(where: { ByteString($0) == ByteString(word) }) else { return }
            note(word: word, at: path)
        case (.object(let shape), .object(let object)):
            var next = 0
            for member in object.members {
                let place = path.isEmpty ? member.name : "\(path).\(member.name)"
                guard let index = shape.index(of: member.name, from: next) else {
                    note(member: member, at: place)
                    continue
                }
                next = index + 1
                let known = shape.members[index]
                if member.value.isNull { continue }
                seen.insert(ByteString(place))
                compare(member.value, with: known.kind, at: place)
            }
        case (.list(let element), .array(let elements)):
            for value in elements { compare(value, with: element, at: "\(path)[]") }
        case (.named(let element), .object(let object)):
            for member in object.members { compare(member.value, with: element, at: "\(path).*") }
        default: return
        }
    }

    private mutating func note(member: JSONObject.Member, at path: String) {
        if let index = unknownMembers.firstIndex(where: { ByteString($0.path) == ByteString(path) }) {
            unknownMembers[index].count += 1
        } else if unknownMembers.count < Self.maximumEntries {
            unknownMembers.append(UnknownMember(path: path, count: 1, example: member.value))
        }
    }

    private mutating func note(word: String, at path: String) {
        let index = unknownWords.firstIndex {
            ByteString($0.path) == ByteString(path) && ByteString($0.word) == ByteString(word)
        }
        if let index {
            unknownWords[index].count += 1
        } else if unknownWords.count < Self.maximumEntries {
            unknownWords.append(UnknownWord(path: path, word: word, count: 1))
        }
    }
}

extension DriftReport: JSONRepresentable {
    /// `{"values", "unknownMembers": [{"path","count","example"}], "unknownWords": [{"path","word","count"}], "neverCame"}`.
    public var jsonValue: JSONValue {
        [
            "values": JSONValue(count),
            "unknownMembers": .array(
                unknownMembers.map {
                    ["path": .string($0.path), "count": JSONValue($0.count), "example": $0.example]
                }),
            "unknownWords": .array(
                unknownWords.map {
                    ["path": .string($0.path), "word": .string($0.word), "count": JSONValue($0.count)]
                }),
            "neverCame": .array(neverCame.map(JSONValue.string)),
        ]
    }
}

extension DriftReport: CustomStringConvertible {
    /// One line for each finding.
    public var description: String {
        var lines = ["\(count) values compared"]
        for member in unknownMembers {
            lines.append("unknown member \(member.path), \(member.count) times, first \(member.example.text)")
        }
        for word in unknownWords { lines.append("unknown word \"\(word.word)\" in \(word.path), \(word.count) times") }
        if !neverCame.isEmpty { lines.append("never came: \(neverCame.joined(separator: ", "))") }
        return lines.joined(separator: "\n")
    }
}
