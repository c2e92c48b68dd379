extension UsageRecord {
    /// Reads a record from its exported form.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` if a member is missing or not as it is written.
    init(exported value: JSONValue) throws(UsageError) {
        let members = try ExportedMembers(value)
        let amount = try members.decimal("charge")
        let currency = try members.text("currency").map(Currency.init(rawValue:))
        guard (amount == nil) == (currency == nil) else {
            throw members.unexpected("a charge with its currency, or neither", "charge")
        }
        guard let provider = try members.text("provider") else { throw members.unexpected("a text", "provider") }
        self.init(
            provider: ProviderID(rawValue: provider), id: try members.text("id"),
            requestID: try members.text("requestID"), repeatsRequest: try members.flag("repeatsRequest"),
            time: try members.instant("time"), type: try members.text("type"), model: try members.text("model"),
            apiKey: try members.text("apiKey"), user: try members.text("user"),
            status: try members.text("status").map(UsageStatus.init(rawValue:)), sku: try members.text("sku"),
            bot: try members.text("bot"), conversation: try members.text("conversation"),
            tokens: TokenCounts(input: try members.integer("inputTokens"), output: try members.integer("outputTokens")),
            quantities: try members.quantities("units"),
            charge: amount.flatMap { amount in currency.map { Money(exact: amount, currency: $0) } },
            duration: try members.milliseconds("durationMS"), labels: try members.labels("labels"))
    }
}

/// The members of a record's exported form; each but the labels must be present.
struct ExportedMembers {
    private let members: JSONObject

    init(_ value: JSONValue) throws(UsageError) {
        guard case .object(let members) = value else {
            throw UsageError(.unexpectedShape, "expected the object of a record")
        }
        self.members = members
    }

    func unexpected(_ expected: String, _ name: String) -> UsageError {
        var error = UsageError(.unexpectedShape, "expected \(expected)")
        error.codingPath = name
        return error
    }

    /// The value of a member; nil for null.
    private func value(_ name: String) throws(UsageError) -> JSONValue? {
        guard let value = members[name] else {
            throw UsageError(.unexpectedShape, "the field \(name) is missing")
        }
        // A plain `nil` could be read as the JSON value.
        return value.isNull ? Optional.none : value
    }

    func text(_ name: String) throws(UsageError) -> String? {
        guard let value = try value(name) else { return nil }
        guard let text = value.string else { throw unexpected("a text or null", name) }
        return text
    }

    func flag(_ name: String) throws(UsageError) -> Bool {
        guard case .bool(let flag) = try value(name) else { throw unexpected("true or false", name) }
        return flag
    }

    func integer(_ name: String) throws(UsageError) -> Int? {
        guard let value = try value(name) else { return nil }
        guard case .number(let number) = value, let integer = Int(number.literal) else {
            throw unexpected("an integer or null", name)
        }
        return integer
    }

    /// A number that is written as a text.
    func decimal(_ name: String) throws(UsageError) -> ExactDecimal? {
        try text(name).map { (text) throws(UsageError) in try decimal(text, name) }
    }

    private func decimal(_ text: String, _ path: String) throws(UsageError) -> ExactDecimal {
        guard let number = ExactDecimal(text) else {
            throw unexpected("the text of a number of up to 38 significant digits", path)
        }
        return number
    }

    func milliseconds(_ name: String) throws(UsageError) -> Duration? {
        guard let value = try value(name) else { return nil }
        guard case .number(let number) = value, let exact = ExactDecimal(number.literal),
            let duration = Duration(exactMilliseconds: exact)
        else { throw unexpected("a number of milliseconds with up to 15 decimal places, or null", name) }
        return duration
    }

    func instant(_ name: String) throws(UsageError) -> Timestamp? {
        guard let text = try text(name) else { return nil }
        guard let instant = Timestamp(written: text) else {
            throw unexpected("an RFC 3339 instant such as 2026-05-20T00:00:00Z", name)
        }
        return instant
    }

    /// The labels; a record without labels lacks the member.
    func labels(_ name: String) throws(UsageError) -> [UsageDimension: String] {
        guard let labels = members[name], labels != .null else { return [:] }
        guard case .object(let labels) = try value(name) else { throw unexpected("an object", name) }
        var texts: [UsageDimension: String] = [:]
        for member in labels.members {
            guard let text = member.value.string else { throw unexpected("a text", "\(name).\(member.name)") }
            texts[UsageDimension(rawValue: member.name)] = text
        }
        return texts
    }

    func quantities(_ name: String) throws(UsageError) -> [Quantity] {
        guard case .object(let units) = try value(name) else { throw unexpected("an object", name) }
        return try units.members.map { (member) throws(UsageError) in
            guard let text = member.value.string else { throw unexpected("a text", "\(name).\(member.name)") }
            return Quantity(
                exact: try decimal(text, "\(name).\(member.name)"), unit: UsageUnit(rawValue: member.name))
        }
    }
}
