import HTTP
import JSON
import ServiceKit
import TestKit
import WireModel

/// Everybody who may knock at an operation: each role, each permission alone and all but it, programs, customers, and
/// those whose time is over.
struct Cast: Sendable {
    struct Person: Sendable {
        enum Kind: Sendable { case nobody, member, key, visitor }

        var name: String
        var kind: Kind
        var grants = Grants()
        var headers: Headers
    }

    static let password = "dates and coffee"

    let town: Town
    let document: Document
    let people: [Person]
    /// Real ids of the workspace by the names of the document's path parameters.
    let places: [String: String]
    let workspace: WorkspaceID

    init(_ town: Town) async throws {
        var maker = try await Maker(town)
        try await maker.invite()
        try await maker.admitPrograms()
        try await maker.admitCustomer()
        try await maker.end()
        self.town = town
        document = try Document.shared.get()
        people = maker.people
        places = maker.places
        workspace = maker.owner.workspace.id
    }

    /// Asks with the document's example, for what does not exist except in conversations, which are asked about real
    /// ones.
    func ask(_ operation: Document.Operation, as person: Person) async throws -> TestAnswer {
        var path = operation.path
        for (name, example) in document.examplePath(of: operation) {
            let value = name == "conversation" ? places[name] ?? example : example
            path = path.replacing("{\(name)}", with: value)
        }
        return try await send(operation, path, as: person)
    }

    /// Asks for what belongs to this workspace.
    func askForOwn(_ operation: Document.Operation, as person: Person) async throws -> TestAnswer {
        var path = operation.path
        for (name, example) in document.examplePath(of: operation) {
            path = path.replacing("{\(name)}", with: places[name] ?? example)
        }
        return try await send(operation, path, as: person)
    }

    private func send(_ operation: Document.Operation, _ path: String, as person: Person) async throws -> TestAnswer {
        let body = try document.requestBody(of: operation)?.example.json
        return try await town.gateway.send(
            HTTP.Method(operation.method), path, bytes: body, headers: person.headers)
    }

    /// How many events the services wrote of this workspace.
    func events() async throws -> Int {
        var count = 0
        for client in [town.conversations.client, town.contacts.client, town.identity.client] {
            let answer = try await client.call(
                .get, "/internal/workspaces/\(workspace)/events?after=0", as: nil, internal: true)
            count += answer.bytes.count(where: { $0 == UInt8(ascii: "\n") })
        }
        return count
    }
}

/// Brings the cast about through the public API, as people would.
private struct Maker {
    let town: Town
    private(set) var owner: Session
    private(set) var cookie: Headers
    var people: [Cast.Person] = []
    var places: [String: String] = [:]

    init(_ town: Town) async throws {
        self.town = town
        let form = SignUp(
            workspaceName: "Palm", name: "Salem", email: "owner@palm.example", password: Cast.password,
            language: .arabic)
        let answer = try await town.gateway.call(.post, "/api/v1/sign-up", body: form)
        owner = try answer.decode(Session.self)
        cookie = answer.cookie
        let expired = try await expire()
        people =
            [
                Cast.Person(name: "nobody", kind: .nobody, headers: [:]),
                Cast.Person(name: "owner", kind: .member, grants: .everything, headers: cookie),
            ] + expired
        places = ["workspace": owner.workspace.id.description, "session": owner.id.description]
        places["inbox"] = try await post("inboxes", InboxDraft(name: "Sales"))["id"].text
        let inbox = places["inbox"] ?? ""
        let secret = try await post("inboxes/\(inbox)/secrets")
        places["secret"] = secret["secret"]["id"].text
        places["source"] = ConversationID(rawValue: 1).description
        places["member"] = owner.member.id.description
        let late = SavedViewDraft(name: "Late", filter: .condition(.init("waiting", "set")))
        places["view"] = try await post("views", late)["id"].text
        places["contact"] = try await post("contacts", ContactDraft(name: "Layla"))["id"].text
    }

    /// An admin's session and a key with everything that were left until they ended; the owner comes in again.
    private mutating func expire() async throws -> [Cast.Person] {
        let draft = APIKeyDraft(
            name: "expired", grants: .everything, expiresAt: town.gateway.clock.now + .seconds(86_400))
        let key = try await post("api-keys", draft)
        var admin = try await join("expired", as: .admin, grants: Grants())
        admin.kind = .nobody
        town.gateway.clock.advance(by: .seconds(15 * 86_400))
        let form = SignIn(email: "owner@palm.example", password: Cast.password)
        let answer = try await town.gateway.call(.post, "/api/v1/session", body: form)
        owner = try answer.decode(Session.self)
        cookie = answer.cookie
        return [admin, Cast.Person(name: "expired key", kind: .nobody, headers: bearer(key["secret"]))]
    }

    /// Each built-in role, nothing, and for each permission those with it alone and with all but it.
    mutating func invite() async throws {
        for role in Role.builtIn where role != .owner {
            people.append(try await join(role.rawValue, as: role, grants: role.grants ?? Grants()))
        }
        var special: [(String, Grants)] = [("nothing", Grants())]
        for permission in Permission.allCases {
            special.append(("only \(permission.rawValue)", Grants([permission: [.all]])))
            var without = Grants.everything
            without[permission] = []
            special.append(("all but \(permission.rawValue)", without))
        }
        for (name, grants) in special {
            let role = try await post("roles", RoleDraft(name: name, grants: grants))["id"].text ?? ""
            places["role"] = role
            people.append(try await join(name, as: Role(rawValue: role) ?? .light, grants: grants))
        }
        places["team"] = try await post("teams", TeamDraft(name: "Sales"))["id"].text
        let open = InvitationDraft(role: .agent, inboxes: .all)
        places["invitation"] = try await post("invitations", open)["invitation"]["id"].text
    }

    mutating func admitPrograms() async throws {
        for (name, grants) in [("everything", Grants.everything), ("contacts", Grants([.contactsView: [.all]]))] {
            let grant = try await post("api-keys", APIKeyDraft(name: name, grants: grants))
            places["key"] = grant["key"]["id"].text
            people.append(
                Cast.Person(name: "key to \(name)", kind: .key, grants: grants, headers: bearer(grant["secret"])))
        }
    }

    mutating func admitCustomer() async throws {
        let inbox = places["inbox"] ?? ""
        let grant = try await town.gateway.call(.post, "/api/v1/widget/\(inbox)/visitor").decode(VisitorGrant.self)
        let headers = bearer(.text(grant.token))
        let start = WidgetStart(
            details: VisitorDetails(name: "Layla"), language: .arabic, message: MessageDraft(clientId: 1, body: "Hi"))
        let answer = try await town.gateway.call(.post, "/api/v1/widget/conversations", body: start, headers: headers)
        places["conversation"] = try answer.decode(WidgetConversationWithMessages.self).conversation.id.description
        let file = try await town.gateway.send(
            .post, "/api/v1/widget/conversations/\(places["conversation"] ?? "")/attachments?name=a.txt",
            bytes: Array("text".utf8), headers: headers
        ).decode(Attachment.self).id
        let draft = MessageDraft(clientId: 2, body: "", attachments: [file])
        _ = try await town.gateway.call(
            .post, "/api/v1/widget/conversations/\(places["conversation"] ?? "")/messages", body: draft,
            headers: headers)
        places["attachment"] = file.description
        people.append(Cast.Person(name: "visitor", kind: .visitor, headers: headers))
        people.append(
            Cast.Person(name: "cut visitor", kind: .nobody, headers: bearer(.text("\(grant.token.dropLast())"))))
        let halves = grant.token.split(separator: ".").reversed().joined(separator: ".")
        people.append(Cast.Person(name: "swapped visitor", kind: .nobody, headers: bearer(.text(halves))))
    }

    /// Those who were somebody: each had everything, and is nobody now.
    mutating func end() async throws {
        let gone = try await join("deactivated", as: .admin, grants: Grants())
        let left = try await join("signed out", as: .admin, grants: Grants())
        let key = try await post("api-keys", APIKeyDraft(name: "revoked", grants: .everything))
        let members = try await town.gateway.call(.get, "/api/v1/members", headers: cookie).decode(Page<Member>.self)
        for member in members.items where member.name == "deactivated" {
            _ = try await town.gateway.call(
                .patch, "/api/v1/members/\(member.id)", body: MemberChange(active: false), headers: cookie)
        }
        _ = try await town.gateway.call(.delete, "/api/v1/session", headers: left.headers)
        let id = key["key"]["id"].text ?? ""
        _ = try await town.gateway.call(.delete, "/api/v1/api-keys/\(id)", headers: cookie)
        for var person in [gone, left] {
            person.kind = .nobody
            people.append(person)
        }
        people.append(Cast.Person(name: "revoked key", kind: .nobody, headers: bearer(key["secret"])))
        var cut = cookie
        cut.set("Cookie", String((cookie["Cookie"] ?? "").dropLast()))
        people.append(Cast.Person(name: "cut session", kind: .nobody, headers: cut))
    }

    private func join(_ name: String, as role: Role, grants: Grants) async throws -> Cast.Person {
        let grant = try await post("invitations", InvitationDraft(role: role, inboxes: .all))
        let address = name.replacing(" ", with: "-").lowercased()
        let form = InvitationAcceptance(
            token: grant["token"].text ?? "", name: name, email: "\(address)@palm.example", password: Cast.password,
            language: .arabic)
        let answer = try await town.gateway.call(.post, "/api/v1/invitations/acceptance", body: form)
        return Cast.Person(name: name, kind: .member, grants: grants, headers: answer.cookie)
    }

    private func post(_ path: String, _ body: (any Encodable)? = nil) async throws -> Value {
        let answer = try await town.gateway.call(.post, "/api/v1/\(path)", body: body, headers: cookie)
        guard answer.status == .created else { throw Document.Missing(what: "\(path): \(answer.text)") }
        return try Value(answer.bytes)
    }

    private func bearer(_ secret: Value) -> Headers {
        ["Authorization": "Bearer \(secret.text ?? "")"]
    }
}

extension TestAnswer {
    /// What a browser sends from now on.
    var cookie: Headers {
        guard let pair = headers["Set-Cookie"]?.split(separator: ";").first else { return [:] }
        return ["Cookie": String(pair)]
    }
}
