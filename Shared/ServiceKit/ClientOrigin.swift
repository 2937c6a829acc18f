import HTTP
public import Server

/// Where a request of the public comes from: what the gateway saw of it, handed on with every call that it makes on
/// somebody's behalf. For slowing down, for a person's list of sessions and for the audit log.
public struct ClientOrigin: Sendable, Equatable {
    static let addressHeader = "Majlis-Client-Address"
    static let deviceHeader = "Majlis-Client-Device"
    public static let deviceLimitBytes = 200

    /// Nil where it is not known.
    public let address: IPAddress?
    /// What the browser or program calls itself (`User-Agent`), one line of at most ``deviceLimitBytes``.
    public let device: String?

    public init(address: IPAddress?, device: String?) {
        self.address = address
        self.device = device.flatMap(Self.shown)
    }

    init(_ headers: Headers) {
        self.init(address: headers[Self.addressHeader].flatMap { IPAddress($0) }, device: headers[Self.deviceHeader])
    }

    public static let unknown = ClientOrigin(address: nil, device: nil)

    func write(to headers: inout Headers) {
        if let address { headers.set(Self.addressHeader, address.description) }
        if let device { headers.set(Self.deviceHeader, device) }
    }

    /// Without what is not shown or steers how the rest is, and without space around it; nil when nothing is left.
    private static func shown(_ text: String) -> String? {
        // As nearly all are.
        if (1...deviceLimitBytes).contains(text.utf8.count),
            text.utf8.allSatisfy({ (33...126).contains($0) || $0 == 32 }),
            text.utf8.first != 32, text.utf8.last != 32
        {
            return text
        }
        var device = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars.drop(while: \.properties.isWhitespace) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: continue
            default: break
            }
            count += UTF8.width(scalar)
            guard count <= deviceLimitBytes else { break }
            device.append(scalar)
        }
        while let last = device.last, last.properties.isWhitespace { device.removeLast() }
        return device.isEmpty ? nil : String(device)
    }
}

/// That a request brought a proof of this deployment.
enum ProofKey: RequestKey { typealias Value = Bool }

extension Request {
    /// Where the request first came from, as the gateway told it; unknown where nobody who may say so said it.
    public var client: ClientOrigin { self[ProofKey.self] == true ? ClientOrigin(headers) : .unknown }
}
