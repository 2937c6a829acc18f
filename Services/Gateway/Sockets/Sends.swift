import HTTP
import JSON
import Loop
import ServiceKit
import WireModel

/// Takes the messages of one loop's sockets to the conversations, many in one request.
///
/// A request takes along what gathered by the time it begins: all that one turn of the loop brought, and all that came
/// while the one before it was under way. Only when a whole request's worth waits does one more begin beside it, up to
/// ``underWayLimit``. Nothing waits for a timer.
/// When a request fails as a whole, so does what waits behind it: nobody waits longer than for two of them.
actor Sends: LoopBound {
    static let underWayLimit = 4
    /// Messages that wait for a request to end; past it they are refused.
    static let waitingLimit = 1024

    typealias Completion = @Sendable (MessageOutcome) -> Void

    nonisolated let loop: EventLoop
    private let conversations: Peer
    private let context: ServiceContext
    private var waiting: [(line: [UInt8], completion: Completion)] = []
    private var underWay = 0
    private var isStarting = false

    init(conversations: Peer, context: ServiceContext, loop: EventLoop) {
        self.conversations = conversations
        self.context = context
        self.loop = loop
    }

    /// Calls `completion` on the loop, with the stored message or with why there is none.
    func send(
        _ draft: MessageDraft, to conversation: ConversationID, by bearer: Bearer, completion: @escaping Completion
    ) {
        do {
            let line = MessageLine(
                principal: try context.assertion(of: bearer), conversation: conversation, draft: draft
            ).encoded()
            guard line.count <= MessageLine.limitBytes else { throw Self.tooLarge }
            guard waiting.count < Self.waitingLimit else { throw conversations.unavailable }
            waiting.append((line, completion))
        } catch {
            return completion(.failure(Failure(describing: error)))
        }
        start()
    }

    /// Begins a request as the last thing of this turn, so that it takes along what the turn still brings.
    private func start() {
        guard !isStarting, underWay < Self.underWayLimit else { return }
        // More beside each other would only be smaller: measured, 8 µs more a message with 64 busy pairs.
        guard waiting.count >= (underWay == 0 ? 1 : MessageLine.batchLimit) else { return }
        isStarting = true
        loop.spawn { [self] in await sendBatch() }
    }

    private func sendBatch() async {
        isStarting = false
        underWay += 1
        let (body, completions) = takeBatch()
        start()
        do {
            let outcomes = try await outcomes(of: body, count: completions.count)
            for (completion, outcome) in zip(completions, outcomes) { completion(outcome) }
        } catch {
            let failure = Failure(describing: error)
            for completion in completions + takeAll() { completion(.failure(failure)) }
        }
        underWay -= 1
        start()
    }

    private func outcomes(of body: [UInt8], count: Int) async throws -> [MessageOutcome] {
        let answer = try await conversations.send(.post, "/internal/messages", body: body).bytes
        let outcomes = try? answer.split(separator: UInt8(ascii: "\n")).map { try MessageOutcome(line: Array($0)) }
        guard let outcomes, outcomes.count == count else { throw conversations.unavailable }
        return outcomes
    }

    /// As many of those that wait as fit into a request, the oldest first.
    private func takeBatch() -> (body: [UInt8], completions: [Completion]) {
        var body: [UInt8] = []
        var completions: [Completion] = []
        for (line, completion) in waiting.prefix(MessageLine.batchLimit) {
            guard body.count + line.count <= MessageLine.batchLimitBytes else { break }
            body += line
            completions.append(completion)
        }
        waiting.removeFirst(completions.count)
        return (body, completions)
    }

    private func takeAll() -> [Completion] {
        defer { waiting = [] }
        return waiting.map(\.completion)
    }

    private static let tooLarge = Failure(.tooLarge, "body.tooLarge", "The message is too large.")
}
