internal import UsageKit

/// The keys of an account with what they spent, computed from the rows.
struct VeniceKeys {
    let keys: [VeniceFake.Key]
    let now: Timestamp

    /// The answer of `GET /api_keys`.
    func list(of ledger: WireLedger) throws -> JSONValue {
        ["object": "list", "data": .array(try keys.map { try json(of: $0, ledger) })]
    }

    /// The answer of `GET /api_keys/{id}`.
    ///
    /// - Throws: ``Refusal`` for an unknown id.
    func one(_ id: String, of ledger: WireLedger) throws -> JSONValue {
        guard let key = keys.first(where: { $0.id == id }) else {
            throw VeniceRules.refusal(404, "The specified API key was not found")
        }
        return ["data": try json(of: key, ledger)]
    }

    /// The key that a row is attributed to: the same one for all rows of a request; nil, the web app, without a request.
    static func key(of row: JSONValue, among keys: [VeniceFake.Key]) -> VeniceFake.Key? {
        guard !keys.isEmpty, let request = row["inferenceDetails"]?["requestId"]?.string else { return nil }
        return keys[Int(OpaqueToken.hash(request) % UInt64(keys.count))]
    }

    private func json(of key: VeniceFake.Key, _ ledger: WireLedger) throws -> JSONValue {
        let own = ledger.entries.filter { entry in
            entry.position.instant <= now && Self.key(of: entry.row, among: keys)?.id == key.id
        }
        let week = now.advanced(by: .seconds(-7 * 86_400))
        var object: JSONObject = [
            "id": .string(key.id), "apiKeyType": "INFERENCE", "description": .string(key.description),
            "last6Chars": .string(String(key.id.suffix(6))), "createdAt": "2026-01-01T00:00:00.000Z", "expiresAt": nil,
            "lastUsedAt": own.last.map { .string($0.position.instant.wireMilliseconds) } ?? .null,
            "consumptionLimits": ["usd": JSONValue(key.dailyLimit), "diem": nil, "vcu": nil],
            "limitPeriod": "EPOCH", "modelPrivacy": "ALL",
            "usage": ["trailingSevenDays": try spend(own.filter { $0.position.instant >= week }, hasVCU: true)],
        ]
        if key.dailyLimit != nil {
            let today = own.filter { $0.position.instant.wireDay.daysSince1970 == now.wireDay.daysSince1970 }
            object.append("currentPeriodUsage", try spend(today, hasVCU: false))
        }
        return .object(object)
    }

    /// Amounts with four decimals, as texts; bundled credits count as dollars, earned credits do not count.
    private func spend(_ entries: [WireLedger.Entry], hasVCU: Bool) throws -> JSONValue {
        func total(_ currencies: Set<String>) throws -> JSONValue {
            let amounts = entries.filter { currencies.contains($0.row["currency"]?.string ?? "") }
                .map { $0.row["amount"]?.wireDecimal?.negated ?? .zero }
            return .string(try amounts.wireSum().fourDecimals)
        }
        var object: JSONObject = ["usd": try total(["USD", "BUNDLED_CREDITS"])]
        if hasVCU { object.append("vcu", "0.0000") }
        object.append("diem", try total(["DIEM"]))
        return .object(object)
    }
}

extension ExactDecimal {
    /// The number with four decimals; further digits are cut off.
    fileprivate var fourDecimals: String {
        let parts = description.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1].prefix(4)) : ""
        return "\(parts[0]).\(fraction)\(String(repeating: "0", count: 4 - fraction.utf8.count))"
    }
}
