/// One JSON value kept as text: the encoder splices the bytes in, the decoder takes them out unread.
///
/// Works with this module's coders only.
public struct RawJSON: Sendable, Equatable, Codable {
    /// One valid JSON value in UTF-8.
    public var bytes: [UInt8]

    /// Trusts `bytes` to be one valid JSON value: what this process has encoded itself.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// - Throws: `.malformed` or `.depth` unless `bytes` are one valid JSON value.
    public init(checking bytes: [UInt8]) throws(JSONFault) {
        var index = 0
        try JSONGrammar.skipValue(bytes.span, &index, depth: 0)
        try JSONGrammar.expectEnd(bytes.span, &index)
        self.init(oneLine: 0..<bytes.count, of: bytes)
    }

    /// Takes the value as it stands, line breaks between tokens turned into spaces, so that it fits a line of an event
    /// stream.
    public init(from decoder: any Decoder) throws {
        guard let own = decoder as? ValueDecoder else {
            throw JSONFault.invalid("Raw JSON can be read by the JSON module only.")
        }
        let range = own.document.takeWhole(own.node)
        self.init(oneLine: range, of: own.document.bytes)
    }

    public func encode(to encoder: any Encoder) throws {
        guard let own = encoder as? ValueEncoder else {
            throw JSONFault.invalid("Raw JSON can be written by the JSON module only.")
        }
        try own.splice(self)
    }

    /// A line break in valid JSON is always white space between tokens, as strings must escape theirs.
    init(oneLine range: Range<Int>, of document: [UInt8]) {
        bytes = Array(document[range])
        for index in bytes.indices where bytes[index] == 0x0A || bytes[index] == 0x0D { bytes[index] = 0x20 }
    }
}
