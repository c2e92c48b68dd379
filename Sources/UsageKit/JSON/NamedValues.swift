/// Values under names that are not fixed, in the order of the wire, for example the meters of a plan.
///
/// A name that comes twice is kept twice; the subscript by name gives the last one.
public struct NamedValues<Value: Hashable & Sendable>: Hashable, Sendable {
    /// A value and its name; the properties of the value can be used as its own.
    @dynamicMemberLookup
    public struct Element: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: Value

        /// Creates an element.
        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }

        /// A property of the value.
        public subscript<Property>(dynamicMember path: WritableKeyPath<Value, Property>) -> Property {
            get { value[keyPath: path] }
            set { value[keyPath: path] = newValue }
        }

        /// A property of the value that cannot be set.
        public subscript<Property>(dynamicMember path: KeyPath<Value, Property>) -> Property { value[keyPath: path] }

        /// Whether names and values are equal; names are compared by their UTF-8 bytes.
        public static func == (left: Self, right: Self) -> Bool {
            ByteString(left.name) == ByteString(right.name) && left.value == right.value
        }

        /// Feeds the name and the value to a hasher.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(ByteString(name))
            hasher.combine(value)
        }
    }

    private var elements: [Element]

    /// Creates values.
    public init(_ elements: [Element] = []) {
        self.elements = elements
    }

    /// The value of a name, compared byte by byte; nil if the name does not occur.
    public subscript(name: String) -> Value? { last { ByteString($0.name) == ByteString(name) }?.value }
}

extension NamedValues: RandomAccessCollection, MutableCollection {
    /// The position of the first element.
    public var startIndex: Int { elements.startIndex }

    /// The position after the last element.
    public var endIndex: Int { elements.endIndex }

    /// The element at a position.
    public subscript(position: Int) -> Element {
        get { elements[position] }
        set { elements[position] = newValue }
    }
}

extension NamedValues: JSONForm where Value: JSONForm {
    static var kind: ModelShape.Kind { .named(Value.kind) }

    init(from json: inout JSONReader) throws(UsageError) {
        var elements: [Element] = []
        var names: Set<ByteString> = []
        try json.eachMember { (name, json) throws(UsageError) in
            guard names.insert(ByteString(name)).inserted else {
                throw json.malformed("the field \(name) is repeated")
            }
            elements.append(Element(name, try Value(from: &json)))
        }
        self.init(elements)
    }

    var jsonForm: JSONValue { .object(JSONObject(elements.map { JSONObject.Member($0.name, $0.value.jsonForm) })) }
}
