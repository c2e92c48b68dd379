extension Venice.WalletTransaction: ListedRow {
    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }

    var contentHash: UInt64 { UInt64(bitPattern: Int64(hashValue)) }

    var traits: RowTraits { [] }

    private static let format = PageFormat(
        rows: "transactions", hasMore: "hasMore", pageSize: "limit", offset: "offset", groups: ["pagination"],
        others: ["walletAddress", "currentBalance"])

    /// The listing of a wallet, in an order that is not documented.
    static func endpoint(of wallet: String, pageSize: Int) throws(UsageError) -> Endpoint<Self> {
        try UsageError.check(pageSize: pageSize, in: 1...100)
        // Pages overlap by a row, so a page of one row would have no room for a new one.
        let pageSize = max(pageSize, 2)
        return Endpoint(
            path: "/x402/transactions/\(wallet)", first: .offset(0, overlaps: true),
            promises: ListingPromises(
                saysWhetherMoreFollow: true, limit: "limit", echoes: [.offset(parameter: "offset")]),
            stepBack: pageSize, emptyPage: .init(status: 200, body: #"{"data":{"transactions":[]}}"#),
            query: { [("limit", String(pageSize)), ("offset", String($0.requestedOffset))] },
            read: { (response) throws(UsageError) in try page(response, of: wallet) },
            info: { (page, position) throws(UsageError) in
                var info = PageInfo(offsetOf: page, at: position, pageSize: pageSize, overlaps: true)
                switch page.envelope.hasMore {
                case false?: info.next = .end
                case true? where page.count == 0: info.next = .unknown
                default: break
                }
                return info
            })
    }

    /// Reads the page that is in the member `data` of the body.
    private static func page(
        _ response: TransportResponse, of wallet: String
    ) throws(UsageError) -> (rows: [Self], envelope: PageEnvelope) {
        try response.read { (json, envelope) throws(UsageError) in
            try envelope?.requireSuccess()
            var page: (rows: [Self], envelope: PageEnvelope)?
            try json.eachMember { (name, json) throws(UsageError) in
                guard name == "data" else { return try json.skipValue() }
                guard page == nil else { throw json.malformed("the field data is repeated") }
                page = try json.page(format)
            }
            guard let page else { throw json.error("the field data is missing", .unexpectedShape, at: nil) }
            if let address = envelope?.text(in: "data", "walletAddress") {
                try Venice.WalletClient.check(address, is: wallet)
            }
            return page
        }
    }
}
