extension ChunkCells {
    /// Sets the rows of a chunk that pass a filter, and the cells of the rows; returns false if no row passes.
    mutating func load(chunk index: Int, count: Int, _ map: CellMap, _ filter: ColumnFilter) -> Bool {
        switch filter.verdict(chunk: index) {
        case .none: return false
        case .all: selected = nil
        case .some(let mask):
            let rows = mask.indices.filter { mask[$0] }
            if rows.isEmpty { return false }
            selected = rows.count == count ? nil : rows
        }
        map.assignCells(chunk: index, count: count, to: &self)
        return true
    }
}
