import Storage
import WireModel

/// How long after its end a customer goes on in the same conversation.
enum ReopenWindow {
    static let standard = Duration.seconds(72 * 3600)

    /// The workspace's own.
    static func of(_ workspace: WorkspaceID, in connection: Connection) throws -> Duration { standard }
}
