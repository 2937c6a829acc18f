import HTTP
import ServiceKit
import WireModel

/// Asks `contacts` whom a conversation may be begun with.
struct ContactsClient: Sendable {
    let contacts: Peer

    /// - Throws: `contact.unknown` for nobody of this workspace.
    func contact(_ id: ContactID, in workspace: WorkspaceID, requestID: String) async throws -> Contact {
        do {
            return try await contacts.call(
                .get, "/internal/workspaces/\(workspace)/contacts/\(id)", requestID: requestID,
                expecting: Contact.self)
        } catch let failure as Failure where failure.kind == .notFound {
            throw Failure.unknownContact
        }
    }
}

extension Failure {
    static let unknownContact = Failure(
        .invalid, "contact.unknown", "There is no such contact.",
        fields: [.init(field: "contact", code: "unknown", message: "There is no such contact.")])
}
