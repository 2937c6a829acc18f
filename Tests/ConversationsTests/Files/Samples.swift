/// Small files of every kind, made here byte by byte.
enum Samples {
    static func png(_ width: Int = 2, _ height: Int = 2, depth: UInt8 = 8, colour: UInt8 = 2, padding: Int = 64)
        -> [UInt8]
    {
        let header = Array("IHDR".utf8) + big(width, 4) + big(height, 4) + [depth, colour, 0, 0, 0]
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + header
        bytes += big(Int(crc(header)), 4)
        return bytes + [UInt8](repeating: 0, count: padding)
    }

    /// - Parameter segments: What stands before the frame header, each of so many bytes.
    static func jpeg(_ width: Int = 3, _ height: Int = 2, segments: [Int] = [16]) -> [UInt8] {
        var bytes: [UInt8] = [0xFF, 0xD8]
        for length in segments { bytes += [0xFF, 0xE1] + big(length, 2) + [UInt8](repeating: 1, count: length - 2) }
        bytes += [0xFF, 0xC0] + big(17, 2) + [8] + big(height, 2) + big(width, 2) + [3]
        return bytes + [UInt8](repeating: 0, count: 20) + [0xFF, 0xD9]
    }

    /// - Parameter frame: The size of the first picture on the screen.
    static func gif(_ width: Int = 4, _ height: Int = 3, frame: (Int, Int)? = nil) -> [UInt8] {
        let (frameWidth, frameHeight) = frame ?? (width, height)
        var bytes = Array("GIF89a".utf8) + little(width, 2) + little(height, 2) + [0x80, 0, 0]
        bytes += [UInt8](repeating: 0, count: 6)
        bytes += [0x21, 0xF9, 4, 0, 0, 0, 0, 0]
        bytes += [0x2C, 0, 0, 0, 0] + little(frameWidth, 2) + little(frameHeight, 2) + [0, 2, 1, 0, 0, 0x3B]
        return bytes
    }

    static func webp(_ width: Int = 5, _ height: Int = 4) -> [UInt8] {
        Array("RIFF".utf8) + little(30, 4) + Array("WEBPVP8X".utf8) + little(10, 4) + [0, 0, 0, 0]
            + little(width - 1, 3) + little(height - 1, 3) + [UInt8](repeating: 0, count: 8)
    }

    static func webpLossless(_ width: Int, _ height: Int) -> [UInt8] {
        Array("RIFF".utf8) + little(30, 4) + Array("WEBPVP8L".utf8) + little(10, 4) + [0x2F]
            + little((width - 1) | (height - 1) << 14, 4) + [UInt8](repeating: 0, count: 16)
    }

    static func webpLossy(_ width: Int, _ height: Int) -> [UInt8] {
        Array("RIFF".utf8) + little(30, 4) + Array("WEBPVP8 ".utf8) + little(10, 4) + [0, 0, 0, 0x9D, 0x01, 0x2A]
            + little(width, 2) + little(height, 2) + [UInt8](repeating: 0, count: 8)
    }

    static let pdf = Array("%PDF-1.7\n%âãÏÓ\n1 0 obj\n".utf8)

    /// A zip file of empty entries with these names.
    static func zip(_ names: [String], first: [UInt8] = []) -> [UInt8] {
        var files: [UInt8] = []
        var directory: [UInt8] = []
        for (index, name) in names.enumerated() {
            let content = index == 0 ? first : []
            let entry = little(20, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(0, 4)
            let sizes = little(content.count, 4) + little(content.count, 4) + little(name.utf8.count, 2) + little(0, 2)
            let place = files.count
            files += [0x50, 0x4B, 3, 4] + entry + sizes + Array(name.utf8) + content
            directory +=
                [0x50, 0x4B, 1, 2] + little(20, 2) + entry + sizes + little(0, 2) + little(0, 2) + little(0, 2)
            directory += little(0, 4) + little(place, 4) + Array(name.utf8)
        }
        let end = [0x50, 0x4B, 5, 6] + little(0, 4) + little(names.count, 2) + little(names.count, 2)
        return files + directory + end + little(directory.count, 4) + little(files.count, 4) + little(0, 2)
    }

    static let docx = zip(["[Content_Types].xml", "_rels/.rels", "word/document.xml"])
    static let xlsx = zip(["_rels/.rels", "xl/workbook.xml", "[Content_Types].xml"])
    static let odt = zip(["mimetype", "content.xml"], first: Array("application/vnd.oasis.opendocument.text".utf8))
    static let doc: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 504)
    static let mp4 = big(24, 4) + Array("ftypisom".utf8) + [0, 0, 2, 0] + Array("isomavc1".utf8)
    static let mp3: [UInt8] = [0xFF, 0xFB, 0x90, 0x64] + [UInt8](repeating: 0, count: 100)
    static let webm = [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84] + Array("webm".utf8)
    static let svg = Array("<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>".utf8)
    /// The first bytes of a Windows program.
    static let program: [UInt8] = Array("MZ".utf8) + [0x90, 0x00, 0x03, 0x00, 0x00, 0x00, 0x04, 0x00, 0xFF, 0xFF]

    static func big(_ value: Int, _ count: Int) -> [UInt8] { little(value, count).reversed() }

    static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
        }
        return ~sum
    }
}
