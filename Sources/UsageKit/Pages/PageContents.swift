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

    /// Whether the page has rows and a condition holds for the time of each.
    ///
    /// A single row at the end of a page proves nothing about the rows that follow, since it may be out of order.
    func allTimes(_ condition: (Timestamp) -> Bool) -> Bool {
        func holds(_ time: Timestamp?) -> Bool { if let time { condition(time) } else { false } }
        if count == 0 { return false }
        return switch rows {
        case .rows(let rows): rows.allSatisfy { holds($0.identity.time) }
        case .borrowed(let rows, in: _): rows.keys.allSatisfy { holds($0.time) }
        }
    }
}
