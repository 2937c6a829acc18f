/// The date format of HTTP: `Sun, 06 Nov 1994 08:49:37 GMT`, always 29 bytes, years 0 to 9999.
public enum HTTPDate {
    public static func text(unixSeconds: Int64) -> String {
        var bytes: [UInt8] = []
        append(unixSeconds: unixSeconds, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    public static func append(unixSeconds: Int64, to output: inout [UInt8]) {
    }

    /// - Returns: nil for anything but exactly this format and a day that exists.
    public static func unixSeconds(from text: String) -> Int64? {
        nil
    }
}
