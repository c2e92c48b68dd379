extension DataSetManifest: JSONRepresentable {
    /// The manifest as one object, with its members always in the same order.
    public var jsonValue: JSONValue {
        .object(
            JSONObject(
                header.members + [
                    .init("sources", .array(sources.map(\.jsonValue))),
                    .init("partitions", .array(partitions.map(\.jsonValue))),
                ]))
    }

    private var header: JSONObject {
        [
            "version": JSONValue(Self.version), "partition": .string(unit.rawValue), "format": .string(format),
            "formulas": JSONValue(layout.formulas), "moneyScale": JSONValue(moneyScale),
            "columns": .array(columns.map { ["name": .string($0.name), "type": .string($0.type)] }),
        ]
    }

    /// The bytes of the file: JSON with a line for each member, source and partition.
    var bytes: [UInt8] {
        var lines = header.members.map { "\(JSONValue.string($0.name).text):\($0.value.text)" }
        for (name, elements) in [
            ("sources", sources.map(\.jsonValue.text)), ("partitions", partitions.map(\.jsonValue.text)),
        ] {
            lines.append(elements.isEmpty ? "\"\(name)\":[]" : "\"\(name)\":[\n\(elements.joined(separator: ",\n"))]")
        }
        return Array("{\(lines.joined(separator: ",\n"))}\n".utf8)
    }

    /// Reads the file `_manifest.json` of a data set, for example the copy of it in an object store.
    ///
    /// - Parameter json: The bytes of the file.
    /// - Throws: ``UsageError`` with the code of malformed JSON, or with ``UsageError/Code/unexpectedShape`` if it is not as
    ///   it is written, names a file outside of the data set, or was written by a later version of this package.
    public init(json: [UInt8]) throws(UsageError) {
        try self.init(ManifestMembers(try JSONValue(json: json), ""))
    }

    init(_ members: ManifestMembers) throws(UsageError) {
        let version = try members.integer("version")
        guard version == Self.version else {
            throw UsageError(
                .unexpectedShape,
                "the manifest has version \(version), and this version of the package reads version \(Self.version)")
        }
        layout = try Layout(members)
        sources = try members.list("sources").map { (members) throws(UsageError) in try Source(members) }
        partitions = try members.list("partitions").map { (members) throws(UsageError) in try Partition(members) }
    }

    init(_ bytes: [UInt8]) throws(UsageError) { try self.init(json: bytes) }
}

extension DataSetManifest.Layout {
    fileprivate init(_ members: ManifestMembers) throws(UsageError) {
        guard let unit = PartitionedDataSet.Unit(rawValue: try members.text("partition")) else {
            throw members.unexpected("day or month", "partition")
        }
        let formulas = try members.optionalText("formulas")
        guard formulas.map(Self.formulas.keys.contains) ?? true else {
            throw members.unexpected("escaped, kept or null", "formulas")
        }
        self.init(
            unit: unit, format: try members.text("format"), formulas: formulas,
            moneyScale: try members.optionalInteger("moneyScale"),
            columns: try members.list("columns").map { (column) throws(UsageError) in
                DataSetManifest.Column(name: try column.text("name"), type: try column.text("type"))
            })
    }
}

extension DataSetManifest.Source {
    fileprivate var jsonValue: JSONValue {
        [
            "id": .string(id), "provider": .string(provider.rawValue), "endpoint": .string(endpoint),
            "account": JSONValue(account), "selection": JSONValue(selection), "origin": JSONValue(origin),
            "query": JSONValue(query), "key": JSONValue(key), "part": .string(part),
            "covered": .array(covered.map(\.manifestValue)),
        ]
    }

    fileprivate init(_ members: ManifestMembers) throws(UsageError) {
        self.init(
            id: try members.text("id"), provider: ProviderID(rawValue: try members.text("provider")),
            endpoint: try members.text("endpoint"), account: try members.optionalText("account"),
            selection: try members.optionalText("selection"), origin: try members.optionalText("origin"),
            query: try members.optionalText("query"), key: try members.optionalText("key"),
            covered: try members.list("covered").map { (window) throws(UsageError) in try window.window() },
            part: try members.text("part"))
    }
}

extension DataSetManifest.Coverage {
    var jsonValue: JSONValue {
        ["source": .string(source), "start": JSONValue(window.start), "end": JSONValue(window.end)]
    }

    init(_ members: ManifestMembers) throws(UsageError) {
        self.init(source: try members.text("source"), window: try members.window())
    }
}

extension DataSetManifest.Partition {
    fileprivate var jsonValue: JSONValue {
        [
            "path": .string(path), "value": .string(value), "rows": JSONValue(rows), "bytes": JSONValue(bytes),
            "sha256": .string(sha256), "first": JSONValue(first), "last": JSONValue(last),
            "unsettled": JSONValue(unsettled), "complete": .bool(isComplete),
            "incomplete": .array(incomplete.map(JSONValue.string)), "covered": .array(covered.map(\.jsonValue)),
        ]
    }

    fileprivate init(_ members: ManifestMembers) throws(UsageError) {
        let path = try members.text("path")
        // Callers upload and delete what it names.
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !["", ".", ".."].contains($0) }) else {
            throw members.unexpected("a folder and a file of the data set", "path")
        }
        self.init(
            path: path, value: try members.text("value"), rows: try members.integer("rows"),
            bytes: try members.integer("bytes"), sha256: try members.text("sha256"),
            first: try members.instant("first"), last: try members.instant("last"),
            unsettled: try members.integer("unsettled"),
            covered: try members.list("covered").map { (members) throws(UsageError) in
                try DataSetManifest.Coverage(members)
            },
            incomplete: try members.texts("incomplete"))
    }
}

extension TimeWindow {
    fileprivate var manifestValue: JSONValue { ["start": JSONValue(start), "end": JSONValue(end)] }
}

/// The members of an object of a manifest.
struct ManifestMembers {
    private let value: JSONValue
    private let path: String

    init(_ value: JSONValue, _ path: String) {
        self.value = value
        self.path = path
    }

    func unexpected(_ expected: String, _ name: String) -> UsageError {
        var error = UsageError(.unexpectedShape, "expected \(expected) in the manifest")
        error.codingPath = path.isEmpty ? name : "\(path).\(name)"
        return error
    }

    func text(_ name: String) throws(UsageError) -> String {
        guard let text = value[name]?.string else { throw unexpected("a text", name) }
        return text
    }

    func optionalText(_ name: String) throws(UsageError) -> String? {
        guard let member = value[name] else { throw unexpected("a text or null", name) }
        return member.isNull ? Optional.none : try text(name)
    }

    func integer(_ name: String) throws(UsageError) -> Int {
        guard case .number(let number) = value[name], let integer = Int(number.literal) else {
            throw unexpected("an integer", name)
        }
        return integer
    }

    func optionalInteger(_ name: String) throws(UsageError) -> Int? {
        guard let member = value[name] else { throw unexpected("an integer or null", name) }
        return member.isNull ? Optional.none : try integer(name)
    }

    func instant(_ name: String) throws(UsageError) -> Timestamp? {
        guard let text = try optionalText(name) else { return nil }
        guard let instant = Timestamp(written: text) else { throw unexpected("an instant", name) }
        return instant
    }

    func window() throws(UsageError) -> TimeWindow {
        let (start, end) = (try instant("start"), try instant("end"))
        if let start, let end, end <= start { throw unexpected("an instant after the start", "end") }
        return TimeWindow(unchecked: start, end)
    }

    func texts(_ name: String) throws(UsageError) -> [String] {
        try elements(name).map { (element) throws(UsageError) in
            guard let text = element.string else { throw unexpected("texts", name) }
            return text
        }
    }

    func list(_ name: String) throws(UsageError) -> [ManifestMembers] {
        try elements(name).enumerated().map { index, element in
            ManifestMembers(element, (path.isEmpty ? "" : path + ".") + "\(name)[\(index)]")
        }
    }

    /// The members of an object that may be missing.
    func object(_ name: String) -> ManifestMembers? {
        guard let member = value[name], !member.isNull else { return nil }
        return ManifestMembers(member, name)
    }

    private func elements(_ name: String) throws(UsageError) -> [JSONValue] {
        guard case .array(let elements) = value[name] else { throw unexpected("a list", name) }
        return elements
    }
}
