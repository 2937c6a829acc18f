import HTTP
import JSON
import Server
import ServiceKit
import WireModel

/// What a visitor's widget asks for.
struct WidgetRoutes: Sendable {
    let edge: Edge
    let doors: Doors
    let peers: Peers
    let presence: Presence
    let workspaces: WorkspaceNames
    let files: FileRoutes
    let context: ServiceContext

    func register(on router: inout Router) {
        router.get("/api/v1/widget/conversations", forward)
        router.post("/api/v1/widget/conversations", start)
        router.get("/api/v1/widget/conversations/:conversation", forward)
        router.get("/api/v1/widget/conversations/:conversation/messages", forward)
        router.post("/api/v1/widget/conversations/:conversation/messages", forward)
        router.put("/api/v1/widget/conversations/:conversation/read", forward)
        router.put("/api/v1/widget/conversations/:conversation/rating", forward)
        router.post("/api/v1/widget/conversations/:conversation/attachments") { request in
            let bearer = Bearer(try await admitted(request).0.principal(language: .arabic))
            try edge.limits.upload(by: bearer.principal)
            return try await files.receive(request, as: bearer)
        }
        router.get("/api/v1/widget/attachments/:attachment") { request in
            try await files.send(request, as: Bearer(try await admitted(request).0.principal(language: .arabic)))
        }
        router.get("/api/v1/widget/:inbox", configuration)
        router.post("/api/v1/widget/:inbox/visitor", visitor)
    }

    /// The loader asks from the shop's page, without credentials: every answer may be read there, so that a refusal is
    /// seen in that page's console. There is nothing in it that the page does not show.
    private func configuration(_ request: Request) async throws -> Response {
        try edge.admit(.widget, request)
        var response: Response
        do {
            let door = try await doors.door(try request.id("inbox", "inbox"), requestID: request.requestID)
            try door.inbox.admit(page: edge.foreignPage(request))
            let workspace = try await workspaces.workspace(door.workspace, requestID: request.requestID)
            response = try Response.json(
                WidgetConfiguration(
                    inbox: door.inbox.id, settings: door.inbox.widget, workspaceName: workspace.name,
                    teamOnline: presence.isTeamOnline(door.workspace), verification: door.inbox.verification,
                    attachments: door.attachments))
        } catch let failure as Failure {
            response = .problem(failure)
        }
        response.headers.set("Access-Control-Allow-Origin", "*")
        response.headers.set("Vary", "Origin")
        response.headers.set("Cache-Control", "no-cache")
        return response
    }

    private func visitor(_ request: Request) async throws -> Response {
        try edge.admit(.visitor, request)
        let bytes = try await request.body.collect(upTo: jsonBodyLimitBytes)
        let proof = bytes.isEmpty ? VisitorProof() : try JSON.decode(VisitorProof.self, from: bytes)
        let door = try await doors.door(try request.id("inbox", "inbox"), requestID: request.requestID)
        try door.inbox.admit(page: edge.foreignPage(request))
        let pass = try pass(at: door, showing: proof.token)
        return try .created(
            VisitorGrant(visitor: pass.visitor, token: try context.key.visitorToken(pass), identity: pass.identity))
    }

    /// A new visitor, or the one that the token's customer always is.
    private func pass(at door: InboxDoor, showing token: String?) throws(Failure) -> VisitorPass {
        let (key, inbox, now) = (context.key, door.inbox.id, context.now())
        guard let token else {
            try door.inbox.admit(nil)
            try door.inbox.admitNewcomer()
            return VisitorPass(
                workspace: door.workspace, inbox: inbox, visitor: .random(),
                expiry: now + DeploymentKey.visitorLifetime)
        }
        let secrets = door.secrets.map { key.verificationSecret($0, of: inbox) }
        let identity = try VisitorToken.identity(of: token, secrets: secrets, now: now)
        return VisitorPass(
            workspace: door.workspace, inbox: inbox,
            visitor: key.visitor(of: identity.subject, at: inbox, in: door.workspace),
            expiry: now + DeploymentKey.verifiedVisitorLifetime, identity: identity)
    }

    /// The visitor behind a request, where their inbox takes them.
    private func admitted(_ request: Request) async throws -> (VisitorPass, InboxDoor) {
        let pass = try edge.visitor(request)
        let door = try await doors.door(pass.inbox, requestID: request.requestID)
        try door.inbox.admit(pass.identity)
        return (pass, door)
    }

    /// A first message: the contact first, so that it is there from the first message on, then the conversation. Both
    /// may be asked again, so a visitor whose answer was lost simply sends again. What the conversation would refuse is
    /// refused before there is a contact.
    private func start(_ request: Request) async throws -> Response {
        let (pass, door) = try await admitted(request)
        let start = try await request.decode(WidgetStart.self)
        try start.message.check(path: "message.")
        guard start.message.kind != .note else { throw Failure.forbidden }
        let details = try door.inbox.widget.preChat.checked(start.details, of: pass.identity)
        let contact = try await peers.contacts.call(
            .post, "/internal/workspaces/\(door.workspace)/contacts/match",
            sending: ContactMatch(
                visitor: pass.visitor, inbox: pass.inbox, details: details, language: start.language,
                identity: pass.identity),
            requestID: request.requestID, client: edge.client(of: request), expecting: Contact.self)
        let (status, bytes) = try await peers.conversations.send(
            .post, "/v1/widget/conversations",
            body: try JSON.encode(
                ConversationStart(
                    contact: contact.id, contactName: contact.name, verified: pass.identity != nil,
                    language: start.language, message: start.message)),
            as: Bearer(pass.principal(language: .arabic)), requestID: request.requestID,
            client: edge.client(of: request))
        return .bytes(bytes, type: "application/json", status: status)
    }

    private func forward(_ request: Request) async throws -> Response {
        let bearer = Bearer(try await admitted(request).0.principal(language: .arabic))
        return try await ForwardRoutes(edge: edge, peers: peers).forward(request, to: peers.conversations, as: bearer)
    }
}
