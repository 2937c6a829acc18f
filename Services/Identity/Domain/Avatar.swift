import ServiceKit
import WireModel

/// A member's picture: what it is says its content, whatever its sender says.
struct Avatar: Sendable {
    enum ImageType: String, Sendable {
        case png = "image/png"
        case jpeg = "image/jpeg"
        case webp = "image/webp"
    }

    static let limitBytes = 256 << 10
    /// Of each side, in pixels.
    static let sideLimit = 1024

    var type: ImageType
    var bytes: [UInt8]

    init(type: ImageType, bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }

    /// - Throws: `avatar.type` for what is none of the three kinds, or broken before it says its size;
    ///   `avatar.dimensions`; `body.tooLarge`.
    init(_ bytes: [UInt8]) throws(Failure) {
        guard bytes.count <= Self.limitBytes else {
            throw Failure(.tooLarge, "body.tooLarge", "A picture holds up to \(Self.limitBytes) bytes.")
        }
        guard let (type, width, height) = ImageHeader.read(bytes) else {
            throw Failure(.unsupported, "avatar.type", "A picture is a PNG, JPEG or WebP file.")
        }
        guard (1...Self.sideLimit).contains(width), (1...Self.sideLimit).contains(height) else {
            throw Failure(
                .invalid, "avatar.dimensions", "A picture has up to \(Self.sideLimit) × \(Self.sideLimit) pixels.")
        }
        self.init(type: type, bytes: bytes)
    }

    /// Another for another picture: with it in the address, a picture may be kept for good.
    var version: String {
        Base64URL.encode(Array(SHA256.hash(bytes).prefix(9)))
    }
}

/// What the beginning of a picture says: its kind and its size in pixels.
enum ImageHeader {
    static func read(_ bytes: [UInt8]) -> (Avatar.ImageType, width: Int, height: Int)? {
        if let (width, height) = png(bytes) { return (.png, width, height) }
        if let (width, height) = jpeg(bytes) { return (.jpeg, width, height) }
        if let (width, height) = webp(bytes) { return (.webp, width, height) }
        return nil
    }

    /// The signature, and IHDR as the first chunk.
    private static func png(_ bytes: [UInt8]) -> (Int, Int)? {
        let start: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
        guard bytes.count >= 33, bytes.starts(with: start) else { return nil }
        return (big(bytes, 16, 4), big(bytes, 20, 4))
    }

    /// Segments up to the first frame header (SOF0 to SOF15 without DHT, JPG and DAC).
    private static func jpeg(_ bytes: [UInt8]) -> (Int, Int)? {
        guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) else { return nil }
        var place = 2
        while place + 9 <= bytes.count, bytes[place] == 0xFF {
            let marker = bytes[place + 1]
            switch marker {
            case 0xFF: place += 1  // Filling.
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                return (big(bytes, place + 7, 2), big(bytes, place + 5, 2))
            case 0x01, 0xD0...0xDA: return nil
            default:
                let length = big(bytes, place + 2, 2)
                guard length >= 2 else { return nil }
                place += 2 + length
            }
        }
        return nil
    }

    /// RIFF, and one of the three first chunks: lossy, lossless or extended.
    private static func webp(_ bytes: [UInt8]) -> (Int, Int)? {
        guard bytes.count >= 30, bytes.starts(with: Array("RIFF".utf8)),
            bytes[8..<12].elementsEqual("WEBP".utf8)
        else { return nil }
        switch String(decoding: bytes[12..<16], as: UTF8.self) {
        case "VP8 ":
            guard bytes[23..<26].elementsEqual([0x9D, 0x01, 0x2A]) else { return nil }
            return (little(bytes, 26, 2) & 0x3FFF, little(bytes, 28, 2) & 0x3FFF)
        case "VP8L":
            guard bytes[20] == 0x2F else { return nil }
            let bits = little(bytes, 21, 4)
            return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case "VP8X": return (little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1)
        default: return nil
        }
    }

    private static func big(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func little(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
