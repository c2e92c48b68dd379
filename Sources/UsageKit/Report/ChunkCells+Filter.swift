extension ChunkCells {
    /// Finds the rows of a chunk that pass a filter, and their cells; false where none passes.
    mutating func prepare(_ index: Int, _ count: Int, _ map: CellMap, _ filter: ColumnFilter) -> Bool {
        switch filter.verdict(chunk: index) {
        case .none: return false
        case .all: selected = nil
        case .some(let mask):
            let rows = mask.indices.filter { mask[$0] }
            if rows.isEmpty { return false }
            selected = rows.count == count ? nil : rows
        }
        map.find(chunk: index, count: count, into: &self)
        return true
    }
}
