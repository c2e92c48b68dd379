/// A decoded page, before it is determined what follows it.
struct PageContents<Row: Sendable>: Sendable {
    let rows: DecodedRows<Row>
    let envelope: PageEnvelope

    /// The number of rows.
    var count: Int {
        switch rows {
        case .rows(let rows): rows.count
        case .borrowed(let rows, in: _): rows.keys.count
        }
    }
}

extension PageContents where Row: ListedRow {
    /// The identity of the last row; nil if there are no rows.
    var lastIdentity: RowIdentity? {
        switch rows {
        case .rows(let rows): rows.last?.identity
        case .borrowed(let rows, in: _): rows.keys.last.map { RowIdentity(id: $0.id?.text, time: $0.time) }
        }
    }
}
