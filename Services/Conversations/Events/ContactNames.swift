import ServiceKit
import WireModel

/// Follows the contacts' log, so that a conversation shows the name its contact has now, and who is blocked writes no
/// more.
struct ContactNames: Sendable {
    let store: ConversationStore
    let log: Log

    func feed(of contacts: Peer, context: ServiceContext) async throws -> EventFeed {
        let known = try await store.cursor(of: .contacts)
        let start = EventFeed.Start.after(known?.cursor ?? 0, epoch: known?.epoch ?? "")
        return EventFeed(of: contacts, from: start, context: context) { batch in
            try await store.take(batch.lines.compactMap(read), cursor: batch.cursor, epoch: batch.epoch)
        }
    }

    private func read(_ line: EventLine) -> ContactNews? {
        guard line.type == .contactChanged else { return nil }
        do {
            let reference = try line.data(as: ContactReference.self)
            return ContactNews(
                workspace: line.workspace, contact: reference.contact, name: reference.name,
                blocked: reference.blocked ?? false, by: reference.by)
        } catch {
            log.error("An event of the contacts' log cannot be read.", ["error": .string("\(error)")])
            return nil
        }
    }
}
