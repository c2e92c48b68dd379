public import Foundation

extension Aurous {
    /// What became of the holds of the credit ledger: each is followed by a charge or a release with its `hold_id`.
    ///
    /// A call sets credits aside before it is dispatched. On success they are charged, and what was not used is released;
    /// on failure all are released, by the chat pricing and the balance pages. Whether the unused part has a row of its own,
    /// which sign amounts have, and how an overage is taken, is not documented. So amounts are taken without their signs, and
    /// the rest of a charged hold without a release is stated and is no fault. With a release, the ledger does write
    /// releases, and then the rest has to be zero.
    public struct HoldComparison: Hashable, Sendable {
        /// What became of a hold.
        public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
            /// It was charged; what is left may have been released.
            case charged
            /// All of it was released.
            case released
            /// Less was released than the charge left of it; without a charge, another amount than that of the hold.
            case releasedInPart
            /// It was charged, and more was released than the charge left of it.
            case releasedTooMuch
            /// Only refunds of it are known: its hold and its charge are of an earlier time.
            case refunded
            /// It was neither charged nor released.
            case open
            /// It was neither charged nor released yet, and may be of a call that is running.
            case pending
            /// Something was charged or released of a hold that the ledger does not have.
            case withoutHold
            /// It was set aside, charged or released more than once, or its movements are in two currencies.
            case repeated

            /// Whether nothing is wrong with it.
            public var isExpected: Bool {
                switch self {
                case .charged, .released, .refunded, .pending: true
                case .releasedInPart, .releasedTooMuch, .open, .withoutHold, .repeated: false
                }
            }
        }

        /// One hold with its movements; amounts are in credits and without signs, and nil if there is no such movement.
        public struct Hold: Hashable, Sendable {
            /// The id, `hold_…`.
            public let holdID: String
            /// What became of it.
            public let outcome: Outcome
            /// The image or video that it belongs to; nil if no movement names one.
            public let generationID: String?
            /// When its first movement was; nil if no movement says when it was.
            public let time: Timestamp?
            let exactHeld: ExactDecimal?
            let exactCharged: ExactDecimal?
            let exactReleased: ExactDecimal?
            let exactRefunded: ExactDecimal?
            let exactRest: ExactDecimal?

            /// What was set aside, in credits.
            public var held: Decimal? { exactHeld?.decimal }
            /// What was charged, in credits.
            public var charged: Decimal? { exactCharged?.decimal }
            /// What was released, in credits.
            public var released: Decimal? { exactReleased?.decimal }
            /// What was given back of the charge, in credits.
            public var refunded: Decimal? { exactRefunded?.decimal }
            /// What was set aside less what was charged and released, in credits, negative for an overage; nil without a hold,
            /// if it has no amount, and if it is repeated.
            public var rest: Decimal? { exactRest?.decimal }
        }

        /// The holds, in the order of their first rows.
        public let holds: [Hold]
        /// How many holds, charges and releases name no hold.
        public let unnamed: Int
        /// Why movements may be missing; empty if all are there.
        public let gaps: [String]

        /// What came out.
        public var verdict: Reconciliation.Verdict {
            if !gaps.isEmpty { return .unjudged }
            return unnamed == 0 && holds.allSatisfy(\.outcome.isExpected) ? .agrees : .differs
        }

        /// The holds of which something came out.
        public func holds(_ outcome: Outcome) -> [Hold] { holds.filter { $0.outcome == outcome } }

        /// Joins the movements of a credit ledger by their holds.
        ///
        /// - Parameters:
        ///   - movements: The movements, in any order; one that comes twice under its id counts once. Top-ups and adjustments
        ///     have no hold and are left out. One of another type that names a hold is named in ``gaps``, because what it
        ///     does to the hold is not known.
        ///   - pendingSince: Holds that are neither charged nor released are pending if they were made at this instant or
        ///     later, and open if they were made before; nil if none can be pending.
        ///   - gap: Why movements may be missing; nil if all are there.
        /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
        /// - Complexity: O(*n*) on average in the number of movements.
        public init(
            _ movements: some Sequence<CreditEvent>, pendingSince: Timestamp? = nil, gap: String? = nil
        ) throws(UsageError) {
            var positions: [ByteString: Int] = [:]
            var gathered: [HoldMovements] = []
            var known: Set<ByteString> = []
            var unnamed = 0
            var others: [String: Int] = [:]
            for movement in movements where known.insert(ByteString(movement.id)).inserted {
                guard let kind = HoldMovements.Kind(movement.type) else {
                    if movement.type != .topup, movement.type != .adjustment, movement.holdID?.isEmpty == false {
                        others[movement.type.map { "of the type \($0.rawValue)" } ?? "without a type", default: 0] += 1
                    }
                    continue
                }
                guard let holdID = movement.holdID, !holdID.isEmpty else {
                    // A refund need not belong to a hold.
                    if kind != .refund { unnamed += 1 }
                    continue
                }
                let position = positions[ByteString(holdID)] ?? gathered.count
                if position == gathered.count {
                    positions[ByteString(holdID)] = position
                    gathered.append(HoldMovements(holdID: holdID))
                }
                gathered[position].add(movement, kind)
            }
            var holds: [Hold] = []
            for movements in gathered { holds.append(try movements.hold(pendingSince)) }
            self.holds = holds
            self.unnamed = unnamed
            gaps =
                [gap].compactMap(\.self)
                + others.sorted { ByteString($0.key) < ByteString($1.key) }.map { name, count in
                    "movements of holds \(name), of which it is not known what they do: \(count)"
                }
        }
    }
}

/// The movements of one hold.
private struct HoldMovements {
    enum Kind: Hashable {
        case hold, charge, release, refund

        init?(_ type: Aurous.CreditEventType?) {
            switch type {
            case .hold?: self = .hold
            case .charge?: self = .charge
            case .release?: self = .release
            case .refund?: self = .refund
            default: return nil
            }
        }
    }

    let holdID: String
    private var generationID: String?
    private var time: Timestamp?
    private var amounts: [Kind: ExactSum] = [:]
    private var counts: [Kind: Int] = [:]
    private var currencies: Set<Currency> = []

    init(holdID: String) {
        self.holdID = holdID
    }

    mutating func add(_ movement: Aurous.CreditEvent, _ kind: Kind) {
        generationID = generationID ?? movement.generationID
        if let created = movement.createdAt { time = time.map { min($0, created) } ?? created }
        counts[kind, default: 0] += 1
        currencies.insert(movement.currency)
        guard let amount = movement.fields.amount else { return }
        amounts[kind, default: ExactSum()].add(amount.isNegative ? amount.negated : amount)
    }

    func hold(_ pendingSince: Timestamp?) throws(UsageError) -> Aurous.HoldComparison.Hold {
        let held = try amounts[.hold]?.value()
        let charged = try amounts[.charge]?.value()
        let released = try amounts[.release]?.value()
        var rest: ExactDecimal?
        let isRepeated = currencies.count > 1 || [Kind.hold, .charge, .release].contains { (counts[$0] ?? 0) > 1 }
        if let held, !isRepeated {
            rest = try held.adding((charged ?? .zero).negated).adding((released ?? .zero).negated)
        }
        let outcome: Aurous.HoldComparison.Outcome
        if isRepeated {
            outcome = .repeated
        } else if counts[.hold] == nil {
            outcome = counts[.charge] == nil && counts[.release] == nil ? .refunded : .withoutHold
        } else if counts[.charge] != nil {
            // An overage has nothing to release. Of a movement without an amount nothing follows.
            let isTooMuch = rest?.isNegative ?? false && released ?? .zero != .zero
            let isTooLittle = released != nil && charged != nil && rest.map { $0 != .zero && !$0.isNegative } ?? false
            outcome = isTooMuch ? .releasedTooMuch : isTooLittle ? .releasedInPart : .charged
        } else if counts[.release] != nil {
            // Of a movement without an amount nothing follows.
            outcome = rest ?? .zero == .zero || released == nil ? .released : .releasedInPart
        } else if let pendingSince, let time, time >= pendingSince {
            outcome = .pending
        } else {
            outcome = .open
        }
        return Aurous.HoldComparison.Hold(
            holdID: holdID, outcome: outcome, generationID: generationID, time: time, exactHeld: held,
            exactCharged: charged, exactReleased: released, exactRefunded: try amounts[.refund]?.value(),
            exactRest: rest)
    }
}

extension Aurous.HoldComparison: CustomStringConvertible {
    /// How many holds of each outcome a text names; ``holds`` has all of them.
    private static let mostLines = 10

    /// The report for people: what came out, how many holds have each outcome, and the first of those that should not be.
    public var description: String {
        var lines: [String] = []
        switch verdict {
        case .agrees: lines.append("agrees: no fault in \(holds.count == 1 ? "1 hold" : "\(holds.count) holds")")
        case .differs: lines.append("differs: not each of \(holds.count) holds was charged or released once")
        case .unjudged: lines.append("cannot be judged: movements may be missing")
        }
        lines += gaps.map { "  not whole: \(sentence: $0)" }
        for outcome in Outcome.allCases {
            let holds = holds(outcome)
            if holds.isEmpty { continue }
            lines.append("\(outcome.rawValue): \(holds.count)\(outcome.remark)\(Self.held(holds, of: outcome))")
            if outcome == .charged {
                let rests = holds.count { $0.exactRest.map { $0 != .zero } ?? false }
                if rests > 0 { lines.append("  with another amount than that of the hold: \(rests); not judged") }
            }
            if outcome.isExpected { continue }
            lines += holds.prefix(Self.mostLines).map { "  " + $0.line }
            if holds.count > Self.mostLines { lines.append("  and \(holds.count - Self.mostLines) more") }
        }
        if unnamed > 0 { lines.append("movements that name no hold: \(unnamed)") }
        return lines.joined(separator: "\n")
    }

    /// What was set aside by holds of which nothing is known to have come back.
    private static func held(_ holds: [Hold], of outcome: Outcome) -> String {
        guard outcome == .open || outcome == .pending else { return "" }
        let sum = holds.reduce(ExactDecimal.zero as ExactDecimal?) { sum, hold in
            sum.flatMap { sum in hold.exactHeld.flatMap { try? sum.adding($0) } }
        }
        return sum.map { "; \($0) credit held" } ?? ""
    }
}

extension Aurous.HoldComparison.Outcome {
    /// What it means, for people; empty if the name says it.
    fileprivate var remark: String {
        switch self {
        case .charged, .released: ""
        case .releasedInPart: ", less was released than was left"
        case .releasedTooMuch: ", more was released than was left"
        case .refunded: ", of an earlier time"
        case .open: ", neither charged nor released"
        case .pending: ", neither charged nor released yet"
        case .withoutHold: ", charged or released without a hold"
        case .repeated: ", set aside, charged or released more than once, or in two currencies"
        }
    }
}

extension Aurous.HoldComparison.Hold {
    fileprivate var line: String {
        let parts = [
            exactHeld.map { "\($0) held" }, exactCharged.map { "\($0) charged" },
            exactReleased.map { "\($0) released" },
            exactRefunded.map { "\($0) refunded" },
        ].compactMap(\.self)
        let amounts = parts.isEmpty ? "no amounts" : parts.joined(separator: ", ")
        return "\(value: holdID): \(amounts)\(time.map { " (\($0))" } ?? "")"
    }
}
