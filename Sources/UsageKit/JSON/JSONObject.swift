/// The members of a JSON object in their order; a repeated name is kept each time.
///
/// Names and texts are compared by their UTF-8 bytes.
public struct JSONObject: Hashable, Sendable {
    /// A name and its value.
    public struct Member: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: JSONValue

        /// Creates a member.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }

        /// Whether names and values are equal, byte by byte.
        public static func == (left: Self, right: Self) -> Bool {
            ByteString(left.name) == ByteString(right.name) && left.value == right.value
        }

        /// Feeds the bytes of the name and the value to a hasher.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(ByteString(name))
            hasher.combine(value)
        }
    }

    /// The members.
    public private(set) var members: [Member]

    /// Creates an object.
    public init(_ members: [Member] = []) {
        self.members = members
    }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The value of a name, compared byte by byte; the last value if the name is repeated.
    ///
    /// - Complexity: O(*n*) in the number of members.
    public subscript(name: String) -> JSONValue? {
        // Comparing the lengths first is faster than comparing the bytes of every name.
        members.last { $0.name.utf8.count == name.utf8.count && $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// Returns the object with the members of another one after its own; they replace members that are null.
    func appending(_ other: JSONObject) -> JSONObject {
        if other.isEmpty { return self }
        return JSONObject(members.filter { !$0.value.isNull || other[$0.name] == nil } + other.members)
    }

    /// Replaces the value at a path of names by null.
    ///
    /// - Returns: The value; nil if it is missing, or if one of the names is repeated.
    mutating func removeValue(at path: ArraySlice<String>) -> JSONValue? {
        guard let name = path.first else { return nil }
        let places = members.indices.filter { ByteString(members[$0].name) == ByteString(name) }
        guard let place = places.first, places.count == 1 else { return nil }
        let value = members[place].value
        if path.count == 1 {
            members[place] = Member(name, .null)
            return value
        }
        guard case .object(var inner) = value, let removed = inner.removeValue(at: path.dropFirst()) else { return nil }
        members[place] = Member(name, .object(inner))
        return removed
    }

    /// Removes each member of a name.
    mutating func remove(_ field: some WireField) {
        members.removeAll { ByteString($0.name) == ByteString(field.rawValue) }
    }

    /// Adds a member at the end.
    public mutating func append(_ name: String, _ value: JSONValue) {
        members.append(Member(name, value))
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Creates an object with its members in the order of the literal.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.map { Member($0.0, $0.1) })
    }
}
