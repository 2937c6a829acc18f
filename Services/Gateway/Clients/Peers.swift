import ServiceKit

/// The services behind the edge.
struct Peers: Sendable {
    let conversations: Peer
    let contacts: Peer
    let identity: Peer

    init(context: ServiceContext) throws {
        conversations = try context.peer("conversations", port: 8081)
        contacts = try context.peer("contacts", port: 8082)
        identity = try context.peer("identity", port: 8083)
    }
}
