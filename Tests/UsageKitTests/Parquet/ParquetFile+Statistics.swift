extension ParquetFile {
    /// Checks the statistics of all column chunks and pages, and the page index, against the values.
    func checkStatistics() throws {
        for group in groups {
            for (chunk, element) in zip(group, schema) {
                let type = element[1]?.integer ?? -1
                guard let statistics = chunk.metaData[12] else { throw ParquetFault("a chunk lacks statistics") }
                try Self.check(statistics, chunk.cells, type)
                for page in chunk.pages { try Self.check(page.statistics, page.cells, type) }
                try Self.checkIndex(of: chunk, type)
                try Self.checkPageCounts(of: chunk)
            }
        }
    }

    private static func check(_ statistics: ThriftValue, _ cells: [ParquetCell?], _ type: Int) throws {
        let values = cells.compactMap(\.self)
        try ParquetFault.require(statistics[3]?.integer == cells.count - values.count, "a wrong number of nulls")
        try ParquetFault.require(statistics[1] == nil && statistics[2] == nil, "bounds in the order of old readers")
        guard let least = values.min(by: { $0.precedes($1) }), let greatest = values.max(by: { $0.precedes($1) }) else {
            try ParquetFault.require(statistics[5] == nil && statistics[6] == nil, "bounds of no value")
            return
        }
        guard let minimum = try statistics[6]?.bytes.map({ try cell($0, type: type) }),
            let maximum = try statistics[5]?.bytes.map({ try cell($0, type: type) })
        else { throw ParquetFault("bounds are missing") }
        try checkBounds(minimum, maximum, least, greatest)
        try ParquetFault.require(statistics[8]?.flag == (minimum == least), "the minimum is not as exact as it says")
        try ParquetFault.require(statistics[7]?.flag == (maximum == greatest), "the maximum is not as exact as it says")
    }

    /// Bounds are the values themselves, or for long texts shorter ones around them.
    private static func checkBounds(
        _ minimum: ParquetCell, _ maximum: ParquetCell, _ least: ParquetCell, _ greatest: ParquetCell
    ) throws {
        if case .text(let bytes) = least, bytes.count > 64, case .text(let bound) = minimum {
            try ParquetFault.require((61...64).contains(bound.count) && bytes.starts(with: bound), "a wrong minimum")
        } else {
            try ParquetFault.require(minimum == least, "the minimum is \(minimum), not \(least)")
        }
        if case .text(let bytes) = greatest, bytes.count > 64 {
            try ParquetFault.require(maximum == greatest || greatest.precedes(maximum), "the maximum is below a value")
            guard case .text(let bound) = maximum else { throw ParquetFault("the maximum is no text") }
            try ParquetFault.require(bound.count <= 68 || maximum == greatest, "the maximum is not short")
        } else {
            try ParquetFault.require(maximum == greatest, "the maximum is \(maximum), not \(greatest)")
        }
    }

    private static func checkIndex(of chunk: Chunk, _ type: Int) throws {
        let index = chunk.columnIndex
        var firstRow = 0
        for (place, page) in zip(chunk.offsetIndex[1]?.list ?? [], chunk.pages) {
            try ParquetFault.require(
                place[1]?.integer == page.range.lowerBound && place[2]?.integer == page.range.count
                    && place[3]?.integer == firstRow, "a page is elsewhere")
            firstRow += page.cells.count
        }
        let statistics = chunk.pages.map(\.statistics)
        let isNull = statistics.map { $0[6] == nil }
        try ParquetFault.require(chunk.offsetIndex[1]?.list?.count == chunk.pages.count, "pages without a place")
        try ParquetFault.require(index[1]?.list == isNull.map(ThriftValue.bool), "wrong pages are null")
        try ParquetFault.require(index[2]?.list == statistics.map { $0[6] ?? .binary([]) }, "other minima")
        try ParquetFault.require(index[3]?.list == statistics.map { $0[5] ?? .binary([]) }, "other maxima")
        try ParquetFault.require(index[5]?.list == statistics.map { $0[3] ?? .integer(-1) }, "other numbers of nulls")
        let bounds = try [6, 5].map { id in
            try statistics.compactMap { try $0[id]?.bytes.map { try cell($0, type: type) } }
        }
        let neighbours = bounds.flatMap { zip($0, $0.dropFirst()) }
        let isAscending = neighbours.allSatisfy { !$1.precedes($0) }
        let isDescending = neighbours.allSatisfy { !$0.precedes($1) }
        try ParquetFault.require(
            index[4]?.integer == (isAscending ? 1 : isDescending ? 2 : 0), "the bounds have another order")
    }

    private static func checkPageCounts(of chunk: Chunk) throws {
        var counts: [[Int]] = chunk.dictionary == nil ? [] : [[2, 0, 1]]
        for encoding in [8, 0] {
            let count = chunk.pages.count { $0.encoding == encoding }
            if count > 0 { counts.append([0, encoding, count]) }
        }
        let stated = chunk.metaData[13]?.list?.map { counts in [1, 2, 3].map { counts[$0]?.integer ?? -1 } }
        try ParquetFault.require(stated == counts, "other numbers of pages: \(String(describing: stated))")
        let encodings = Set(chunk.metaData[2]?.list?.compactMap(\.integer) ?? [])
        let used = chunk.encodings.union([3]).union(chunk.dictionary == nil ? [] : [0])
        try ParquetFault.require(encodings.isSuperset(of: used), "an encoding is not named")
        if let dictionary = chunk.dictionary {
            try ParquetFault.require(Set(dictionary).count == dictionary.count, "the dictionary repeats a value")
        }
    }
}
