/// What the header of a response says of the end of an endpoint.
public struct Deprecation: Hashable, Sendable {
    /// The provider's name for what is deprecated (`Aurous-Deprecated`).
    public var name: String?
    /// Since when it is deprecated (`Deprecation`, RFC 9745).
    public var since: Timestamp?
    /// When it ends (`Sunset`, RFC 8594).
    public var sunset: Timestamp?
    /// The address of its successor (`Link` with `rel="successor-version"`, RFC 5829).
    public var successor: String?

    /// Reads a header; nil if it says nothing of an end.
    package init?(_ headers: HTTPHeaders) {
        name = headers["Aurous-Deprecated"]
        since = headers["Deprecation"].flatMap(Self.instant)
        sunset = headers["Sunset"].flatMap(HTTPDate.parse)
        successor = Self.successor(in: headers)
        if name == nil, headers["Deprecation"] == nil, headers["Sunset"] == nil { return nil }
    }

    /// The target of `Link: <…>; rel="successor-version"`.
    static func successor(in headers: HTTPHeaders) -> String? {
        let links = headers["Link"]?.split(separator: ",") ?? []
        return links.first { $0.contains("successor-version") }?
            .split(separator: "<").last?.split(separator: ">").first.map(String.init)
    }

    /// `@` and seconds since 1970, or a date, as an earlier draft had it.
    private static func instant(_ text: String) -> Timestamp? {
        guard text.hasPrefix("@") else { return HTTPDate.parse(text) }
        return Int64(text.dropFirst()).flatMap { abs($0) < 1 << 40 ? Timestamp(seconds: $0) : nil }
    }

    /// Returns it with all texts of the server cleaned.
    func cleaned(by text: ErrorText) -> Deprecation {
        var deprecation = self
        deprecation.name = name.map(text.cleaned)
        deprecation.successor = successor.map(text.cleaned)
        return deprecation
    }
}

extension Deprecation: CustomStringConvertible {
    /// One line, for example `deprecated: events-v1, ends on 2026-09-16T00:00:00Z, replaced by /v2/events`.
    public var description: String {
        var words = [name.map { "deprecated: \($0)" } ?? "deprecated"]
        if let since { words.append("since \(since)") }
        if let sunset { words.append("ends on \(sunset)") }
        if let successor { words.append("replaced by \(successor)") }
        return words.joined(separator: ", ")
    }
}
