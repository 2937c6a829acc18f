import WireModel

/// A mail ready to go, with what its envelope needs.
struct OutgoingMail: Sendable {
    /// The job's; the same for every attempt.
    var name: String
    var from: MailAddress
    var to: MailAddress
    var bytes: [UInt8]
}

/// Where mails go.
protocol Delivery: Sendable {
    /// Returns once the mail is somebody else's to keep.
    /// - Throws: ``DeliveryFault``.
    func deliver(_ mail: OutgoingMail) async throws(DeliveryFault)
}

/// Why a mail did not go; the text is for the operator and names no address.
enum DeliveryFault: Error, Sendable, Equatable {
    case temporary(String)
    case permanent(String)
}
