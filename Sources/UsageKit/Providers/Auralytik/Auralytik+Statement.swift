import Foundation

extension Statement {
    /// How many calls each key made in a billing period (`GET /usage/by-key`), to be compared with the details of usage.
    ///
    /// In the place of rows (``ReconciledRows/init(_:)``), it can be compared with the summary. Whether the provider lists
    /// keys that were deleted is not documented.
    ///
    /// - Parameters:
    ///   - keys: The calls by key.
    ///   - madeAt: When they were read.
    public init(_ keys: Auralytik.KeyBreakdown, madeAt: Timestamp? = nil) {
        let entries = keys.keys.map { key in
            var entry = Entry(window: keys.billingPeriod.window, key: [key.id])
            entry.set(.requests, exact: ExactDecimal(key.calls))
            return entry
        }
        self.init("usage/by-key", by: [.apiKey], entries: entries, madeAt: madeAt)
        window = keys.billingPeriod.window
    }

    /// How many calls a billing period had (`GET /usage/summary`), to be compared with the details of usage or the calls by
    /// key.
    ///
    /// The other meters, `webhooks` and `storage_gb`, are in ``notCompared``: neither the details nor the keys have them.
    ///
    /// - Parameters:
    ///   - summary: The summary.
    ///   - madeAt: When it was read.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for a number of more than 38 digits.
    public init(_ summary: Auralytik.Summary, madeAt: Timestamp? = nil) throws(UsageError) {
        var entry = Entry(window: summary.billingPeriod.window)
        var others: [String] = []
        for meter in summary.meters {
            if ByteString(meter.name) != ByteString("calls") {
                others.append("\(meter.name): only the summary has this meter")
            } else if let used = meter.value.used {
                entry.set(.requests, exact: try ExactDecimal(used))
            } else {
                others.append("calls: the summary does not say how many")
            }
        }
        self.init("usage/summary", entries: entry.figures.isEmpty ? [] : [entry], madeAt: madeAt)
        if !summary.meters.contains(where: { ByteString($0.name) == ByteString("calls") }) {
            others.append("calls: the summary does not have this meter")
        }
        notCompared = others
    }
}

extension ReconciledRows {
    /// Creates the details of a billing period (`GET /usage/details`), each of which counts as one call.
    ///
    /// A record whose `type` names another meter than `calls` is no call: it is ``ReconciledRows/Role/filtered``.
    ///
    /// No field of a record is documented. A record without a time gets that of the beginning of the period, since a listing
    /// has the records of its period only.
    ///
    /// - Parameters:
    ///   - details: The records.
    ///   - period: The period of which they were listed.
    ///   - gap: Why records may be missing; nil if all are there.
    public init(
        _ details: some Sequence<Auralytik.Detail>, in period: BillingPeriod, gap: String? = nil
    ) {
        self.init(gap: gap)
        for detail in details {
            var record = detail.usageRecord
            record.time = record.time ?? period.window.start
            let isCall = record.type.map { ByteString($0) == ByteString("calls") } ?? true
            add(record, as: isCall ? .counted : .filtered)
        }
    }
}
