import HTTP
import Server
import ServiceKit
import WireModel

/// What only the deployment's own services may ask.
struct InternalRoutes: Sendable {
    let inboxes: InboxStore
    let conversations: ConversationStore
    let messages: MessageStore
    let usage: UsageStore
    let members: MembersClient
    let assigner: Assigner
    let log: EventLog
    let context: ServiceContext

    /// Ephemeral lines of one request.
    static let signalsLimitBytes = 1 << 20

    func register(on router: inout Router) {
        router.get("/internal/inboxes/:inbox", door)
        router.post("/internal/workspaces/:workspace/inboxes/first", firstInbox)
        router.get("/internal/conversations/:conversation/route", route)
        router.get("/internal/workspaces/:workspace/conversations/:conversation/transcript", transcript)
        router.get("/internal/workspaces/:workspace/usage", used)
        router.post("/internal/signals", signal)
        router.post("/internal/messages", append)
    }

    private func door(_ request: Request) async throws -> Response {
        try .json(try await inboxes.door(try request.id("inbox", "inbox")))
    }

    private func firstInbox(_ request: Request) async throws -> Response {
        let workspace: WorkspaceID = try request.id("workspace", "workspace")
        let wish = try await request.decode(FirstInbox.self)
        // A workspace's name may be longer than an inbox's.
        let name = try InboxRules.name(String(wish.name.trimmed.prefix(InboxRules.nameLimit)))
        let inbox = try await inboxes.first(
            workspace, name: name, widget: InboxRules.standard(title: name, language: wish.language))
        return try .json(inbox)
    }

    private func route(_ request: Request) async throws -> Response {
        try .json(try await conversations.route(try request.id("conversation", "conversation")))
    }

    private func transcript(_ request: Request) async throws -> Response {
        let workspace: WorkspaceID = try request.id("workspace", "workspace")
        return try .json(
            try await messages.transcript(workspace, try request.id("conversation", "conversation")))
    }

    private func used(_ request: Request) async throws -> Response {
        try .json(try await usage.find(try request.id("workspace", "workspace")))
    }

    private func signal(_ request: Request) async throws -> Response {
        let bytes = try await request.body.collect(upTo: Self.signalsLimitBytes)
        let lines = try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            let event = try EventLine(Array(line))
            guard event.seq == nil else {
                throw Failure(.malformed, "signal.stored", "A signal has no place in the log.")
            }
            if event.type == .presenceLease, let lease = try? event.data(as: PresenceLease.self) {
                assigner.heard(lease, in: event.workspace)
            }
            return event.bytes + [UInt8(ascii: "\n")]
        }
        log.signal(lines)
        return .noContent
    }

    /// What a gateway's sockets send, many in one request: a ``MessageLine`` each, and for each a ``MessageOutcome`` in
    /// the same order. Who sends is checked line by line, as it is on the routes for one message.
    private func append(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: MessageLine.batchLimitBytes)
        let lines = body.split(separator: UInt8(ascii: "\n"))
        guard lines.count <= MessageLine.batchLimit else {
            throw Failure(.tooLarge, "messages.tooMany", "A request holds up to \(MessageLine.batchLimit) messages.")
        }
        var posts: [Result<MessageStore.Post, any Error>] = []
        for line in lines {
            do {
                posts.append(.success(try await post(Array(line), requestID: request.requestID)))
            } catch {
                posts.append(.failure(error))
            }
        }
        let outcomes = await messages.append(posts)
        var answer: [UInt8] = []
        for outcome in outcomes {
            answer += outcome.mapError { context.failure(telling: $0, of: request) }.encoded()
        }
        return .bytes(answer, type: "application/x-ndjson")
    }

    private func post(_ text: [UInt8], requestID: String) async throws -> MessageStore.Post {
        let line = try MessageLine(text)
        let principal = try context.principal(of: line.principal)
        var message = try AcceptedMessage(line.draft, from: principal)
        if message.mentions != nil {
            try await members.checkMentions(of: &message, in: principal.workspace, requestID: requestID)
        }
        return MessageStore.Post(message: message, conversation: line.conversation, principal: principal)
    }
}
