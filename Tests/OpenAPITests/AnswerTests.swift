import HTTP
import TestKit
import Testing
import WireModel

/// What the real services answer, against the document.
@Suite struct `Real answers` {
    @Test func `to every operation are as the document says`() async throws {
        try await Town.start { town in
            let tour = try Tour(town)
            try await tour.signIn()
            let inbox = try await tour.settings()
            let member = try await tour.team(inbox: inbox)
            let conversation = try await tour.widget(inbox: inbox)
            let tag = try await tour.tags(inbox: inbox)
            try await tour.work(on: conversation, member: member, inbox: inbox, tag: tag)
            try await tour.conversations(conversation, member: member)
            try await tour.writing(conversation)
            try await tour.replies()
            try await tour.open(inbox: inbox)
            try await tour.contacts()
            try await tour.audit()
            try await tour.operations()
            try await tour.account()
            try await tour.visit("signOut", as: "session", expecting: 204)

            let all = Set(tour.document.operations.filter { $0.tag != "Sockets" }.map(\.id))
            #expect(await tour.visited == all)
        }
    }

    /// One of every operation, the easiest to bring about.
    @Test func `to what fails are problems that the document names`() async throws {
        let safe = ["getDocument", "isAlive", "isReady", "getMetrics"]
        try await Town.start { town in
            let tour = try Tour(town)
            for operation in tour.document.operations where !safe.contains(operation.id) {
                let answer = try await tour.fail(operation)

                #expect(answer.status.rawValue >= 400, "\(operation)")
                #expect(answer.headers["Content-Type"] == "application/problem+json", "\(operation)")
                try await tour.check(answer, of: operation)
            }
        }
    }

    @Test func `to another method name the methods of the document`() async throws {
        try await Town.start { town in
            let tour = try Tour(town)
            try await tour.signIn()
            for (path, there) in Dictionary(grouping: tour.document.operations, by: \.path) {
                let documented = Set(there.map(\.method))
                let missing = ["PUT", "DELETE", "OPTIONS"].filter { !documented.contains($0) }
                for method in missing where path.hasPrefix("/api/") {
                    let answer = try await tour.ask(method, path)

                    #expect(answer.status == .methodNotAllowed, "\(method) \(path)")
                    let allowed = Set((answer.headers["Allow"] ?? "").split(separator: ", ").map(String.init))
                    #expect(allowed.subtracting(["HEAD"]) == documented, "\(method) \(path)")
                    #expect(try answer.failure.code == "method.notAllowed")
                }
            }
        }
    }
}

extension Tour {
    private static let writing = Value.object([
        "conversations.view": .list([.text("all")]), "conversations.note": .list([.text("all")]),
        "keys.manage": .list([.text("all")]), "members.viewAs": .list([.text("all")]),
    ])

    fileprivate func signIn() async throws {
        try await visit("signUp", expecting: 201)
        let document = document
        let example = document.requestBody(of: try document.operation("signUp"))?.example ?? .null
        let other = example.with("password", .text("cardamom and saffron"))
        try await visit("signUp", body: other, expecting: 409)
        try await visit("signIn", expecting: 201)
        try await visit("getSession", as: "session")
    }

    /// - Returns: The first inbox.
    fileprivate func settings() async throws -> String {
        try await visit("getWorkspace")
        try await visit("changeWorkspace")
        try await visit("getWorkspaceSettings")
        try await visit("setWorkspaceSettings")
        let grant = try await visit(
            "createAPIKey", body: .object(["name": .text("CRM"), "grants": Self.writing]), expecting: 201)
        setAPIKey(grant["secret"].text ?? "")
        try await visit("listAPIKeys", as: "apiKey")
        let other = try await visit("createAPIKey", expecting: 201)
        let key = ["key": other["key"]["id"].text ?? ""]
        try await visit("revokeAPIKey", key, expecting: 204)
        try await visit("revokeAPIKey", key, expecting: 404)
        try await visit("createInbox", expecting: 201)
        let inbox = try await visit("listInboxes")["items"].items.first?["id"].text ?? ""
        try await visit("getInbox", ["inbox": inbox])
        try await visit("changeInbox", ["inbox": inbox])
        let made = try await visit("createVerificationSecret", ["inbox": inbox], expecting: 201)
        try await visit("createVerificationSecret", ["inbox": inbox], expecting: 201)
        try await visit("createVerificationSecret", ["inbox": inbox], expecting: 409)
        try await visit("listVerificationSecrets", ["inbox": inbox])
        let secret = ["inbox": inbox, "secret": made["secret"]["id"].text ?? ""]
        try await visit("revokeVerificationSecret", secret, expecting: 204)
        try await visit("revokeVerificationSecret", secret, expecting: 404)
        return inbox
    }

    /// - Returns: A second member.
    fileprivate func team(inbox: String) async throws -> String {
        let document = document
        let example = document.requestBody(of: try document.operation("invite"))?.example ?? .null
        let draft = example.with("inboxes", .list([.text(inbox)]))
        let owner = session
        let invited = try await visit("invite", body: draft, expecting: 201)
        let token = invited["token"]
        let invitation = ["invitation": invited["invitation"]["id"].text ?? ""]
        #expect(try await visit("showInvitationLink", invitation)["token"] == token)
        let revoked = try await visit("invite", body: draft.with("email", nil), expecting: 201)["invitation"]["id"]
        try await visit("revokeInvitation", ["invitation": revoked.text ?? ""], expecting: 204)
        try await visit("listInvitations")
        try await visit("previewInvitation", body: .object(["token": token]))
        let joining = document.requestBody(of: try document.operation("acceptInvitation"))?.example ?? .null
        let joined = try await visit("acceptInvitation", body: joining.with("token", token), expecting: 201)
        try await visit("previewInvitation", body: .object(["token": token]), expecting: 410)
        try await visit("createInbox", expecting: 403)
        use(session: owner)
        let member = ["member": joined["member"]["id"].text ?? ""]
        try await visit("getMember", member)
        try await visit("changeMember", member, body: .object(["inboxes": .text("all")]))
        try await visit("listMembers", query: "limit=1")
        try await visit("explainMember", member)
        try await roles(member["member"] ?? "")
        let me = try await visit("getSession")["member"]["id"].text ?? ""
        try await visit("removeMember", ["member": me], expecting: 409)
        try await visit("removeMember", member, expecting: 204)
        return me
    }

    private func roles(_ member: String) async throws {
        let role = ["role": try await visit("createRole", expecting: 201)["id"].text ?? ""]
        try await visit("listRoles")
        try await visit("changeRole", role)
        try await visit("changeMember", ["member": member], body: .object(["role": .text(role["role"] ?? "")]))
        try await visit("removeRole", role, expecting: 409)
        try await visit("changeMember", ["member": member], body: .object(["role": .text("light")]))
        try await visit("removeRole", role, expecting: 204)
        let team = ["team": try await visit("createTeam", expecting: 201)["id"].text ?? ""]
        try await visit("changeTeam", team, body: .object(["members": .list([.text(member)])]))
        try await visit("listTeams")
        try await visit("removeTeam", team, expecting: 204)
    }

    /// - Returns: A conversation that a visitor began.
    fileprivate func widget(inbox: String) async throws -> [String: String] {
        try await visit("getWidget", ["inbox": inbox])
        let grant = try await visit("createVisitor", ["inbox": inbox], expecting: 201)
        setVisitor(grant["token"].text ?? "")
        let forged = Value.object(["token": .text("a.b.c")])
        try await visit("createVisitor", ["inbox": inbox], body: forged, expecting: 401)
        let started = try await visit("startConversation", expecting: 201)
        try await visit("startConversation")
        let conversation = ["conversation": started["conversation"]["id"].text ?? ""]
        try await visit("listOwnConversations")
        try await visit("getOwnConversation", conversation)
        let draft = Value.object(["clientId": .number(7), "body": .text("مرحبا")])
        try await visit("sendOwnMessage", conversation, body: draft, expecting: 201)
        try await visit("sendOwnMessage", conversation, body: draft)
        try await visit("sendOwnMessage", conversation, body: draft.with("kind", .text("note")), expecting: 403)
        try await visit("listOwnMessages", conversation, query: "limit=1")
        try await file(conversation, "uploadOwnAttachment", "sendOwnMessage", "downloadOwnAttachment", clientId: 70)
        try await visit("markOwnConversationRead", conversation, expecting: 204)
        return conversation
    }

    fileprivate func conversations(_ conversation: [String: String], member: String) async throws {
        try await visit("listConversations", query: "status=active&assignee=none&limit=1")
        try await visit("queryConversations")
        let view = ["view": try await visit("createView", expecting: 201)["id"].text ?? ""]
        try await visit("listViews")
        try await visit("changeView", view)
        try await visit("listConversations", query: "view=\(view["view"] ?? "")&sort=waiting")
        try await visit("countConversations")
        try await visit("removeView", view, expecting: 204)
        try await visit("getConversation", conversation)
        let named = Value.list([.text(conversation["conversation"] ?? "")])
        let close = Value.object(["kind": .text("wake")])
        try await visit("actOnConversations", body: .object(["ids": named, "action": close]))
        try await visit("mergeConversations", conversation, body: .object(["from": named]), expecting: 409)
        try await visit("assignConversation", conversation, body: .object(["member": .text(member)]))
        let team = try await visit("createTeam", expecting: 201)["id"]
        try await visit("handConversation", conversation, body: .object(["team": team]))
        try await visit("sendMessage", conversation, expecting: 201)
        try await visit("sendMessage", conversation)
        let note = Value.object(["clientId": .number(8), "body": .text("…"), "kind": .text("note")])
        try await visit("sendMessage", conversation, body: note, as: "apiKey", expecting: 201)
        try await visit("listMessages", conversation, query: "after=1")
        try await file(conversation, "uploadAttachment", "sendMessage", "downloadAttachment", clientId: 80)
        try await visit("markConversationRead", conversation, expecting: 204)
        try await eventually("the index has caught up") {
            try await visit("search", query: "q=%D9%85%D8%B1%D8%AD%D8%A8%D8%A7&limit=1")["items"].items.count == 1
        }
        try await visit("search", query: "q=x", expecting: 400)
        try await visit("search", query: "q=xy&inbox=x", expecting: 422)
        try await visit("setConversationStatus", conversation)
        let late = Value.object(["clientId": .number(9), "body": .text("…")])
        try await visit("sendMessage", conversation, body: late, expecting: 409)
        town.gateway.clock.advance(by: .seconds(73 * 3600))
        try await visit("sendOwnMessage", conversation, body: late, expecting: 409)
        let large = late.with("body", .text(String(repeating: "a", count: 16_385)))
        try await visit("sendMessage", conversation, body: large, expecting: 413)
    }

    /// Sends a file, names it in a message, and gets it back; and what may go wrong with it.
    private func file(
        _ conversation: [String: String], _ upload: String, _ send: String, _ download: String, clientId: Double
    ) async throws {
        let text = Array("مرحبا".utf8)
        let file = try await visit(upload, conversation, query: "name=a.txt", bytes: text, expecting: 201)["id"]
        let draft = Value.object([
            "clientId": .number(clientId), "body": .text(""), "attachments": .list([file]),
        ])
        try await visit(send, conversation, body: draft, expecting: 201)
        try await visit(send, conversation, body: draft.with("clientId", .number(clientId + 1)), expecting: 404)
        try await visit(download, ["attachment": file.text ?? ""])
        try await visit(download, ["attachment": "att_05dmh2f3r0g4a"], expecting: 404)
        try await visit(upload, conversation, query: "name=a.txt", bytes: [], expecting: 422)
        try await visit(upload, conversation, query: "name=a.exe", bytes: text, expecting: 415)
        try await visit(upload, conversation, query: "name=a.png", bytes: text, expecting: 422)
    }

    fileprivate func contacts() async throws {
        let other = Value.object(["name": .text("Noor"), "email": .text("noor@example.com")])
        let contact = ["contact": try await visit("createContact", body: other, expecting: 201)["id"].text ?? ""]
        try await visit("createContact", body: other, expecting: 409)
        try await visit("getContact", contact)
        try await visit("changeContact", contact)
        try await visit("blockContact", contact)
        try await visit("unblockContact", contact)
        try await visit("listContacts", query: "query=noor")
        try await visit("listContacts", query: "cursor=x", expecting: 422)
    }

    fileprivate func audit() async throws {
        try await visit("listAudit", query: "action=member.&limit=1")
        try await visit("listAudit", query: "actor=nobody")
        try await visit("listAudit", query: "action=x", expecting: 422)
        try await visit("exportAudit", query: "from=2026-11-21T09:30:00.000Z")
    }

    fileprivate func operations() async throws {
        try await visit("listPlans")
        let workspace = try await visit("getWorkspace")["id"].text ?? ""
        try await visit("setPlan", ["workspace": workspace])
        try await visit("setPlan", ["workspace": workspace], body: .object(["plan": .text("none")]), expecting: 422)
        try await visit("getUsage")
        try await visit("getDocument")
        try await visit("isAlive")
        try await visit("getMetrics")
        let town = town
        try await eventually("the gateway is ready") { try await town.gateway.call(.get, "/readyz").status == .ok }
        try await visit("isReady")
    }

    /// A request that cannot succeed: of nobody, with a field that nobody knows, of something that is not.
    fileprivate func fail(_ operation: Document.Operation) async throws -> TestAnswer {
        let path = Dictionary(uniqueKeysWithValues: document.examplePath(of: operation))
        let hasBody = document.requestBody(of: operation) != nil
        let foreign: Headers = operation.id == "signOut" ? ["Origin": "https://elsewhere.example"] : [:]
        return try await send(
            operation, path, body: hasBody ? Array(#"{"surprise": 1}"#.utf8) : nil, as: "nobody", headers: foreign)
    }

    fileprivate func ask(_ method: String, _ path: String) async throws -> TestAnswer {
        let known = document.operations.first { $0.path == path }
        var operation = Document.Operation(id: "", method: method, path: path, value: .null)
        let names = known.map { document.examplePath(of: $0) } ?? []
        for (name, value) in names { operation.path = operation.path.replacing("{\(name)}", with: value) }
        return try await send(operation, [:], body: nil, as: "session")
    }
}

extension Document {
    /// The examples of a path's parameters: well-formed ids of nothing.
    func examplePath(of operation: Operation) -> [(String, String)] {
        root["paths"][operation.path]["parameters"].items.map(resolved).map { parameter in
            let example = resolved(parameter["schema"])["examples"].items.first
            return (parameter["name"].text ?? "", example?.text ?? example?.number.map { "\(Int($0))" } ?? "")
        }
    }
}
