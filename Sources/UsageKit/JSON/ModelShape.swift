/// What a provider documents of a model: the names of its members, and the known values of those that are words.
///
/// ``DriftReport`` compares what a server sends with it, and the tables in `Docs/Providers` are held to it.
public struct ModelShape: Hashable, Sendable {
    /// A member of the model.
    public struct Member: Hashable, Sendable {
        /// The name on the wire.
        public let name: String
        /// What its value is.
        public let kind: Kind
        /// Whether the provider documents it; some members are only known from what servers send.
        public let isDocumented: Bool

        init(_ name: String, _ kind: Kind = .value, isDocumented: Bool = true) {
            self.name = name
            self.kind = kind
            self.isDocumented = isDocumented
        }
    }

    /// What a value is, as far as drift can be told.
    public indirect enum Kind: Hashable, Sendable {
        /// A number, a text, a truth value or an instant.
        case value
        /// One of these words.
        case words([String])
        /// Anything, kept as it comes.
        case open
        /// An object.
        case object(ModelShape)
        /// A list.
        case list(Kind)
        /// An object whose names are not fixed.
        case named(Kind)
    }

    /// The members, in the order in which they usually come.
    public let members: [Member]

    init(_ members: [Member]) {
        self.members = members
    }

    /// The paths of all members, in the form `data[].status`, and `.*` for names that are not fixed.
    public var paths: [String] { paths { _ in true } }

    /// The place of a member, which is looked for first at its usual place.
    func index(of name: String, from start: Int) -> Int? {
        let name = ByteString(name)
        return members[start...].firstIndex { ByteString($0.name) == name }
            ?? members[..<start].firstIndex { ByteString($0.name) == name }
    }

    /// The paths of the members that the provider documents.
    var documentedPaths: [String] { paths(where: \.isDocumented) }

    fileprivate func paths(where isWanted: (Member) -> Bool) -> [String] {
        members.filter(isWanted).flatMap { member in
            [member.name] + member.kind.paths(where: isWanted).map { "\(member.name)\($0)" }
        }
    }
}

extension ModelShape.Kind {
    fileprivate func paths(where isWanted: (ModelShape.Member) -> Bool) -> [String] {
        switch self {
        case .value, .words, .open: []
        case .object(let shape): shape.paths(where: isWanted).map { ".\($0)" }
        case .list(let element): element.paths(where: isWanted).map { "[]\($0)" }
        case .named(let value): value.paths(where: isWanted).map { ".*\($0)" }
        }
    }
}

/// A model of a provider whose members are known, so that what a server sends can be compared with them.
public protocol ShapedModel: JSONRepresentable {
    /// What the provider documents of this value; it depends on the value if rows of several kinds come in one listing.
    var shape: ModelShape { get }
}
