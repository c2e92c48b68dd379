import Foundation

/// A value that knows its form in JSON: how it is read, how it is written, and what it may be.
protocol JSONForm: Sendable {
    /// What the value is, for comparing with what a server sends.
    static var kind: ModelShape.Kind { get }

    init(from json: inout JSONReader) throws(UsageError)

    var jsonForm: JSONValue { get }
}

/// A model that `.scripts/generate-rows` makes of a declaration.
///
/// Two models are equal if they are written as the same JSON: texts are compared by their UTF-8 bytes, numbers by their
/// value.
protocol JSONDocument: JSONForm, ShapedModel, Hashable {
    /// What the provider documents of the model.
    static var shape: ModelShape { get }

    /// The member of an envelope that may hold the model; nil if it has no envelope.
    static var envelope: String? { get }

    /// The members that the model does not know.
    var unknown: JSONObject { get }
}

extension JSONDocument {
    static var envelope: String? { nil }
}

extension JSONDocument {
    /// Reads a value that may be inside an envelope; the members beside it then count as its own.
    ///
    /// - Parameters:
    ///   - name: The member of the envelope that holds the value.
    ///   - json: The reader.
    /// - Returns: The value; nil if there is no envelope, and then nothing has been read.
    /// - Throws: ``UsageError`` if the value is not one.
    static func wrapped(in name: String, from json: inout JSONReader) throws(UsageError) -> Self? {
        let start = json.mark
        let envelope = try json.object()
        guard case .object(let inner)? = envelope[name] else {
            json.rewind(to: start)
            return nil
        }
        guard envelope.members.count(where: { ByteString($0.name) == ByteString(name) }) == 1 else {
            throw json.malformed("the field \(name) is repeated")
        }
        let beside = envelope.members.filter { ByteString($0.name) != ByteString(name) && inner[$0.name] == nil }
        do {
            return try Self(from: .object(JSONObject(inner.members + beside)))
        } catch {
            var error = error
            error.codingPath = [name, error.codingPath].compactMap(\.self).joined(separator: ".")
            error.byteOffset = nil
            throw error
        }
    }

    private init(from value: JSONValue) throws(UsageError) {
        self = try JSONReader.read(value) { (json) throws(UsageError) in try Self(from: &json) }
    }

    static var kind: ModelShape.Kind { .object(shape) }

    /// What the provider documents of the model.
    public var shape: ModelShape { Self.shape }

    var jsonForm: JSONValue { jsonValue }
}

extension JSONForm where Self: WireValue {
    static var kind: ModelShape.Kind { .words(known.map(\.rawValue)) }

    init(from json: inout JSONReader) throws(UsageError) { self.init(rawValue: try json.string()) }

    var jsonForm: JSONValue { .string(rawValue) }
}

extension Currency: JSONForm {}

extension JSONForm {
    /// Reads a value that may be null.
    static func optional(from json: inout JSONReader) throws(UsageError) -> Self? {
        json.null() ? nil : try Self(from: &json)
    }

    /// Reads a value that may be null or of another form, which is kept with the members that the model does not know.
    ///
    /// - Throws: ``UsageError`` for bytes that are not JSON, and for a number that cannot be held exactly.
    static func open(
        _ field: some WireField, from json: inout JSONReader, or unknown: inout JSONObject
    ) throws(UsageError) -> Self? {
        if json.null() { return nil }
        let start = json.mark
        do {
            return try Self(from: &json)
        } catch {
            json.rewind(to: start)
            let value = try json.value()
            if Self.self == Decimal.self, case .number = value { throw error }
            unknown.append(field.rawValue, value)
            return nil
        }
    }
}

extension String: JSONForm {
    static var kind: ModelShape.Kind { .value }

    init(from json: inout JSONReader) throws(UsageError) { self = try json.string() }

    var jsonForm: JSONValue { .string(self) }
}

extension Int: JSONForm {
    static var kind: ModelShape.Kind { .value }

    init(from json: inout JSONReader) throws(UsageError) { self = try json.integer() }

    var jsonForm: JSONValue { JSONValue(self) }
}

extension Bool: JSONForm {
    static var kind: ModelShape.Kind { .value }

    init(from json: inout JSONReader) throws(UsageError) { self = try json.bool() }

    var jsonForm: JSONValue { .bool(self) }
}

extension Decimal: JSONForm {
    static var kind: ModelShape.Kind { .value }

    init(from json: inout JSONReader) throws(UsageError) { self = try json.decimal().decimal }

    /// The number; null for NaN and for more than 38 significant digits, which no server sends.
    var jsonForm: JSONValue { JSONValue(try? ExactDecimal(self)) }
}

extension JSONValue {
    /// Creates a text with an amount that has at least this number of decimals, as in `"1.5000"`.
    init(text amount: Decimal, decimals: Int) {
        guard let exact = try? ExactDecimal(amount) else {
            self = .null
            return
        }
        let text = exact.description
        let fraction = text.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.utf8.count ?? 0
        let zeros = String(repeating: "0", count: max(0, decimals - fraction))
        self = .string(fraction == 0 && decimals > 0 ? "\(text).\(zeros)" : text + zeros)
    }
}

extension Timestamp: JSONForm {
    static var kind: ModelShape.Kind { .value }

    init(from json: inout JSONReader) throws(UsageError) { self = try json.timestamp() }

    var jsonForm: JSONValue { JSONValue(self) }
}

extension BillingPeriod: JSONForm {
    static var kind: ModelShape.Kind { .value }

    init(from json: inout JSONReader) throws(UsageError) {
        json.skipWhitespace()
        let start = json.position
        guard let period = try? BillingPeriod(try json.string()) else {
            throw json.error("expected a billing period written YYYY-MM", .unexpectedShape, at: start)
        }
        self = period
    }

    var jsonForm: JSONValue { .string(description) }
}

extension JSONObject: JSONForm {
    static var kind: ModelShape.Kind { .open }

    init(from json: inout JSONReader) throws(UsageError) { self = try json.object() }

    var jsonForm: JSONValue { .object(self) }
}

extension JSONValue: JSONForm {
    static var kind: ModelShape.Kind { .open }

    init(from json: inout JSONReader) throws(UsageError) { self = try json.value() }

    var jsonForm: JSONValue { self }
}

extension Array: JSONForm where Element: JSONForm {
    static var kind: ModelShape.Kind { .list(Element.kind) }

    init(from json: inout JSONReader) throws(UsageError) {
        self = try json.array { (json) throws(UsageError) in try Element(from: &json) }
    }

    var jsonForm: JSONValue { .array(map(\.jsonForm)) }
}
