/// Texts of people or keys that a store must not have, or has under another name.
///
/// A rule does not hold the text that it is about, but a salted digest of it.
struct LabelRules: Codable, Equatable, Sendable {
    private(set) var rules: [Rule] = []
    private var salt = ""

    struct Rule: Codable, Equatable, Sendable {
        let dimension: String
        let digest: String
        /// What the text becomes; nil for none.
        let replacement: String?
    }

    /// The dimensions whose texts can be replaced, beside the labels.
    static let dimensions: [UsageDimension] = [.user, .apiKey, .bot, .conversation]

    init() {}

    var isEmpty: Bool { rules.isEmpty }

    /// Adds a rule, in the place of one for the same text.
    ///
    /// - Returns: What the text became before; nil if there was no such rule, or if it became nothing.
    mutating func add(_ text: String, of dimension: UsageDimension, replacement: String?) -> String? {
        if salt.isEmpty {
            salt = Digest.base64((0..<32).map { _ in UInt8.random(in: .min ... .max) })
        }
        let digest = digest(text)
        let earlier = rules.first { $0.dimension == dimension.rawValue && $0.digest == digest }?.replacement
        rules.removeAll { $0.dimension == dimension.rawValue && $0.digest == digest }
        rules.append(Rule(dimension: dimension.rawValue, digest: digest, replacement: replacement))
        return earlier
    }

    /// What a text becomes; nil for none.
    func replacement(_ dimension: UsageDimension, _ text: String) -> String? {
        guard rules.contains(where: { $0.dimension == dimension.rawValue }) else { return text }
        let digest = digest(text)
        guard let rule = rules.first(where: { $0.dimension == dimension.rawValue && $0.digest == digest }) else {
            return text
        }
        return rule.replacement
    }

    private func digest(_ text: String) -> String {
        Digest.base64(MessageAuthentication.hmacSHA256(key: Array(salt.utf8), message: Array(text.utf8)))
    }

    func applied(to record: UsageRecord) -> UsageRecord {
        var record = record
        record.user = record.user.flatMap { replacement(.user, $0) }
        record.apiKey = record.apiKey.flatMap { replacement(.apiKey, $0) }
        record.bot = record.bot.flatMap { replacement(.bot, $0) }
        record.conversation = record.conversation.flatMap { replacement(.conversation, $0) }
        for (name, text) in record.labels { record.labels[name] = replacement(name, text) }
        return record
    }
}
