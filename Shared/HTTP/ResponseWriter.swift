/// Writes response heads.
public enum ResponseWriter {
    /// Status line, header lines as they are, and the empty line.
    public static func append(_ head: ResponseHead, to output: inout [UInt8]) {
    }

    public static func append(
        _ head: ResponseHead, body: BodyLength, keepAlive: Bool, minorVersion: Int = 1, date: [UInt8] = [],
        to output: inout [UInt8]
    ) {
    }

    public static func appendContinue(to output: inout [UInt8]) {
    }
}
