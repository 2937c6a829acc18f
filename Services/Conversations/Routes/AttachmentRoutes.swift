import HTTP
import Server
import ServiceKit
import WireModel

/// Files in and out, of the team and of visitors alike: who may see a conversation may send to it.
struct AttachmentRoutes: Sendable {
    let attachments: AttachmentStore

    func register(on router: inout Router) {
        router.post("/v1/conversations/:conversation/attachments") { request in
            let principal = try request.principal(may: .conversationsView)
            guard principal.may(.conversationsReply) || principal.may(.conversationsNote) else {
                throw Failure.forbidden
            }
            return try await receive(request, by: principal)
        }
        router.get("/v1/attachments/:attachment") { request in
            try await send(request, to: try request.principal(may: .conversationsView))
        }
        router.post("/v1/widget/conversations/:conversation/attachments") { request in
            try await receive(request, by: try request.visitorPrincipal())
        }
        router.get("/v1/widget/attachments/:attachment") { request in
            try await send(request, to: try request.visitorPrincipal())
        }
    }

    /// What the sender says of the type is not looked at.
    private func receive(_ request: Request, by principal: Principal) async throws -> Response {
        let conversation: ConversationID = try request.id("conversation", "conversation")
        return try .created(
            try await attachments.receive(
                request.body, named: request.query("name"), for: .message(conversation), by: principal))
    }

    private func send(_ request: Request, to principal: Principal) async throws -> Response {
        let id: AttachmentID = try request.id("attachment", "attachment")
        let (attachment, file) = try await attachments.open(id, for: principal)
        let body = ResponseBody.stream(length: file.size) { writer in
            var place = 0
            while place < file.size {
                let piece = try await file.piece(at: place)
                guard !piece.isEmpty else { return }
                try await writer.write(piece)
                place += piece.count
            }
        }
        return Response(headers: FileHeaders.of(attachment), body: body)
    }
}

extension Request {
    /// - Throws: `session.required` without a principal, `permission.denied` for the team.
    fileprivate func visitorPrincipal() throws(Failure) -> Principal {
        let principal = try principal()
        guard principal.visitor != nil else { throw .forbidden }
        return principal
    }
}
