public import UsageKit

extension AurousFake {
    /// What a key may do.
    public enum Scope: Int, Sendable, CaseIterable, Comparable {
        /// Read, and ask for estimates.
        case read
        /// Read, and create and change things.
        case write
        /// All, keys included.
        case full

        /// Whether a scope allows less than another one.
        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// The team and its credits.
    public struct Account: Sendable {
        /// The id of the team.
        public var teamID: String
        /// The name of the team.
        public var teamName: String
        /// When the team was made.
        public var createdAt: Timestamp
        /// Where invoices are sent; nil for a team that has not set it.
        public var billingEmail: String?
        /// All credits, those that are held included.
        public var credits: WireNumber
        /// Credits that are held.
        public var heldCredits: WireNumber
        /// How the team is billed; nil for a server that does not say it.
        public var billingMode: Aurous.BillingMode?

        /// Creates an account.
        public init(
            teamID: String = "team_01JX0000000000000000000001", teamName: String = "Example",
            createdAt: Timestamp = Timestamp(seconds: 1_767_225_600), billingEmail: String? = nil,
            credits: WireNumber = 1000, heldCredits: WireNumber = 0, billingMode: Aurous.BillingMode? = .metered
        ) {
            self.teamID = teamID
            self.teamName = teamName
            self.createdAt = createdAt
            self.billingEmail = billingEmail
            self.credits = credits
            self.heldCredits = heldCredits
            self.billingMode = billingMode
        }
    }

    /// The rates of images and videos for one version of the API.
    public struct RateCard: Sendable {
        /// The version, a date.
        public var version: String
        /// Credits for an image.
        public var image: WireNumber
        /// By what the price of an image is multiplied if its prompt is enhanced.
        public var enhancePromptMultiplier: WireNumber
        /// Credits for a second of video.
        public var videoSecond: WireNumber
        /// By what the price of a video is multiplied for a resolution, in order.
        public var resolutionFactors: [(resolution: String, factor: WireNumber)]

        /// Creates a card.
        public init(
            version: String = "2026-05-15", image: WireNumber = 1, enhancePromptMultiplier: WireNumber = 2,
            videoSecond: WireNumber = 0.5,
            resolutionFactors: [(resolution: String, factor: WireNumber)] = [
                ("480p", 1), ("720p", 1.5), ("1080p", 2.5),
            ]
        ) {
            self.version = version
            self.image = image
            self.enhancePromptMultiplier = enhancePromptMultiplier
            self.videoSecond = videoSecond
            self.resolutionFactors = resolutionFactors
        }
    }

    /// A model and its rates in credits for a million tokens.
    public struct Model: Sendable {
        enum Rates: Sendable {
            case chat(input: WireNumber, output: WireNumber)
            case embedding(text: WireNumber, visual: WireNumber)
        }

        /// The id.
        public let id: String
        let rates: Rates

        /// A model of chat.
        public static func chat(_ id: String, input: WireNumber, output: WireNumber) -> Model {
            Model(id: id, rates: .chat(input: input, output: output))
        }

        /// A model of embeddings.
        public static func embedding(_ id: String, text: WireNumber, visual: WireNumber) -> Model {
            Model(id: id, rates: .embedding(text: text, visual: visual))
        }

        /// A model of each kind.
        public static let examples: [Model] = [
            .chat("example-chat-1", input: 45, output: 180), .embedding("example-embed-2", text: 18.75, visual: 48.75),
        ]
    }
}
