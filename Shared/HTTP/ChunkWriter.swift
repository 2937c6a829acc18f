/// Writes a chunked body.
public enum ChunkWriter {
    /// What ends the data of a chunk.
    public static let lineEnd: [UInt8] = [Byte.carriageReturn, Byte.lineFeed]

    /// One chunk; nothing for no bytes, as an empty chunk would end the body.
    public static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        guard bytes.count > 0 else { return }
        output.reserveCapacity(output.count + bytes.count + 20)
        appendHeader(bytes.count, to: &output)
        output.append(copying: bytes)
        appendLineEnd(to: &output)
    }

    public static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
        append(bytes.span, to: &output)
    }

    /// The line before the data of a chunk of `count` bytes (1 or more); ``lineEnd`` follows the data.
    public static func appendHeader(_ count: Int, to output: inout [UInt8]) {
        precondition(count > 0, "An empty chunk would end the body.")
        output.append(hexadecimal: count)
        appendLineEnd(to: &output)
    }

    /// The end of the body, without trailers.
    public static func appendEnd(to output: inout [UInt8]) {
        output.append(Byte.zero)
        appendLineEnd(to: &output)
        appendLineEnd(to: &output)
    }

    private static func appendLineEnd(to output: inout [UInt8]) {
        output.append(Byte.carriageReturn)
        output.append(Byte.lineFeed)
    }
}
