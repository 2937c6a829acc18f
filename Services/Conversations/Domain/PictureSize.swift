import WireModel

/// How large a picture says it is, read from its header. A browser takes memory for every pixel, so that a small file
/// may ask for gigabytes.
struct PictureSize: Sendable, Equatable {
    static let pixelLimit = 50_000_000
    static let sideLimit = 32_767
    private static let segmentLimit = 1_000

    var width: Int
    var height: Int

    /// - Parameter type: One of ``FileType/pictures``.
    /// - Throws: `attachment.picture` for a header that is broken, too many pixels, and more of them than so many bytes
    ///   can be.
    init(of type: FileType, _ sample: FileSample) throws {
        let found =
            switch type {
            case .png: try Self.png(sample)
            case .jpeg: try Self.jpeg(sample)
            case .gif: try Self.gif(sample)
            default: try Self.webp(sample)
            }
        guard let found, found.width > 0, found.height > 0 else {
            throw Failure(.invalid, "attachment.picture", "The picture is damaged.")
        }
        guard found.width <= Self.sideLimit, found.height <= Self.sideLimit,
            found.width * found.height <= Self.pixelLimit
        else {
            throw Failure(.invalid, "attachment.picture", "A picture has up to 50 million pixels.")
        }
        self = found
    }

    private init(_ width: Int, _ height: Int) {
        (self.width, self.height) = (width, height)
    }

    /// The first chunk, whose sum has to be right.
    private static func png(_ sample: FileSample) throws -> PictureSize? {
        guard let head = try sample.whole(at: 0, 33), head.has([0, 0, 0, 13], at: 8), head.has("IHDR", at: 12),
            CRC32.of(head[12..<29]) == UInt32(head.big(29, 4)), head[26] == 0, head[27] == 0, head[28] <= 1,
            let bits = bitsPerPixel(depth: head[24], colour: head[25])
        else { return nil }
        let size = PictureSize(head.big(16, 4), head.big(20, 4))
        guard size.width <= sideLimit, size.height <= sideLimit else { return size }
        // Deflate makes of a byte 1,032 at most. What would have to be denser is no picture.
        let unpacked = (size.width * bits / 8 + 1) * size.height
        return unpacked <= sample.size * 1_032 ? size : nil
    }

    private static func bitsPerPixel(depth: UInt8, colour: UInt8) -> Int? {
        let (channels, depths): (Int, [UInt8])
        switch colour {
        case 0: (channels, depths) = (1, [1, 2, 4, 8, 16])
        case 2: (channels, depths) = (3, [8, 16])
        case 3: (channels, depths) = (1, [1, 2, 4, 8])
        case 4: (channels, depths) = (2, [8, 16])
        case 6: (channels, depths) = (4, [8, 16])
        default: return nil
        }
        return depths.contains(depth) ? channels * Int(depth) : nil
    }

    /// Segments up to the first frame header (SOF0 to SOF15 without DHT, JPG and DAC). One that leaves its height to a
    /// later segment says nothing.
    private static func jpeg(_ sample: FileSample) throws -> PictureSize? {
        var place = 2
        for _ in 0..<segmentLimit {
            guard let head = try sample.whole(at: place, 10), head[0] == 0xFF else { return nil }
            switch head[1] {
            case 0xFF: place += 1  // Filling.
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                let isSound = head.big(2, 2) == 8 + 3 * Int(head[9]) && [1, 3, 4].contains(head[9])
                return isSound ? PictureSize(head.big(7, 2), head.big(5, 2)) : nil
            case 0x00, 0x01, 0xD0...0xDA: return nil
            default:
                let length = head.big(2, 2)
                guard length >= 2 else { return nil }
                place += 2 + length
            }
        }
        return nil
    }

    /// The screen, or the first picture on it where that is larger: browsers take the larger one.
    private static func gif(_ sample: FileSample) throws -> PictureSize? {
        guard let head = try sample.whole(at: 0, 13) else { return nil }
        var size = PictureSize(head.little(6, 2), head.little(8, 2))
        var place = 13 + (head[10] & 0x80 == 0 ? 0 : 3 << (Int(head[10] & 7) + 1))
        for _ in 0..<segmentLimit {
            guard let mark = try sample.whole(at: place, 1)?.first else { return nil }
            switch mark {
            case 0x2C:
                guard let frame = try sample.whole(at: place, 10) else { return nil }
                size.width = max(size.width, frame.little(1, 2) + frame.little(5, 2))
                size.height = max(size.height, frame.little(3, 2) + frame.little(7, 2))
                return size
            case 0x21:
                guard let next = try afterBlocks(sample, from: place + 2) else { return nil }
                place = next
            default: return nil
            }
        }
        return nil
    }

    private static func afterBlocks(_ sample: FileSample, from start: Int) throws -> Int? {
        var place = start
        for _ in 0..<segmentLimit {
            guard let length = try sample.whole(at: place, 1)?.first else { return nil }
            place += 1 + Int(length)
            if length == 0 { return place }
        }
        return nil
    }

    /// One of the three first chunks: lossy, lossless or extended.
    private static func webp(_ sample: FileSample) throws -> PictureSize? {
        guard let head = try sample.whole(at: 0, 30) else { return nil }
        if head.has("VP8 ", at: 12) {
            guard head.has([0x9D, 0x01, 0x2A], at: 23) else { return nil }
            return PictureSize(head.little(26, 2) & 0x3FFF, head.little(28, 2) & 0x3FFF)
        }
        if head.has("VP8L", at: 12) {
            guard head[20] == 0x2F else { return nil }
            let bits = head.little(21, 4)
            return PictureSize((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        }
        return head.has("VP8X", at: 12) ? PictureSize(head.little(24, 3) + 1, head.little(27, 3) + 1) : nil
    }
}

/// The sum that PNG's chunks carry (ISO 3309).
private enum CRC32 {
    static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
        }
        return ~sum
    }
}
