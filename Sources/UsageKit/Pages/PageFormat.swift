/// The names of the members of a provider's pages, for both fetched and saved pages.
struct PageFormat: Sendable {
    /// The member that holds the rows.
    let rows: String
    var cursor: String?
    var hasMore: String?
    var total: String?
    var totalPages: String?
    var pageSize: String?
    var page: String?
    var offset: String?
    var period: String?
    /// Objects that hold some of these members, such as `pagination`.
    ///
    /// A member that is recognized only inside such an object is named by its path, as in `pagination.total`.
    var groups: [String] = []
    /// Whether a member of such an object is known by its path only, so that it can have the name of another member.
    var groupsHavePaths = false
    /// Documented members that say nothing about the listing, such as `object`.
    var others: [String] = []
    /// Members that rows have: a document with two of them is a row.
    ///
    /// It may have an array of its own under the name of the rows. A page may have one of them, which is then a member that
    /// this version does not know.
    var rowMembers: [String] = []
    /// Members that only pages of other providers have, if rows do not tell the providers apart; a saved page with one of
    /// them is refused.
    var foreignMembers: [String] = []
    /// How a stream of the provider wraps its rows; nil if it has none.
    var stream: StreamFormat?
    /// The member with an error, a text or an object; such a page is refused, whatever rows it has.
    let error = "error"
    /// The member with the error code, in a page without rows.
    var errorCode: String?
    /// The member with the error message.
    var errorMessage: String?
    /// Another contract of the same address, whose responses have no rows; nil if there is no such contract.
    var otherContract: OtherContract?
    /// Whether a cursor means that more rows follow; some providers also send one with the last page.
    var cursorMeansMore = true
    /// Whether an empty cursor marks the last page, as null does.
    var emptyCursorIsLast = true
    /// Makes the error for a page that has an error code instead of rows.
    var refusal: @Sendable (_ code: String, _ message: String?) -> UsageError = { code, message in
        UsageError(.serverFailure, message ?? code)
    }
}

extension PageFormat {
    /// Another contract that the provider publishes for the same address.
    struct OtherContract: Sendable {
        /// A member that only responses of the other contract have.
        let member: String
        /// What the error says.
        let message: String
    }
}

/// The members of a page apart from its rows; nil for those that are missing.
struct PageEnvelope: Hashable, Sendable {
    /// The cursor member: a text, null, or missing.
    enum Cursor: Hashable, Sendable {
        case missing
        case null
        case value(String)
    }

    var cursor = Cursor.missing
    var hasMore: Bool?
    var total: Int?
    var totalPages: Int?
    var pageSize: Int?
    var page: Int?
    var offset: Int?
    var period: String?
    var errorCode: String?
    var errorMessage: String?
    /// The error in ``PageFormat/error``; nil if the member is null, false or empty.
    private(set) var error: JSONValue?
    /// Whether the page says that its request failed.
    private var isFailure = false
    private var failureMessage: String?
    /// The names of the members that were read.
    private var names: [String] = []
    /// The names of members that the format does not have.
    private(set) var unknown: [String] = []

    init() {}

    /// The text of the cursor; nil if it is null or missing.
    var cursorText: String? { if case .value(let text) = cursor { text } else { nil } }
}

extension PageEnvelope {
    /// Reads the value of a member, or skips it if the format does not name it.
    ///
    /// - Throws: ``UsageError`` if the value has another type than the format asks for, or if the member is repeated.
    mutating func read(_ name: String, _ json: inout JSONReader, _ format: PageFormat) throws(UsageError) {
        if format.isKnown(name) {
            guard !names.contains(name) else { throw json.malformed("the field \(name) is repeated") }
            names.append(name)
        }
        switch name {
        case format.cursor: cursor = try json.optionalString().map(Cursor.value) ?? .null
        case format.hasMore: hasMore = try json.optionalBool()
        // Some services write -1 for a total that they do not know.
        case format.total: total = try json.optionalInteger().flatMap { $0 < 0 ? nil : $0 }
        case format.totalPages: totalPages = try json.optionalInteger().flatMap { $0 < 0 ? nil : $0 }
        case format.pageSize: pageSize = try json.optionalInteger()
        case format.page: page = try json.optionalInteger()
        case format.offset: offset = try json.optionalInteger()
        case format.period: if case .string(let text) = try json.value() { period = text }
        case format.errorCode: errorCode = try json.optionalString()
        case format.errorMessage: errorMessage = try json.optionalString()
        case format.error:
            let value = try json.value()
            if !value.saysNothing { error = value }
        case _ where format.groups.contains(name):
            if json.null() { return }
            let group = name
            try json.eachMember { (name, json) throws(UsageError) in
                let path = "\(group).\(name)"
                if format.isKnown(path) {
                    try read(path, &json, format)
                } else if format.groupsHavePaths {
                    try json.skipValue()
                } else {
                    try read(name, &json, format)
                }
            }
        case "success":
            unknown.append(name)
            if try json.value() == false { isFailure = true }
        case "message":
            unknown.append(name)
            failureMessage = try json.value().string
        default:
            if !format.others.contains(name) { unknown.append(name) }
            try json.skipValue()
        }
    }
}

extension PageEnvelope {
    /// The error that the page states instead of its rows or beside them; nil if it states none.
    func refusal(_ format: PageFormat) -> UsageError? {
        if let errorCode { return format.refusal(errorCode, errorMessage) }
        if isFailure {
            let message = (failureMessage ?? errorMessage).map { ": \($0)" } ?? ""
            return UsageError(.serverFailure, "the page says that the request failed\(message)")
        }
        return error.flatMap { UsageError.stated("the page states an error", in: $0) }
    }

    /// The error that a saved document states instead of being a row; nil if it states none.
    static func refusal(of document: JSONObject, _ format: PageFormat) -> UsageError? {
        guard format.rowMembers.allSatisfy({ document[$0] == nil }) else { return nil }
        let what = "expected a row, found the error of a server in the member \(format.error)"
        if let error = document[format.error], let refusal = UsageError.stated(what, in: error) { return refusal }
        guard let code = format.errorCode.flatMap({ document[$0]?.string }) else { return nil }
        return format.refusal(code, format.errorMessage.flatMap { document[$0]?.string })
    }
}

extension JSONReader {
    /// Reads a page: its rows and its envelope.
    ///
    /// - Parameters:
    ///   - format: The names of the members.
    ///   - read: Reads the array of rows; nil if one of them cannot be read in the requested form.
    /// - Returns: The rows and the members beside them; nil if the rows cannot be read in the requested form.
    /// - Throws: ``UsageError`` with the byte and the path if the page is malformed, and the error of
    ///   ``PageFormat/refusal`` or ``PageFormat/error`` if it states an error.
    @inline(__always)
    mutating func page<Rows>(
        _ format: PageFormat, rows read: (inout JSONReader) throws(UsageError) -> Rows?
    ) throws(UsageError) -> (rows: Rows, envelope: PageEnvelope)? {
        var envelope = PageEnvelope()
        var rows: Rows?
        var isFirst = true
        try enterObject()
        while try hasNextMember(isFirst: isFirst) {
            isFirst = false
            let name = try internedText(of: try memberName())
            guard name == format.rows else {
                try envelope.read(name, &self, format)
                continue
            }
            guard rows == nil else { throw malformed("the field \(name) is repeated") }
            guard let read = try read(&self) else { return nil }
            rows = read
        }
        if let refusal = envelope.refusal(format) {
            var error = refusal
            error.byteOffset = position
            throw error
        }
        guard let rows else {
            if let other = format.otherContract, envelope.unknown.contains(other.member) {
                throw error(other.message, .otherContract, at: nil)
            }
            throw error("the field \(format.rows) is missing", .unexpectedShape, at: nil)
        }
        return (rows, envelope)
    }
}

extension PageFormat {
    /// Whether the format names a member, apart from the rows.
    func isKnown(_ name: String) -> Bool {
        saysWhatFollows(name) || [error, errorCode, errorMessage].contains(name)
    }

    /// Whether a member says where a page is in its listing, and what follows it.
    func saysWhatFollows(_ name: String) -> Bool {
        [cursor, hasMore, total, totalPages, pageSize, page, offset, period].contains(name) || groups.contains(name)
    }
}
