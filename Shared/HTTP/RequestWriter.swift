/// Writes request heads.
public enum RequestWriter {
    public static func append(_ head: RequestHead, body: BodyLength, to output: inout [UInt8]) {
    }
}
