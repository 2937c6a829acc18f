import ServiceKit

/// The secret of whoever operates the installation, of which only the hash stays in memory.
struct OperatorKey: Sendable {
    static let leastCharacters = 32

    private let hash: [UInt8]

    /// - Throws: A sentence for the operator when the key is too short.
    init(_ text: String) throws(ConfigurationFault) {
        guard text.utf8.count >= Self.leastCharacters else {
            throw ConfigurationFault("MAJLIS_OPERATOR_KEY must have at least \(Self.leastCharacters) characters.")
        }
        hash = Secret.hash(text)
    }

    /// Takes the same time wherever the two differ.
    func isSame(as text: String) -> Bool {
        zip(hash, Secret.hash(text)).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
