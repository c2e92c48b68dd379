extension UsageDimension {
    /// The region of the upstream that served the request (Tresor).
    public static let region = Self(Label.region)
    /// The provider that served the request for the router (Tresor).
    public static let upstream = Self(Label.upstream)
    /// Whether routing moved the request to a secondary route, `true` or `false` (Tresor).
    public static let failover = Self(Label.failover)
    /// The name of the key; nil once the key is deleted (Tresor).
    public static let keyName = Self(Label.keyName)
    /// What is billed: tokens, minutes or seconds of audio, or requests (Tresor).
    public static let billingUnit = Self(Label.billingUnit)
    /// The discount in per cent that the charge includes already (Tresor).
    public static let discountPercent = Self(Label.discountPercent)
    /// The id of the receipt, which is unique to a row (Tresor).
    public static let receipt = Self(Label.receipt)
    /// The LoRA that was used (Aurous, request events).
    public static let lora = Self(Label.lora)
    /// The image or video that a movement of credits belongs to (Aurous, credit ledger).
    public static let generation = Self(Label.generation)
    /// The hold that a movement of credits belongs to (Aurous, credit ledger).
    public static let hold = Self(Label.hold)
    /// A human-readable description (Venice; Aurous, credit ledger).
    public static let note = Self(Label.note)
    /// The message that a record belongs to (ChatBotKit).
    public static let message = Self(Label.message)
    /// The task that a record belongs to (ChatBotKit).
    public static let task = Self(Label.task)
    /// The contact that a record belongs to (ChatBotKit).
    public static let contact = Self(Label.contact)
    /// The blueprint that a record belongs to (ChatBotKit).
    public static let blueprint = Self(Label.blueprint)
    /// The dataset that a record belongs to (ChatBotKit).
    public static let dataset = Self(Label.dataset)
    /// The skillset that a record belongs to (ChatBotKit).
    public static let skillset = Self(Label.skillset)
    /// The ability that a record belongs to (ChatBotKit).
    public static let ability = Self(Label.ability)
    /// Why usage was recorded, such as `conversation/complete`: `meta.reason` (ChatBotKit).
    public static let reason = meta("reason")

    /// What the metadata of a record says under a name (ChatBotKit).
    ///
    /// - Parameter path: The name of the member; for a member inside another object, the names of both with a dot between
    ///   them. Names may have dots themselves: the longest name that leads to a value comes first.
    /// - Returns: The dimension `meta.<path>`. Its values are texts, numbers as they are written, `true` and `false`;
    ///   other values count as missing. No ledger keeps a path with a part that is empty, or has white space at its
    ///   ends, so a query by it is refused.
    public static func meta(_ path: String) -> Self { Self(rawValue: metaPrefix + path) }

    /// What a record says in a field whose name is not published (Auralytik).
    ///
    /// - Parameter path: The name of the field; for a member inside an object, the names of both with a dot between them.
    /// - Returns: The dimension `field.<path>`, with values and parts as those of ``meta(_:)``.
    public static func field(_ path: String) -> Self { Self(rawValue: fieldPrefix + path) }

    static let metaPrefix = "meta."
    static let fieldPrefix = "field."
}
