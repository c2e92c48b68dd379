/// What somebody notes of one request: a line of a log, a receipt.
public struct StatedRequest: Hashable, Sendable, Codable {
    /// The id of the request.
    public var requestID: String
    /// What it cost; nil if that is not noted.
    public var charge: Money?
    /// When it was; nil if that is not noted.
    public var time: Timestamp?

    /// Creates a note.
    public init(requestID: String, charge: Money? = nil, time: Timestamp? = nil) {
        self.requestID = requestID
        self.charge = charge
        self.time = time
    }
}
