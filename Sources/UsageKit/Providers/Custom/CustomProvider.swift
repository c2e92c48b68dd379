/// What is needed to read the ledger of a provider that this package does not know.
///
/// A row is a ``CustomRow``, a listing of rows a ``Listing``, and a ``Client`` walks listings. Walks, files, ledgers
/// and reports are then those of every other provider: <doc:AddingAProvider> walks through an example.
public enum CustomProvider: Sendable {}
