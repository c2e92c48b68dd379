// Written by .scripts/generate-rows from the declarations of this folder. Do not edit: change the declaration and run it again.

extension Tresor {
    /// What is documented of each declared model, by its name.
    static var models: [String: ModelShape] {
        [
            "Tresor.LedgerRow": Tresor.LedgerRow.shape
        ]
    }
}
