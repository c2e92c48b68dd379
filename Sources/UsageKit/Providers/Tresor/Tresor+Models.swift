// Written by .scripts/generate-rows from the declarations of this folder. Do not edit: change the declaration and run it again.

extension Tresor {
    /// What is documented of each declared model, by its name.
    static var models: [String: ModelShape] {
        [
            "Tresor.LedgerRow": Tresor.LedgerRow.shape,
            "Tresor.Model": Tresor.Model.shape,
            "Tresor.Model.Pricing": Tresor.Model.Pricing.shape,
            "Tresor.Model.Route": Tresor.Model.Route.shape,
            "Tresor.Receipt": Tresor.Receipt.shape,
            "Tresor.ReceiptClaims": Tresor.ReceiptClaims.shape,
            "Tresor.ReceiptHeader": Tresor.ReceiptHeader.shape,
            "Tresor.ReceiptKey": Tresor.ReceiptKey.shape,
            "Tresor.ReceiptKeys": Tresor.ReceiptKeys.shape,
            "Tresor.Routing": Tresor.Routing.shape,
        ]
    }
}
