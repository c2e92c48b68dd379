extension Venice.BillingEntry: CSVRow {
    /// The columns of an entry in Venice's CSV.
    struct Columns {
        let timestamp: CSVColumn
        let sku: CSVColumn
        let units: CSVColumn
        let pricePerUnitUSD: CSVColumn
        let amount: CSVColumn
        let currency: CSVColumn
        let notes: CSVColumn?
        let requestID: CSVColumn?
        let promptTokens: CSVColumn?
        let completionTokens: CSVColumn?
        let executionTime: CSVColumn?
        /// Columns that this version does not know.
        let unknown: [CSVColumn]
        /// Columns of the details that this version does not know, under their names in the details.
        let unknownDetails: [CSVColumn]
    }

    private static let known = [
        "timestamp", "sku", "pricePerUnitUsd", "units", "amount", "currency", "notes", "inferenceDetails.requestId",
        "inferenceDetails.inferenceExecutionTime", "inferenceDetails.promptTokens", "inferenceDetails.completionTokens",
    ]
    private static let detailsPrefix = "inferenceDetails."

    static func columns(of header: CSVHeader) throws(UsageError) -> Columns {
        var unknown: [CSVColumn] = []
        var unknownDetails: [CSVColumn] = []
        for column in header.columns where !known.contains(where: { $0.utf8.elementsEqual(column.name.utf8) }) {
            if column.name == "inferenceDetails" {
                // Its values would compete with the details that have columns of their own.
                throw header.error("unexpected column inferenceDetails; this CSV has a column for each detail instead")
            } else if column.name.utf8.starts(with: detailsPrefix.utf8) {
                unknownDetails.append(column)
            } else {
                unknown.append(column)
            }
        }
        return Columns(
            timestamp: try header.required("timestamp"), sku: try header.required("sku"),
            units: try header.required("units"), pricePerUnitUSD: try header.required("pricePerUnitUsd"),
            amount: try header.required("amount"), currency: try header.required("currency"),
            notes: header.column("notes"), requestID: header.column("inferenceDetails.requestId"),
            promptTokens: header.column("inferenceDetails.promptTokens"),
            completionTokens: header.column("inferenceDetails.completionTokens"),
            executionTime: header.column("inferenceDetails.inferenceExecutionTime"), unknown: unknown,
            unknownDetails: unknownDetails)
    }

    /// Reads an entry; an empty cell means what `null` means in JSON.
    init(from record: CSVRecord, _ columns: Columns) throws(UsageError) {
        self.init(
            timestamp: try record.timestamp(columns.timestamp), sku: try record.string(columns.sku),
            exactUnits: try record.decimal(columns.units), exactPrice: try record.decimal(columns.pricePerUnitUSD),
            exactAmount: try record.decimal(columns.amount),
            currency: Currency(rawValue: try record.string(columns.currency)),
            notes: try record.optionalString(columns.notes),
            inferenceDetails: try Venice.InferenceDetails(from: record, columns),
            unknown: try record.members(columns.unknown, droppingPrefix: ""))
    }
}

extension Venice.InferenceDetails {
    /// Reads the details; nil if all their cells are empty.
    fileprivate init?(from record: CSVRecord, _ columns: Venice.BillingEntry.Columns) throws(UsageError) {
        requestID = try record.optionalString(columns.requestID)
        promptTokens = try record.optionalInteger(columns.promptTokens)
        completionTokens = try record.optionalInteger(columns.completionTokens)
        executionTime = try record.optionalDuration(columns.executionTime)
        unknown = try record.members(columns.unknownDetails, droppingPrefix: "inferenceDetails.")
        let isKnown = requestID != nil || promptTokens != nil || completionTokens != nil || executionTime != nil
        guard isKnown || unknown.members.contains(where: { !$0.value.isNull }) else { return nil }
    }
}

extension CSVRecord {
    /// The cells of columns as members of an object, as texts.
    fileprivate func members(_ columns: [CSVColumn], droppingPrefix prefix: String) throws(UsageError) -> JSONObject {
        var object = JSONObject()
        for column in columns {
            let name = String(column.name.unicodeScalars.dropFirst(prefix.unicodeScalars.count))
            object.append(name, JSONValue(try optionalString(column)))
        }
        return object
    }
}
