import ServiceKit

/// The proxies whose word is taken for who asked them (`MAJLIS_TRUSTED_PROXIES`).
struct TrustedProxies: Sendable {
    /// This machine and private networks: where a reverse proxy of the installation stands.
    static let usual = "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"
    /// Proxies one behind the other; no more of a list is looked at.
    static let hopLimit = 16

    private let networks: [IPNetwork]

    /// Addresses and networks with commas between them; `none` for a gateway that the public reaches directly.
    init?(_ text: String) {
        guard text != "none" else {
            networks = []
            return
        }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let networks = parts.compactMap { IPNetwork($0.trimmed) }
        guard networks.count == parts.count else { return nil }
        self.networks = networks
    }

    func contains(_ address: IPAddress) -> Bool {
        networks.contains { $0.contains(address) }
    }

    /// Who asked first: going back from `peer`, the first that is no proxy of ours, and the furthest known where all
    /// are. What stands left of it in the lists was written by whoever asked, and is not looked at.
    ///
    /// - Parameters:
    ///   - peer: The other end of the connection.
    ///   - forwarded: The values of all `X-Forwarded-For` lines, in order; each proxy appends whom it was asked by.
    /// - Returns: Nil only where the peer's address cannot be read.
    func client(peer: String, forwarded: [String]) -> IPAddress? {
        guard var client = IPAddress(peer) else { return nil }
        var hops = 0
        for line in forwarded.reversed() {
            var rest: Substring? = line[...]
            while let list = rest {
                let comma = list.lastIndex(of: ",")
                let entry = comma.map { list[$0...].dropFirst() } ?? list
                // Where the list cannot be read it is not gone past: the proxy that wrote it answers for it.
                guard hops < Self.hopLimit, contains(client), let address = Self.address(entry.trimmed) else {
                    return client
                }
                client = address
                hops += 1
                rest = comma.map { list[..<$0] }
            }
        }
        return client
    }

    /// An address as proxies write it: alone, or with a port, IPv6 then in brackets.
    private static func address(_ entry: Substring) -> IPAddress? {
        if let address = IPAddress(entry) { return address }
        guard entry.hasPrefix("[") else {
            let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
            return parts.count == 2 && isPort(parts[1]) ? IPAddress(parts[0]) : nil
        }
        guard let end = entry.firstIndex(of: "]") else { return nil }
        let rest = entry[end...].dropFirst()
        guard rest.isEmpty || rest.first == ":" && isPort(rest.dropFirst()) else { return nil }
        let text = entry[..<end].dropFirst()
        return text.contains(":") ? IPAddress(text) : nil
    }

    private static func isPort(_ text: Substring) -> Bool {
        (1...5).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}

extension Substring {
    /// Without spaces and tabs around it.
    fileprivate var trimmed: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
