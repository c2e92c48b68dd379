// Amounts by currency or unit in an order that depends on nothing but their names.

extension [Money] {
    /// The amounts: national currencies first, then virtual units, each by the bytes of its name.
    init(_ amounts: [Currency: ExactDecimal]) {
        self = amounts.map { Money(exact: $1, currency: $0) }.sorted { left, right in
            if left.currency.isVirtual != right.currency.isVirtual { return right.currency.isVirtual }
            return ByteString(left.currency.rawValue) < ByteString(right.currency.rawValue)
        }
    }
}

extension [Quantity] {
    /// The quantities by the bytes of their units.
    init(_ quantities: [UsageUnit: ExactDecimal]) {
        self = quantities.map { Quantity(exact: $1, unit: $0) }
            .sorted { ByteString($0.unit.rawValue) < ByteString($1.unit.rawValue) }
    }
}
