/// A page as it was read, before it is known what follows it.
struct PageContents<Row: Sendable>: Sendable {
    let rows: DecodedRows<Row>
    let envelope: PageEnvelope

    /// How many rows the page has.
    var count: Int {
        switch rows {
        case .rows(let rows): rows.count
        case .borrowed(let rows, in: _): rows.count
        }
    }
}

extension PageContents where Row: ListedRow {
    /// By what the last row is known, and when it happened.
    var lastIdentity: RowIdentity? {
        switch rows {
        case .rows(let rows): rows.last?.identity
        case .borrowed(let rows, in: _): rows.last.map { RowIdentity(id: $0.key.id?.text, time: $0.key.time) }
        }
    }
}
