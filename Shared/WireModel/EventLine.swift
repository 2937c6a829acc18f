import JSON

/// One line of an event stream with only what routes it taken out; the bytes are what browsers get.
public struct EventLine: Sendable {
    public let bytes: [UInt8]
    public private(set) var log: Event.Log
    public private(set) var seq: Int64?
    public private(set) var type: EventType?
    public private(set) var audience: Event.Audience
    public private(set) var workspace: WorkspaceID
    public private(set) var inbox: InboxID?
    public private(set) var assignee: MemberID?
    public private(set) var team: TeamID?
    public private(set) var conversation: ConversationID?
    public private(set) var visitor: VisitorID?
    public private(set) var member: MemberID?
    private var dataRange: Range<Int>

    /// - Throws: `JSONFault` for anything that is not an event. A `type` of a newer service is nil, not an error; an
    ///   audience, a log or an id that is not known is an error, since nobody could say who may hear of it.
    public init(_ bytes: [UInt8]) throws {
        var scanner = try JSONScanner(bytes)
        var log: Event.Log?
        var audience: Event.Audience?
        var workspace: WorkspaceID?
        var dataRange = 0..<0
        self.bytes = bytes
        while try scanner.nextField() {
            switch scanner.name {
            case "log": log = Event.Log(rawValue: try scanner.string())
            case "seq": seq = try scanner.int64()
            case "type": type = EventType(rawValue: try scanner.string())
            case "audience": audience = Event.Audience(rawValue: try scanner.string())
            case "workspace": workspace = try scanner.string { WorkspaceID($0) }
            case "inbox": inbox = try Self.id(&scanner)
            case "assignee": assignee = try Self.id(&scanner)
            case "team": team = try Self.id(&scanner)
            case "conversation": conversation = try Self.id(&scanner)
            case "visitor": visitor = try Self.id(&scanner)
            case "member": member = try Self.id(&scanner)
            case "data": dataRange = try scanner.skip()
            default: break
            }
        }
        guard let log, let audience, let workspace, !dataRange.isEmpty else {
            throw JSONFault.invalid("An event names its log, audience, workspace and data.")
        }
        (self.log, self.audience, self.workspace, self.dataRange) = (log, audience, workspace, dataRange)
    }

    /// Taken for absent, an inbox that cannot be read would show the event to the whole workspace.
    private static func id<Kind: IdentifierKind>(_ scanner: inout JSONScanner) throws -> Identifier<Kind> {
        guard let id = try scanner.string({ Identifier<Kind>($0) }) else {
            throw JSONFault.invalid("An event names what it is about by ids.")
        }
        return id
    }

    /// Where the conversation stood when it happened; nil where no inbox is named.
    public var place: Place? {
        inbox.map { Place(inbox: $0, assignee: assignee, team: team) }
    }

    /// The payload, as the type that ``EventType`` names for it. Fields of a newer service are ignored.
    public func data<T: Decodable>(as type: T.Type) throws -> T {
        try JSON.decode(type, from: Array(bytes[dataRange]), unknownFields: .ignored)
    }
}
