import JSON
import ServiceKit
import WireModel

/// A mail that identity asked for.
struct MailOrder: Sendable, Equatable {
    /// Stands for the line of the log, in whatever epoch it is read: a restored log that is read again has the same
    /// lines. 128 bits of its hash in base64url.
    var mark: String
    var request: MailRequest

    /// What its file is called, and its Message-ID.
    var name: String { "\(request.kind).\(mark)" }

    /// Past this nothing is sent: the link would open nothing.
    func isOver(at moment: Timestamp) -> Bool { request.expiresAt.map { $0 <= moment } ?? false }
}

/// What a log says that leads to a mail.
enum Occasion: Sendable, Equatable {
    case closing(Closing)
    case order(MailOrder, workspace: WorkspaceID, at: Timestamp)

    /// Nil for every other event.
    init?(_ line: EventLine) throws {
        switch line.type {
        case .conversationStatus:
            guard let closing = try Closing(line) else { return nil }
            self = .closing(closing)
        case .mailRequested:
            let event = try JSON.decode(Event.self, from: line.bytes, unknownFields: .ignored)
            let mark = Base64URL.encode(Array(SHA256.hash(line.bytes).prefix(16)))
            self = .order(
                MailOrder(mark: mark, request: try line.data(as: MailRequest.self)), workspace: line.workspace,
                at: event.at)
        default: return nil
        }
    }
}
