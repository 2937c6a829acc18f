import ServiceKit
import Storage
import WireModel

/// The browsers that a person was seen with: by what a browser calls itself and the network it is in.
enum Device {
    /// So many are remembered; those not seen for longest are forgotten.
    private static let countLimit = 50

    /// Remembers where somebody came from.
    /// - Returns: Whether they had never come from there.
    static func note(
        _ client: ClientOrigin, of person: PersonID, now: Timestamp, in transaction: Transaction
    ) throws -> Bool {
        let hash = SHA256.hash(
            Array("\(client.device ?? "")\n\(client.address?.network.description ?? "")".utf8))
        let known = try transaction.run(
            "UPDATE devices SET seen_at = ?3 WHERE person = ?1 AND hash = ?2", person, hash, now)
        guard known == 0 else { return false }
        try transaction.run("INSERT INTO devices (person, hash, seen_at) VALUES (?1, ?2, ?3)", person, hash, now)
        try transaction.run(
            """
            DELETE FROM devices WHERE person = ?1 AND hash NOT IN (
                SELECT hash FROM devices WHERE person = ?1 ORDER BY seen_at DESC LIMIT ?2)
            """, person, countLimit)
        return true
    }
}
