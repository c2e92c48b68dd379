/// What somebody notes of one request: a line of a log, a receipt.
public struct StatedRequest: Hashable, Sendable, Codable {
    /// The id of the request.
    public var requestID: String
    /// What it cost, positive for money spent; nil if that is not noted.
    public var charge: Money?
    /// When it was; nil if that is not noted.
    public var time: Timestamp?
    /// Whether other notes with the same id describe other parts of the same request, as rows of Venice do; their charges
    /// are added up.
    public var isPart: Bool

    /// Creates a note.
    public init(requestID: String, charge: Money? = nil, time: Timestamp? = nil, isPart: Bool = false) {
        self.requestID = requestID
        self.charge = charge
        self.time = time
        self.isPart = isPart
    }
}
