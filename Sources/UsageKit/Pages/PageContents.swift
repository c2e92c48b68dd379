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

    /// Whether the page has rows with a time, and a condition holds for the time of each of them.
    ///
    /// A single row at the end of a page proves nothing about the rows that follow, since it may be out of order.
    func allTimes(_ condition: (Timestamp) -> Bool) -> Bool {
        var hasTime = false
        return allTimesOrNone { time in
            hasTime = true
            return condition(time)
        } && hasTime
    }

    /// Whether a condition holds for the time of each row that has one.
    func allTimesOrNone(_ condition: (Timestamp) -> Bool) -> Bool {
        switch rows {
        case .rows(let rows): rows.allSatisfy { $0.identity.time.map(condition) ?? true }
        case .borrowed(let rows, in: _): rows.keys.allSatisfy { $0.time.map(condition) ?? true }
        }
    }
}
