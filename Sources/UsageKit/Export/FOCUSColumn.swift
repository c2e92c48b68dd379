/// A column of FOCUS: what the specification says of it, and the rule by which a record fills it.
struct FOCUSColumn: Sendable {
    /// What a column holds.
    enum Kind: String, Sendable {
        case text = "String"
        /// A number with a decimal point, so that a reader which guesses types does not take whole ones for integers.
        case decimal = "Decimal"
        case instant = "Date/Time"
    }

    /// Whether a data set must have the column.
    enum Level: String, Sendable {
        case mandatory = "Mandatory"
        case conditional = "Conditional"
        case recommended = "Recommended"
        /// A column of this package, whose name begins with `x_`.
        case custom = "Custom"
    }

    let name: String
    let kind: Kind
    let level: Level
    /// The versions that have the column.
    let versions: Set<FOCUSExport.Version>
    /// The versions in which it may be empty.
    let nullable: Set<FOCUSExport.Version>
    /// The values that the specification allows; empty if it does not list them.
    let allowed: [String]
    /// The rule in words, with the section of the specification that it follows; `Docs/FOCUS.md` has it, too.
    let rule: String
    private let fill: @Sendable (FOCUSRow) -> String?

    init(
        _ name: String, kind: Kind = .text, level: Level = .mandatory,
        versions: Set<FOCUSExport.Version> = [.v1_2, .v1_4], nullable: Set<FOCUSExport.Version> = [],
        allowed: [String] = [], _ rule: String, fill: @escaping @Sendable (FOCUSRow) -> String?
    ) {
        self.name = name
        self.kind = kind
        self.level = level
        self.versions = versions
        self.nullable = nullable
        self.allowed = allowed
        self.rule = rule
        self.fill = fill
    }

    /// Creates the column of a label.
    init(label: UsageDimension) {
        self.init("x_" + label.rawValue, level: .custom, nullable: .both, "The label.") { $0.record.labels[label] }
    }

    /// The text of the column; nil if a row has none.
    func text(of row: FOCUSRow) -> String? {
        guard let text = fill(row).nonEmpty else { return nil }
        guard kind == .decimal, !text.utf8.contains(UInt8(ascii: ".")) else { return text }
        return text + ".0"
    }

    /// The cell of the column.
    func cell(of row: FOCUSRow) -> CSVExport.Cell {
        kind == .decimal ? .number(text(of: row)) : .text(text(of: row))
    }

    /// The columns of a version.
    static func all(in version: FOCUSExport.Version) -> [FOCUSColumn] {
        all.filter { $0.versions.contains(version) }
    }

    /// All columns: those of the specification by their names, then those of this package.
    static let all = (parties + periods + charges + costs + prices + products).sorted { $0.name < $1.name } + custom
}

extension Set<FOCUSExport.Version> {
    /// Both versions.
    static let both: Self = [.v1_2, .v1_4]
}
