extension Tresor {
    /// The prices of models on one day, as `GET /v1/models?detail=true` had them then.
    ///
    /// The service lists the prices of the present only, so lists of other days are those that the caller kept.
    public struct PriceList: Hashable, Sendable {
        /// What the list is called in a report, for example its day, `2026-10-03`.
        public var name: String
        /// The models with their prices, as ``Tresor/Client/models(region:upstream:type:detail:)`` returns them.
        public var models: [Model]

        /// Creates a list.
        public init(_ name: String, models: [Model]) {
            self.name = name
            self.models = models
        }
    }
}

extension Reconciliation {
    /// Compares the costs of Tresor's rows (`cost_eur`) with those that follow from a price list: tokens × price ×
    /// (1 − discount), by model and UTC day.
    ///
    /// The figures of the rows are the computed ones, and those of the other side are what was charged. So a difference can
    /// be explained by rounding, which the provider does not document, or by the prices of another day. If all sums agree, rows
    /// whose costs differ are compared by themselves, instant by instant. A row whose cost
    /// cannot be computed (``Tresor/CostCheck/obstacle``), or that has no time, is left out of both sides: it is named in
    /// ``notCompared`` if the others differ, and otherwise in ``gaps``, because then the rows are not all of those that were to
    /// be compared.
    ///
    /// - Parameters:
    ///   - rows: The rows of the ledger.
    ///   - prices: The list whose prices are expected.
    ///   - others: Lists of other days, of which each can be supposed in its place.
    ///   - dimensions: How the costs are split, by dimensions of every ledger or by ``Tresor/labels``.
    ///   - tolerance: By how much the costs may differ.
    ///   - gap: Why rows may be missing; nil if all are there.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits, and with
    ///   ``UsageError/Code/invalidArgument`` if two lists have one name, by which causes name them; or
    ///   `CancellationError` if the task is cancelled while causes are searched for.
    /// - Complexity: O(*n* *l*) in the number of rows and of lists, and that of ``init(_:with:tolerance:)``.
    public init(
        costsOf rows: some Sequence<Tresor.LedgerRow>, at prices: Tresor.PriceList,
        orAt others: [Tresor.PriceList] = [], by dimensions: [UsageDimension] = [.model],
        tolerance: Tolerance = Tolerance(), gap: String? = nil
    ) throws {
        var names: Set<ByteString> = []
        for list in [prices] + others where !names.insert(ByteString(list.name)).inserted {
            throw UsageError(.invalidArgument, "two price lists have the name \(list.name): give each its own")
        }
        let expected = Tresor.PriceIndex(prices)
        let alternatives = others.map(Tresor.PriceIndex.init)
        let labels = dimensions.filter { $0.common == nil }
        var charged: [UsageRecord] = []
        var computed = ReconciledRows(gap: gap)
        var obstacles: [String: Int] = [:]
        var untimed = 0
        for row in rows {
            let check = row.costCheck(at: expected.pricing(of: row))
            guard let cost = check.expected, check.charged != nil else {
                obstacles[check.obstacle?.description ?? "charge", default: 0] += 1
                continue
            }
            var record = row.usageRecord(keeping: labels)
            guard record.time != nil else {
                untimed += 1
                continue
            }
            charged.append(record)
            record.charge = cost
            var costs: [ByteString: Money] = [:]
            for list in alternatives {
                costs[ByteString(list.name)] = row.costCheck(at: list.pricing(of: row)).expected
            }
            computed.add(record, otherCharges: costs)
        }
        let statement = try Statement("cost_eur", of: charged, by: dimensions, figures: [.charge(.eur)])
        try self.init(statement, with: computed, tolerance: tolerance)
        // Costs of two rows can differ, and their sum agree.
        let differing = charged.indices.filter { charged[$0].charge != computed.rows[$0].record.charge }
        if verdict == .agrees, !differing.isEmpty {
            try compare(differing, of: charged, with: computed, by: dimensions, tolerance)
        }
        var texts = obstacles.sorted { $0.key < $1.key }
            .map { "rows whose cost cannot be computed, because of the \($0.key): \($0.value)" }
        if untimed > 0 { texts.append("rows without a time: \(untimed)") }
        for text in texts {
            if verdict == .differs { notCompared.append(text) } else { gaps.append(text) }
        }
    }
}

extension Reconciliation {
    /// Compares rows whose costs differ by themselves, although their sums agree.
    private mutating func compare(
        _ differing: [Int], of charged: [UsageRecord], with computed: ReconciledRows, by dimensions: [UsageDimension],
        _ tolerance: Tolerance
    ) throws {
        // What a tolerance allows a sum, it allows the rows of it.
        guard agreesExactly else {
            return notCompared.append(
                "rows whose costs differ, and whose sums agree within the tolerance: \(differing.count)")
        }
        var rows = computed
        rows.rows = differing.map { computed.rows[$0].labelledWithItsID }
        let records = differing.map { ReconciledRows.Row(record: charged[$0], role: .counted).labelledWithItsID.record }
        let common = dimensions.filter { $0.common != nil }
        let statement = try Statement(
            "cost_eur, row by row", ofEachInstantOf: records, by: [.row] + common, figures: [.charge(.eur)])
        let single = try Reconciliation(statement, with: rows, tolerance: tolerance)
        if single.verdict == .differs {
            self = single
        } else if single.agreesExactly {
            gaps.append("the costs of \(differing.count) rows differ, and add up to the same at one instant")
        } else {
            notCompared.append("rows whose costs differ within the tolerance: \(differing.count)")
        }
    }
}

extension Tresor {
    /// The prices of a list by model.
    fileprivate struct PriceIndex {
        let name: String
        private let prices: [ByteString: Model.Pricing]

        init(_ list: PriceList) {
            name = list.name
            prices = Dictionary(
                list.models.map { (ByteString($0.id), $0.route?.pricing ?? Model.Pricing()) },
                // Of a model that is listed with two prices, none is known.
                uniquingKeysWith: { first, second in first == second ? first : Model.Pricing() })
        }

        func pricing(of row: LedgerRow) -> Model.Pricing {
            row.model.flatMap { prices[ByteString($0)] } ?? Model.Pricing()
        }
    }
}
