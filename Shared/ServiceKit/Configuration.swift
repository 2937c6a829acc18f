import Glibc

/// A setting that keeps the process from starting, in one sentence for the operator.
public struct ConfigurationFault: Error, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ sentence: String) {
        description = sentence
    }
}

/// The process's settings, read from the environment and checked at start.
public struct Configuration: Sendable {
    private let values: @Sendable (String) -> String?

    public init(_ values: @escaping @Sendable (String) -> String?) {
        self.values = values
    }

    public init(_ values: [String: String]) {
        self.init { values[$0] }
    }

    /// The environment of this process.
    public static let environment = Configuration { name in
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// The value, nil when absent or empty.
    public func optional(_ name: String) -> String? {
        guard let value = values(name), !value.isEmpty else { return nil }
        return value
    }

    public func string(_ name: String, default fallback: String) -> String {
        optional(name) ?? fallback
    }

    public func integer(_ name: String, default fallback: Int, in range: ClosedRange<Int>) throws -> Int {
        guard let text = optional(name) else { return fallback }
        guard let value = Int(text), range.contains(value) else {
            throw ConfigurationFault(
                "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not “\(text)”.")
        }
        return value
    }

    public func flag(_ name: String) throws -> Bool {
        switch optional(name) {
        case nil, "0", "false", "no": false
        case "1", "true", "yes": true
        case let text?: throw ConfigurationFault("\(name) must be 1 or 0, not “\(text)”.")
        }
    }

    /// An address to listen on, `host:port`; port 0 lets the system choose.
    public func listen(_ name: String, default fallback: String) throws -> (host: String, port: Int) {
        let text = string(name, default: fallback)
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port), colon != text.startIndex
        else { throw ConfigurationFault("\(name) must be host:port, such as 127.0.0.1:8080, not “\(text)”.") }
        return (String(text[..<colon]), port)
    }

    public func peer(_ name: String, default fallback: String) throws -> PeerAddress {
        let text = string(name, default: fallback)
        guard let address = PeerAddress(text) else {
            throw ConfigurationFault("\(name) must be an address such as http://127.0.0.1:8081, not “\(text)”.")
        }
        return address
    }

    /// The key that the deployment's services share: from `MAJLIS_KEY`, or from the file that `MAJLIS_KEY_FILE` names.
    /// At least 32 characters.
    public func deploymentKey() throws -> DeploymentKey {
        let text: String
        if let value = optional("MAJLIS_KEY") {
            text = value
        } else if let path = optional("MAJLIS_KEY_FILE") {
            text = String(decoding: try Self.contents(of: path, upTo: 4096), as: UTF8.self)
        } else {
            throw ConfigurationFault("MAJLIS_KEY or MAJLIS_KEY_FILE must give the key that all services share.")
        }
        let key = text.split(whereSeparator: \.isWhitespace).joined()
        guard key.utf8.count >= 32 else {
            throw ConfigurationFault("The deployment's key (MAJLIS_KEY) must have at least 32 characters.")
        }
        return DeploymentKey(Array(key.utf8))
    }

    /// What stands in the file that a setting names; nil without the setting.
    /// - Parameter limitBytes: A longer file is a fault.
    public func file(_ name: String, upTo limitBytes: Int) throws -> [UInt8]? {
        guard let path = optional(name) else { return nil }
        let bytes = try Self.contents(of: path, upTo: limitBytes + 1)
        guard bytes.count <= limitBytes else {
            throw ConfigurationFault("\(name): the file \(path) has more than \(limitBytes) bytes.")
        }
        return bytes
    }

    private static func contents(of path: String, upTo limitBytes: Int) throws -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ConfigurationFault("The file \(path) cannot be read.") }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limitBytes)
        var count = 0
        while count < limitBytes {
            let taken = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor, buffer.baseAddress! + count, limitBytes - count)
            }
            guard taken > 0 else { break }
            count += taken
        }
        guard count > 0 else { throw ConfigurationFault("The file \(path) cannot be read or is empty.") }
        return Array(bytes[..<count])
    }
}

/// Where another service listens: plain HTTP, host and port.
public struct PeerAddress: Sendable, Hashable, CustomStringConvertible {
    public let host: String
    public let port: Int

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `http://host:port`, a slash after it allowed.
    public init?(_ text: String) {
        guard text.hasPrefix("http://") else { return nil }
        var rest = text.dropFirst(7)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let host = parts.first, !host.isEmpty, !host.contains("/") else { return nil }
        let port = parts.count == 2 ? Int(parts[1]) : 80
        guard let port, (1...65_535).contains(port) else { return nil }
        self.init(host: String(host), port: port)
    }

    public var description: String { "http://\(host):\(port)" }
}
