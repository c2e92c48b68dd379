internal import UsageKit

/// The rules of the endpoints that a wallet signs for.
struct VeniceWalletRules {
    let wallets: [VeniceFake.Wallet]

    /// The answer to a request below `/x402/`; nil for the path of another endpoint.
    ///
    /// - Throws: ``Refusal``.
    func answer(_ request: TransportRequest, _ path: String, _ query: RequestQuery) throws -> JSONValue? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[1] == "x402", ["balance", "transactions"].contains(parts[2]) else { return nil }
        let address = parts[3]
        guard Self.isAddress(address) else { throw VeniceRules.invalid("walletAddress", "Invalid wallet address") }
        guard let signature = request.headers["SIGN-IN-WITH-X"] else {
            throw VeniceRules.refusal(401, "Missing SIGN-IN-WITH-X header")
        }
        guard let signer = wallets.first(where: { $0.signature == signature }) else {
            throw VeniceRules.refusal(401, "Invalid SIGN-IN-WITH-X header")
        }
        guard signer.address.lowercased() == address.lowercased() else {
            throw VeniceRules.refusal(403, "The signer is not the owner of this wallet")
        }
        let balance = signer.transactions.first?["balanceAfter"] ?? 0
        guard parts[2] == "transactions" else {
            return [
                "success": true,
                "data": [
                    "walletAddress": .string(signer.address), "balanceUsd": balance,
                    "canConsume": .bool(balance.wireDecimal.map { $0 > .zero } ?? false), "minimumTopUpUsd": 5,
                    "suggestedTopUpUsd": 10,
                ],
            ]
        }
        let limit = try VeniceRules.number("limit", from: 1, through: 100, in: query) ?? 50
        let offset = try VeniceRules.number("offset", from: 0, through: .max, in: query) ?? 0
        let rest = signer.transactions.dropFirst(offset)
        return [
            "success": true,
            "data": [
                "walletAddress": .string(signer.address), "currentBalance": balance,
                "transactions": .array(Array(rest.prefix(limit))),
                "pagination": [
                    "limit": .number(JSONNumber(limit)), "offset": .number(JSONNumber(offset)),
                    "hasMore": .bool(rest.count > limit),
                ],
            ],
        ]
    }

    private static func isAddress(_ text: String) -> Bool {
        if text.hasPrefix("0x") { return text.utf8.count == 42 && text.dropFirst(2).allSatisfy(\.isHexDigit) }
        return (32...44).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) && !"0IOl".contains($0) }
    }
}
