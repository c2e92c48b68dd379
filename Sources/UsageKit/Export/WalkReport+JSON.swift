extension WalkReport: JSONRepresentable {
    /// The walk as one object: `provider`, `endpoint` and `window`, followed by the members of ``outcomeValue``.
    ///
    /// A bound of the window that is open is null.
    public var jsonValue: JSONValue {
        let source: JSONObject = [
            "provider": .string(provider.rawValue), "endpoint": .string(endpoint),
            "window": ["start": JSONValue(window.start), "end": JSONValue(window.end)],
        ]
        return .object(JSONObject(source.members + outcome.members))
    }

    /// What the walk did as one object, without the ledger and the window that it read.
    ///
    /// Every member is always present, but `readAt` and `readThrough`, which only what a store has been read from has.
    /// `complete` says whether the walk reached the last row; `stopped` and `stoppedCode` say why it did not, and are null
    /// while it runs.
    public var outcomeValue: JSONValue { .object(outcome) }

    private var outcome: JSONObject {
        var members: JSONObject = [
            "complete": .bool(isComplete), "stopped": JSONValue(stopped?.message),
            "stoppedCode": JSONValue(stopped?.code.rawValue), "pages": JSONValue(pages), "rows": JSONValue(rows),
            "duplicates": JSONValue(duplicates), "revised": JSONValue(revised), "unsettled": JSONValue(unsettled),
            "outsideWindow": JSONValue(outsideWindow), "expected": JSONValue(expected),
            "notes": .array(notes.map(\.jsonValue)),
        ]
        if let readAt { members.append("readAt", JSONValue(readAt)) }
        if let readThrough { members.append("readThrough", JSONValue(readThrough)) }
        return members
    }
}

extension WalkNote {
    fileprivate var jsonValue: JSONValue {
        [
            "code": .string(code.rawValue), "count": JSONValue(count), "first": .array(first.map(JSONValue.string)),
        ]
    }
}
