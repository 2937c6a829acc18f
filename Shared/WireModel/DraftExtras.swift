import JSON

/// What few drafts have, where drafts are read and written by hand: rare, and so by Codable within.
struct DraftExtras {
    private var attachments: [AttachmentID]?
    private var mentions: Mentions?
    private var quote: MessageID?
    private var basedOn: Int64?

    init() {}

    init(_ draft: MessageDraft) {
        (attachments, mentions, quote, basedOn) = (draft.attachments, draft.mentions, draft.quote, draft.basedOn)
    }

    static let names = ["attachments", "mentions", "quote", "basedOn"]

    /// Reads the field on which the scanner stands.
    /// - Returns: Whether it is one of these.
    mutating func read(_ scanner: inout JSONScanner) throws -> Bool {
        switch scanner.name {
        case "attachments": attachments = try Self.value(&scanner)
        case "mentions": mentions = try Self.value(&scanner)
        case "quote": quote = try Self.value(&scanner)
        case "basedOn": basedOn = try Self.value(&scanner)
        default: return false
        }
        return true
    }

    func give(to draft: inout MessageDraft) {
        (draft.attachments, draft.mentions, draft.quote, draft.basedOn) = (attachments, mentions, quote, basedOn)
    }

    func write(to writer: inout JSONWriter) {
        if let attachments { writer.field("attachments", Self.text(attachments)) }
        if let mentions { writer.field("mentions", Self.text(mentions)) }
        if let quote { writer.field("quote", quote.description) }
        if let basedOn { writer.field("basedOn", basedOn) }
    }

    /// The names of what is there.
    var given: [String] {
        zip(Self.names, [attachments != nil, mentions != nil, quote != nil, basedOn != nil]).filter(\.1).map(\.0)
    }

    private static func value<T: Decodable>(_ scanner: inout JSONScanner) throws -> T? {
        try scanner.isNull() ? nil : JSON.decode(T.self, from: scanner.raw().bytes)
    }

    /// What was decoded from JSON can be encoded.
    private static func text(_ value: some Encodable) -> RawJSON {
        RawJSON(bytes: (try? JSON.encode(value)) ?? Array("null".utf8))
    }
}
