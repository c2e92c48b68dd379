// Document declaration: .scripts/generate-rows writes Auralytik+Export+JSON.swift from it.

public import Foundation

extension Auralytik {
    /// An export of AI calls that the provider prepares (`POST /exports/ai-calls`, `GET /exports/{jobId}`).
    public struct ExportJob: Identifiable, Sendable {  // document, wrapped data
        /// The id, with which its state is asked for.
        public var id: String  // jobId
        /// Its state; nil if the response that started it does not say.
        public var status: ExportStatus?  // status
        /// How much is done, in per cent; nil if that is not known.
        public var progress: Decimal?  // progress, open
        /// The address of the file, which is valid for two hours: anyone who has it can download the file.
        public var downloadURL: String?  // downloadUrl
        /// Why it failed: a text, or an object; nil if it did not fail.
        public var error: JSONValue?  // error
        /// What the envelope says of the response; nil for a bare response.
        public var meta: ResponseMeta?  // meta
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// Whether the API is up (`GET /health`).
    ///
    /// Its fields are not published.
    public struct Health: Sendable {  // document, wrapped data
        /// The state in a word.
        public var status: String?  // status, open, undocumented
        /// What the envelope says of the response; nil for a bare response.
        public var meta: ResponseMeta?  // meta
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The state of an export.
    public struct ExportStatus: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// It has not begun.
        public static let queued = Self(rawValue: "queued")
        /// The file is being made.
        public static let processing = Self(rawValue: "processing")
        /// The file is ready.
        public static let completed = Self(rawValue: "completed")
        /// It failed.
        public static let failed = Self(rawValue: "failed")
    }

    /// The format of an export.
    public struct ExportFormat: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Comma-separated values.
        public static let csv = Self(rawValue: "csv")
        /// A workbook of Excel.
        public static let xlsx = Self(rawValue: "xlsx")
    }
}

extension Auralytik.ExportJob {
    /// Whether the job has ended, well or not.
    public var isFinished: Bool { status == .completed || status == .failed }
}
