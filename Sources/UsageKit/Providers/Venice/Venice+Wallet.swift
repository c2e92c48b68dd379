// Document declaration: .scripts/generate-rows writes Venice+Wallet+JSON.swift from it.

public import Foundation

extension Venice {
    /// What a wallet can spend (`GET /x402/balance/{walletAddress}`).
    public struct WalletBalance: Sendable {  // document, wrapped data
        /// Whether the request succeeded, as the envelope says; nil if it does not say.
        public var success: Bool?  // success
        /// The address of the wallet.
        public var walletAddress: String  // walletAddress
        /// The prepaid balance in US dollars.
        public var balanceUSD: Decimal  // balanceUsd
        /// Whether requests are admitted.
        public var canConsume: Bool  // canConsume
        /// The smallest top-up in US dollars.
        public var minimumTopUpUSD: Decimal  // minimumTopUpUsd
        /// The suggested top-up in US dollars.
        public var suggestedTopUpUSD: Decimal  // suggestedTopUpUsd
        /// The wallet's DIEM in US dollars; nil if the server does not send it.
        public var diemBalanceUSD: Decimal?  // diemBalanceUsd
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// A movement of a wallet's prepaid balance (`GET /x402/transactions/{walletAddress}`).
    public struct WalletTransaction: Sendable {  // document
        /// The id.
        public var id: String  // id
        /// What was booked in US dollars, with the sign of the wire: negative for a charge.
        public var amount: Decimal  // amount
        /// The balance in US dollars after it.
        public var balanceAfter: Decimal  // balanceAfter
        /// The kind of movement.
        public var type: WalletTransactionType  // type
        /// When it was booked.
        public var createdAt: Timestamp  // createdAt
        /// The request that was charged; nil for other movements.
        public var requestID: String?  // requestId, null
        /// The model that was charged; nil for other movements.
        public var modelID: String?  // modelId, null
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The kind of a wallet's movement.
    public struct WalletTransactionType: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Money that was paid in.
        public static let topUp = Self(rawValue: "TOP_UP")
        /// A request that was charged.
        public static let charge = Self(rawValue: "CHARGE")
        /// A charge that was paid back.
        public static let refund = Self(rawValue: "REFUND")
    }
}
