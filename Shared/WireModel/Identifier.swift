/// What an identifier names. Each kind has a type of its own, so that ids of different things cannot be mixed up.
public protocol IdentifierKind: Sendable {
    /// Three lower-case letters that stand before the underscore on the wire.
    static var prefix: StaticString { get }
}

/// Names one thing of one kind. On the wire it is opaque text such as `cnv_01h8x3q9tz4kb`; in memory and in the store
/// it is one integer, which keeps keys small and, for ids made by ``IdentifierSource``, in order of time.
public struct Identifier<Kind: IdentifierKind>: Sendable, Hashable, Comparable {
    /// Positive. 43 bits of milliseconds since 2024 and 20 of a counter, or 63 random bits; never interpreted.
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Reads the wire form. Nil unless it is the prefix, an underscore and 13 digits of Crockford's base 32 in lower
    /// case.
    public init?(_ text: some StringProtocol) {
        self.init(String(text).utf8Span.span)
    }

    /// As ``init(_:)`` of a text, from its bytes.
    public init?(_ bytes: Span<UInt8>) {
        guard let value = Base32.read(bytes, prefix: Kind.prefix), value > 0 else { return nil }
        rawValue = value
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Identifier: CustomStringConvertible {
    /// The wire form.
    public var description: String {
        // Unsafe only in name: the writer fills exactly the 17 bytes that were asked for.
        unsafe String(unsafeUninitializedCapacity: 17) { buffer in
            unsafe Base32.write(rawValue, prefix: Kind.prefix, into: buffer)
        }
    }
}

extension Identifier: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath, debugDescription: "This is not an id of the kind \(Kind.prefix)_….")
            )
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Crockford's base 32, lower case: no i, l, o, u, so that an id read aloud is not misheard.
enum Base32 {
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func value(of byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 48
        case UInt8(ascii: "a")...UInt8(ascii: "h"): Int(byte) - 87
        case UInt8(ascii: "j"), UInt8(ascii: "k"): Int(byte) - 88
        case UInt8(ascii: "m"), UInt8(ascii: "n"): Int(byte) - 89
        case UInt8(ascii: "p")...UInt8(ascii: "t"): Int(byte) - 90
        case UInt8(ascii: "v")...UInt8(ascii: "z"): Int(byte) - 91
        default: nil
        }
    }

    /// Reads prefix, underscore and 13 digits, and nothing else.
    static func read(_ text: Span<UInt8>, prefix: StaticString) -> Int64? {
        let length = prefix.utf8CodeUnitCount
        guard text.count == length + 14 else { return nil }
        var value: UInt64 = 0
        for place in text.indices {
            let byte = text[place]
            if place < length {
                guard unsafe byte == prefix.utf8Start[place] else { return nil }
            } else if place == length {
                guard byte == UInt8(ascii: "_") else { return nil }
            } else {
                guard let digit = Self.value(of: byte) else { return nil }
                // 63 bits: the first of 13 digits holds three.
                guard place > length + 1 || digit < 8 else { return nil }
                value = value << 5 | UInt64(digit)
            }
        }
        return Int64(value)
    }

    /// Writes prefix, underscore and 13 digits; returns the length.
    static func write(_ value: Int64, prefix: StaticString, into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let length = prefix.utf8CodeUnitCount
        for index in 0..<length { unsafe buffer[index] = prefix.utf8Start[index] }
        unsafe buffer[length] = UInt8(ascii: "_")
        for place in 0..<13 {
            unsafe buffer[length + 1 + place] = digits[Int(value >> (60 - 5 * Int64(place))) & 31]
        }
        return length + 14
    }
}

public enum WorkspaceKind: IdentifierKind { public static let prefix: StaticString = "wsp" }
public enum PersonKind: IdentifierKind { public static let prefix: StaticString = "prs" }
public enum MemberKind: IdentifierKind { public static let prefix: StaticString = "mbr" }
public enum SessionKind: IdentifierKind { public static let prefix: StaticString = "ses" }
public enum InvitationKind: IdentifierKind { public static let prefix: StaticString = "inv" }
public enum APIKeyKind: IdentifierKind { public static let prefix: StaticString = "key" }
public enum InboxKind: IdentifierKind { public static let prefix: StaticString = "inb" }
public enum ConversationKind: IdentifierKind { public static let prefix: StaticString = "cnv" }
public enum MessageKind: IdentifierKind { public static let prefix: StaticString = "msg" }
public enum ContactKind: IdentifierKind { public static let prefix: StaticString = "ctc" }
public enum VisitorKind: IdentifierKind { public static let prefix: StaticString = "vst" }
public enum RoleKind: IdentifierKind { public static let prefix: StaticString = "rol" }
public enum TeamKind: IdentifierKind { public static let prefix: StaticString = "tem" }
public enum AuditKind: IdentifierKind { public static let prefix: StaticString = "aud" }
public enum TicketKind: IdentifierKind { public static let prefix: StaticString = "tkt" }
public enum VerificationSecretKind: IdentifierKind { public static let prefix: StaticString = "vsi" }
public enum TagKind: IdentifierKind { public static let prefix: StaticString = "tag" }
public enum ViewKind: IdentifierKind { public static let prefix: StaticString = "viw" }
public enum CannedReplyKind: IdentifierKind { public static let prefix: StaticString = "rpl" }
public enum AttachmentKind: IdentifierKind { public static let prefix: StaticString = "att" }
public enum ChangeKind: IdentifierKind { public static let prefix: StaticString = "chg" }
public enum OperationKind: IdentifierKind { public static let prefix: StaticString = "opr" }

public typealias WorkspaceID = Identifier<WorkspaceKind>
public typealias PersonID = Identifier<PersonKind>
public typealias MemberID = Identifier<MemberKind>
public typealias SessionID = Identifier<SessionKind>
public typealias InvitationID = Identifier<InvitationKind>
public typealias APIKeyID = Identifier<APIKeyKind>
public typealias InboxID = Identifier<InboxKind>
public typealias ConversationID = Identifier<ConversationKind>
public typealias MessageID = Identifier<MessageKind>
public typealias ContactID = Identifier<ContactKind>
public typealias RoleID = Identifier<RoleKind>
public typealias TeamID = Identifier<TeamKind>
public typealias AuditID = Identifier<AuditKind>
public typealias VerificationSecretID = Identifier<VerificationSecretKind>
public typealias TagID = Identifier<TagKind>
/// A saved view.
public typealias ViewID = Identifier<ViewKind>
public typealias CannedReplyID = Identifier<CannedReplyKind>
public typealias AttachmentID = Identifier<AttachmentKind>
/// A line of the change log.
public typealias ChangeID = Identifier<ChangeKind>
/// One action on many conversations.
public typealias OperationID = Identifier<OperationKind>
/// One browser of a customer; a contact may have several.
public typealias VisitorID = Identifier<VisitorKind>
/// What a link in a mail opens, once: see `DeploymentKey.ticketToken`. An invitation's has the invitation's number.
public typealias TicketID = Identifier<TicketKind>
