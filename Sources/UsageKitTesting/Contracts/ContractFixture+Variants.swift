public import UsageKit

extension ContractFixture {
    /// A body that a server may send, made of the sample by one change.
    public struct Variant: Sendable, CustomStringConvertible {
        /// A kind of change.
        public enum Change: String, Sendable, CaseIterable {
            /// No change: the sample.
            case unchanged = "the sample"
            /// An optional member is null.
            case null
            /// An optional member is missing.
            case absent
            /// A number is written as a text.
            case numberAsText = "a number as a text"
            /// A word of a vocabulary is an unknown one.
            case unknownWord = "an unknown word"
            /// An instant is written with fractions of a second.
            case withFractions = "with fractions"
            /// An instant is written without fractions of a second.
            case withoutFractions = "without fractions"
            /// An object has a member that no documentation names.
            case extraMember = "an extra member"
        }

        /// What kind of change it is.
        public let change: Change
        /// What was changed, for example `data[].status: an unknown word`.
        public let description: String
        /// The body.
        public let body: JSONValue
        /// What a reader must know of the body, apart from members that are null: the body itself, or the sample if
        /// only its spelling was changed.
        let expected: JSONValue
    }

    /// A variant that a reader did not read as it must.
    public struct Failure: Sendable, CustomStringConvertible {
        /// The variant.
        public let variant: Variant
        /// What was wrong.
        public let reason: String

        /// The variant and what was wrong.
        public var description: String { "\(variant): \(reason)" }
    }

    /// The sample, and the sample with one change each: a member that is null, absent, a number as a text, an unknown
    /// word, an instant with and without fractions, and an extra member in each object.
    public var variants: [Variant] {
        var variants = [
            Variant(change: .unchanged, description: Variant.Change.unchanged.rawValue, body: sample, expected: sample)
        ]
        func add(_ change: Variant.Change, _ paths: [String], _ edit: (JSONValue) -> JSONValue?) {
            for path in paths {
                let body = sample.editing(path[...], edit)
                guard body != sample else { continue }
                variants.append(
                    Variant(
                        change: change, description: "\(path): \(change.rawValue)", body: body,
                        expected: change == .numberAsText ? sample : body))
            }
        }
        add(.null, optional) { _ in .null }
        add(.absent, optional) { _ in nil }
        add(.numberAsText, numbers) { value in
            if case .number(let number) = value { .string(number.literal) } else { value }
        }
        add(.unknownWord, words) { value in value.string == nil ? value : "a-word-of-tomorrow" }
        add(.withFractions, instants) { value in
            value.wireInstant.map { .string($0.advanced(by: .milliseconds(7)).wireMilliseconds) } ?? value
        }
        add(.withoutFractions, instants) { value in
            value.wireInstant.map { .string(Timestamp(seconds: $0.seconds).description) } ?? value
        }
        for path in sample.objectPaths(rows.map { "\($0)[]" }) {
            let body = sample.addingMember(path[...])
            let change = Variant.Change.extraMember
            variants.append(
                Variant(
                    change: change, description: "\(path.isEmpty ? "the body" : path): \(change.rawValue)", body: body,
                    expected: body))
        }
        return variants
    }

    /// Has each variant read and written back, and compares the result.
    ///
    /// Numbers are compared by their values, instants too, objects without regard to order, and a member that is null with
    /// one that is missing.
    ///
    /// - Parameters:
    ///   - keepsExtraMembers: Whether the reader writes back members that it does not know; otherwise only that it reads a
    ///     body that has them is checked, and that it writes back the others.
    ///   - roundTrip: Reads a body, and writes what it has read: the model, or the array of rows of a listing.
    /// - Returns: The variants that were refused, or came back otherwise.
    public func failures(
        keepsExtraMembers: Bool = true, _ roundTrip: (JSONValue) async throws -> JSONValue
    ) async -> [Failure] {
        var failures: [Failure] = []
        for variant in variants {
            do {
                let written = comparable(try await roundTrip(variant.body), isRows: rows != nil)
                let body = variant.change == .extraMember && !keepsExtraMembers ? sample : variant.expected
                let expected = comparable(rows.flatMap { body[$0] } ?? body, isRows: rows != nil)
                if written != expected {
                    failures.append(Failure(variant: variant, reason: "expected \(expected), found \(written)"))
                }
            } catch {
                failures.append(Failure(variant: variant, reason: "refused: \(error)"))
            }
        }
        return failures
    }

    private func comparable(_ value: JSONValue, isRows: Bool) -> String {
        var value = value
        for path in instants {
            let inner = isRows ? path.dropFirst((rows ?? "").count) : path[...]
            value = value.editing(inner) { value in value.wireInstant.map { .string($0.description) } ?? value }
        }
        return value.comparable
    }
}

extension JSONValue {
    /// Replaces the values at a path such as `data[].key.name`; nil removes them.
    fileprivate func editing(_ path: Substring, _ change: (JSONValue) -> JSONValue?) -> JSONValue {
        if path.hasPrefix("[]") {
            guard case .array(let elements) = self else { return self }
            let rest = path.dropFirst(2)
            return .array(elements.compactMap { rest.isEmpty ? change($0) : $0.editing(rest, change) })
        }
        let path = path.hasPrefix(".") ? path.dropFirst() : path
        let name = path.prefix { $0 != "." && $0 != "[" }
        let rest = path.dropFirst(name.count)
        guard case .object(let object) = self, !name.isEmpty else { return self }
        return .object(
            JSONObject(
                object.members.compactMap { member in
                    guard name == "*" || member.name == name else { return member }
                    let value = rest.isEmpty ? change(member.value) : member.value.editing(rest, change)
                    return value.map { JSONObject.Member(member.name, $0) }
                }))
    }

    /// Adds a member to the objects at a path.
    fileprivate func addingMember(_ path: Substring) -> JSONValue {
        func adding(_ value: JSONValue) -> JSONValue {
            guard case .object(let object) = value else { return value }
            return .object(JSONObject(object.members + [JSONObject.Member("member_of_tomorrow", ["a": [1, nil]])]))
        }
        return path.isEmpty ? adding(self) : editing(path, adding)
    }

    /// The paths of the objects in a value, each once; of a page, only those of its rows.
    fileprivate func objectPaths(_ rows: String?) -> [String] {
        var paths: [String] = []
        func collect(_ value: JSONValue, _ path: String) {
            switch value {
            case .object(let object):
                if !paths.contains(path) { paths.append(path) }
                for member in object.members {
                    collect(member.value, path.isEmpty ? member.name : "\(path).\(member.name)")
                }
            case .array(let elements): for element in elements { collect(element, "\(path)[]") }
            default: return
            }
        }
        collect(self, "")
        guard let rows else { return paths }
        return paths.filter { $0.hasPrefix(rows) }
    }

    /// A text that is the same for values that mean the same.
    fileprivate var comparable: String {
        switch self {
        case .number(let number): ExactDecimal(number.literal)?.description ?? number.literal
        case .array(let elements): "[\(elements.map(\.comparable).joined(separator: ","))]"
        case .object(let object):
            "{"
                + object.members.filter { !$0.value.isNull }
                .map { "\(JSONValue.string($0.name).text):\($0.value.comparable)" }.sorted().joined(separator: ",")
                + "}"
        case .null, .bool, .string: text
        }
    }
}
