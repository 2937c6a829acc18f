public import JSON

/// What a browser says on its socket: one JSON text frame each, told apart by `type`.
///
/// A frame with `id` gets exactly one answer, a ``SocketReply``. The first frame must be `hello`, within ten seconds.
/// Members connect to `/api/v1/socket` with their cookie, visitors to `/api/v1/widget/socket` with their token in
/// `hello`.
public enum SocketRequest: Sendable, Equatable {
    case hello(Hello)
    /// Sends a message; the answer is the stored ``Message``.
    case send(conversation: ConversationID, draft: MessageDraft)
    /// Marks as read up to a message; answered by `{}`.
    case read(conversation: ConversationID, sequence: Int64)
    /// Ephemeral and without an answer. `note` keeps it within the team.
    case typing(conversation: ConversationID, active: Bool, note: Bool)
    /// Whether this page shows the conversation; of members only. Ephemeral and without an answer.
    case viewing(conversation: ConversationID, active: Bool)
    /// For the pages of other members who write in the conversation; ephemeral and without an answer. `data` is an
    /// object of at most ``Cowriting/dataLimitBytes``, passed on as it stands.
    case cowriting(conversation: ConversationID, data: RawJSON)
    /// Answered by `{}`: for browsers, which cannot send a ping frame.
    case ping

    public struct Hello: Sendable, Equatable {
        /// A visitor's token; members have their cookie.
        public var token: String?
        /// Where the client stopped reading: the log's epoch and the last `seq` it saw. Nil on a first visit.
        public var epoch: String?
        public var after: Int64?

        public init(token: String? = nil, epoch: String? = nil, after: Int64? = nil) {
            self.token = token
            self.epoch = epoch
            self.after = after
        }
    }
}

/// The answer to a `hello`.
public struct Welcome: Codable, Sendable, Equatable {
    public enum Resume: String, Codable, Sendable {
        /// Every missed event follows this answer.
        case complete
        /// Too much was missed, or this is a first visit: fetch afresh.
        case reset
    }

    public var epoch: String
    /// The log's place at this moment: events from here on follow.
    public var seq: Int64
    public var resume: Resume
    /// For members: who of the team is there, and which visitors (at most 2,000).
    public var membersOnline: [MemberID]?
    public var visitorsOnline: [VisitorID]?
    /// For visitors: whether somebody of the team is there.
    public var teamOnline: Bool?

    public init(
        epoch: String, seq: Int64, resume: Resume, membersOnline: [MemberID]? = nil,
        visitorsOnline: [VisitorID]? = nil, teamOnline: Bool? = nil
    ) {
        self.epoch = epoch
        self.seq = seq
        self.resume = resume
        self.membersOnline = membersOnline
        self.visitorsOnline = visitorsOnline
        self.teamOnline = teamOnline
    }
}

/// What the gateway answers: `{"type":"reply","id":7,"ok":…}` or `{"type":"error","id":7,"problem":…}`.
/// Everything else it sends is an ``Event``, told apart by having `log`.
public enum SocketReply: Sendable, Equatable {
    case ok(id: Int64, RawJSON)
    /// `id` is nil when the request could not be read that far.
    case failed(id: Int64?, Failure)
}
