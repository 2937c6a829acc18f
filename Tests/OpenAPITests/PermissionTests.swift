import HTTP
import TestKit
import Testing
import WireModel

/// Who may use an operation, as the document says it in `x-permission`.
private enum Need: Equatable {
    case anybody
    case visitor
    case member
    /// A member with a session.
    case oneself
    case permission(Permission)
    /// One of them is enough.
    case anyOf([Permission])
    /// Whoever runs the installation: nobody of a workspace.
    case operators

    init?(_ text: String) {
        switch text {
        case "public": self = .anybody
        case "visitor": self = .visitor
        case "member": self = .member
        case "self": self = .oneself
        case "operator": self = .operators
        default:
            let permissions = text.split(separator: " or ").map { Permission(rawValue: String($0)) }
            guard let first = permissions.first, let first, !permissions.contains(nil) else { return nil }
            self = permissions.count == 1 ? .permission(first) : .anyOf(permissions.compactMap(\.self))
        }
    }

    func allows(_ person: Cast.Person) -> Bool {
        switch self {
        case .anybody: true
        case .visitor: person.kind == .visitor
        case .member: person.kind == .member || person.kind == .key
        case .oneself: person.kind == .member
        case .operators: false
        case .permission(let permission):
            // Nothing can be done with what cannot be seen.
            person.grants.holds(permission) && (!permission.isScoped || person.grants.holds(.conversationsView))
        case .anyOf(let permissions): permissions.contains { Need.permission($0).allows(person) }
        }
    }
}

extension Document.Operation {
    fileprivate var need: Need? { value["x-permission"].text.flatMap(Need.init) }
    /// Whether the session that asks is over where it succeeds.
    fileprivate var endsSession: Bool { ["signOut", "createWorkspace"].contains(id) }
}

/// Every operation of the document against everybody who might ask.
@Suite struct `Who may` {
    @Test func `is said of every operation, in words that the table knows`() throws {
        let silent = try Document.shared.get().operations.filter { $0.need == nil }

        #expect(silent.map(\.description) == [])
    }

    @Test func `use an operation may, and nobody else`() async throws {
        try await Town.start(settings: ["MAJLIS_LIMITS": "off"]) { town in
            let cast = try await Cast(town)
            for operation in cast.document.operations {
                guard let need = operation.need else { continue }
                for person in cast.people where !(operation.endsSession && person.kind == .member) {
                    let answer = try await cast.ask(operation, as: person)

                    #expect(
                        answer.isRefused == !need.allows(person),
                        "\(operation) as \(person.name): \(answer.status.rawValue) \(answer.refusal)")
                    if answer.isRefused { try expectRefusal(answer, need, person, operation) }
                }
            }
        }
    }

    /// Not told that they may not, but that there is nothing.
    @Test func `see a workspace sees nothing of another`() async throws {
        try await Town.start(settings: ["MAJLIS_LIMITS": "off"]) { town in
            let cast = try await Cast(town)
            let strangers = try await Self.strangers(town, in: cast)
            let before = try await cast.events()
            for operation in cast.document.operations where operation.path.contains("{") {
                guard let need = operation.need, need != .anybody, need != .operators else { continue }
                for person in strangers where need.allows(person) {
                    let answer = try await cast.askForOwn(operation, as: person)

                    #expect(answer.status == .notFound, "\(operation) as \(person.name): \(answer.text)")
                    for (name, id) in cast.places where name != "workspace" {
                        #expect(!answer.text.contains(id), "\(operation) tells of the \(name)")
                    }
                }
            }
            #expect(try await cast.events() == before)
        }
    }

    private func expectRefusal(
        _ answer: TestAnswer, _ need: Need, _ person: Cast.Person, _ operation: Document.Operation
    ) throws {
        let isSomebody = person.kind == .member || person.kind == .key
        switch need {
        case .permission, .anyOf: #expect(answer.status == (isSomebody ? .forbidden : .unauthorized), "\(operation)")
        default: #expect(answer.status == .unauthorized, "\(operation) as \(person.name)")
        }
    }

    /// An owner of another workspace with a key and a customer, and somebody who is in both and comes from the other.
    private static func strangers(_ town: Town, in cast: Cast) async throws -> [Cast.Person] {
        let form = SignUp(
            workspaceName: "Elsewhere", name: "Eve", email: "eve@elsewhere.example", password: Cast.password,
            language: .english)
        let signedUp = try await town.gateway.call(.post, "/api/v1/sign-up", body: form)
        let key = try await town.gateway.call(
            .post, "/api/v1/api-keys", body: APIKeyDraft(name: "Eve", grants: .everything), headers: signedUp.cookie
        ).decode(APIKeyGrant.self)
        let inbox = try await town.gateway.call(
            .post, "/api/v1/inboxes", body: InboxDraft(name: "Eve"), headers: signedUp.cookie
        ).decode(Inbox.self).id
        let visitor = try await town.gateway.call(.post, "/api/v1/widget/\(inbox)/visitor")
            .decode(VisitorGrant.self)

        let invitation = try await town.gateway.call(
            .post, "/api/v1/invitations", body: InvitationDraft(role: .admin, inboxes: .all), headers: signedUp.cookie
        ).decode(InvitationGrant.self)
        let joining = InvitationAcceptance(
            token: invitation.token, name: "Both", email: "admin@palm.example", password: Cast.password,
            language: .arabic)
        let both = try await town.gateway.call(.post, "/api/v1/invitations/acceptance", body: joining)
        return [
            Cast.Person(name: "Eve", kind: .member, grants: .everything, headers: signedUp.cookie),
            Cast.Person(
                name: "Eve's key", kind: .key, grants: .everything, headers: ["Authorization": "Bearer \(key.secret)"]),
            Cast.Person(
                name: "Eve's customer", kind: .visitor, headers: ["Authorization": "Bearer \(visitor.token)"]),
            Cast.Person(name: "both", kind: .member, grants: .everything, headers: both.cookie),
        ]
    }
}

extension TestAnswer {
    private static let refusals = ["session.required", "visitor.unknown", "permission.denied", "operator.wrong"]

    fileprivate var refusal: String { (try? failure.code) ?? "" }
    /// Turned away for who they are; every other answer, good or bad, is one to somebody who may ask.
    fileprivate var isRefused: Bool { Self.refusals.contains(refusal) }
}
