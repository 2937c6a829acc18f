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
    let context: ServiceContext

    func register(on router: inout Router) {
        router.get("/api/v1/widget/conversations", forward)
        router.post("/api/v1/widget/conversations", start)
        router.get("/api/v1/widget/conversations/:conversation", forward)
        router.get("/api/v1/widget/conversations/:conversation/messages", forward)
        router.post("/api/v1/widget/conversations/:conversation/messages", forward)
        router.put("/api/v1/widget/conversations/:conversation/read", forward)
        router.get("/api/v1/widget/:inbox", configuration)
        router.post("/api/v1/widget/:inbox/visitor", visitor)
    }

    private func configuration(_ request: Request) async throws -> Response {
        try edge.admit(.widget, request)
        let door = try await doors.door(try request.id("inbox", "inbox"), requestID: request.requestID)
        let workspace = try await workspaces.workspace(door.workspace, requestID: request.requestID)
        var response = try Response.json(
            WidgetConfiguration(
                inbox: door.inbox.id, settings: door.inbox.widget, workspaceName: workspace.name,
                teamOnline: presence.isTeamOnline(door.workspace)))
        // The loader asks from the shop's page, without credentials; there is nothing here that the page does not show.
        response.headers.set("Access-Control-Allow-Origin", "*")
        response.headers.set("Cache-Control", "no-cache")
        return response
    }

    private func visitor(_ request: Request) async throws -> Response {
        try edge.admit(.visitor, request)
        let door = try await doors.door(try request.id("inbox", "inbox"), requestID: request.requestID)
        let pass = VisitorPass(
            workspace: door.workspace, inbox: door.inbox.id, visitor: .random(),
            expiry: context.now() + DeploymentKey.visitorLifetime)
        return try .created(VisitorGrant(visitor: pass.visitor, token: try context.key.visitorToken(pass)))
    }

    /// A first message: the contact first, so that it is there from the first message on, then the conversation. Both
    /// may be asked again, so a visitor whose answer was lost simply sends again.
    private func start(_ request: Request) async throws -> Response {
        let bearer = try edge.visitor(request)
        guard case .visitor(let visitor, let inbox) = bearer.principal.subject else { throw Failure.forbidden }
        let start = try await request.decode(WidgetStart.self)
        let door = try await doors.door(inbox, requestID: request.requestID)
        let details = try door.inbox.widget.preChat.checked(start.details)
        let contact = try await peers.contacts.call(
            .post, "/internal/workspaces/\(door.workspace)/contacts/match",
            sending: ContactMatch(visitor: visitor, details: details, language: start.language),
            requestID: request.requestID, client: edge.client(of: request), expecting: Contact.self)
        let (status, bytes) = try await peers.conversations.send(
            .post, "/v1/widget/conversations",
            body: try JSON.encode(
                ConversationStart(
                    contact: contact.id, contactName: contact.name, language: start.language, message: start.message)),
            as: bearer, requestID: request.requestID, client: edge.client(of: request))
        return .bytes(bytes, type: "application/json", status: status)
    }

    private func forward(_ request: Request) async throws -> Response {
        let bearer = try edge.visitor(request)
        return try await ForwardRoutes(edge: edge, peers: peers).forward(request, to: peers.conversations, as: bearer)
    }
}
