extension Venice.BillingEntry: CSVRow {
    static func columns(of header: CSVHeader) throws(UsageError) -> Columns {
        try Columns(header)
    }

    init(from record: CSVRecord, _ columns: Columns) throws(UsageError) {
        fields = try record.fields { (record) throws(UsageError) in try Venice.BillingFields(from: record, columns) }
    }
}
