public import UsageKit

extension AuralytikFake {
    /// Returns an itemised record, with the members that the fake computes its summary from.
    ///
    /// The fields of such a record are not published; these are in the style of the vendor's other pages.
    ///
    /// - Parameters:
    ///   - instant: When the record was made.
    ///   - type: The meter.
    ///   - quantity: How much of the meter.
    ///   - keyID: The key; nil for a record without one.
    ///   - id: The id; nil for one that no other record has.
    ///   - members: Members to add or replace, by their names on the wire.
    /// - Returns: The record as on the wire.
    public static func detail(
        at instant: Timestamp, type: String = "calls", quantity: WireNumber = 1, keyID: String? = "ak_prod_demo",
        id: String? = nil, with members: JSONObject = [:]
    ) -> JSONValue {
        .row(
            [
                "id": .string(id ?? RowID.text("usg_", length: 20)), "timestamp": .wire(instant),
                "type": .string(type), "quantity": JSONValue(quantity), "keyId": keyID.map(JSONValue.string),
            ], replacing: members)
    }
}
