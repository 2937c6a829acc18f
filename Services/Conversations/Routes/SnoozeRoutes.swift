import Server
import ServiceKit
import WireModel

struct SnoozeRoutes: Sendable {
    let conversations: ConversationStore
    let alarm: Alarm

    func register(on router: inout Router) {
        router.put("/v1/conversations/:conversation/snooze", snooze)
        router.delete("/v1/conversations/:conversation/snooze", wake)
    }

    private func snooze(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsStatus)
        let id: ConversationID = try request.id("conversation", "conversation")
        let snooze = try await request.decode(Snooze.self)
        let conversation = try await conversations.snooze(id, snooze, for: principal)
        if let until = snooze.until { await alarm.set(to: until) }
        return try .json(conversation)
    }

    private func wake(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsStatus)
        let id: ConversationID = try request.id("conversation", "conversation")
        return try .json(try await conversations.wake(id, for: principal))
    }
}
