import HTTP

/// What a file is, by what stands in it and by nothing that its sender says.
enum FileContent {
    private static let headBytes = 4_096
    private static let pieceBytes = 65_536

    /// What the content may be, the likeliest first; empty for what is not known.
    static func types(of sample: FileSample) throws -> [FileType] {
        let head = try sample.bytes(at: 0, headBytes)
        if let known = picture(head) ?? document(head) ?? sound(head) ?? film(head) ?? archive(head) { return known }
        if head.has([0x50, 0x4B, 0x03, 0x04], at: 0) || head.has([0x50, 0x4B, 0x05, 0x06], at: 0) {
            return try ZipDirectory.types(of: sample, head)
        }
        return try isText(sample) ? texts(head) : []
    }

    private static func picture(_ head: [UInt8]) -> [FileType]? {
        if head.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], at: 0) { return [.png] }
        if head.has([0xFF, 0xD8, 0xFF], at: 0) { return [.jpeg] }
        if head.has("GIF87a", at: 0) || head.has("GIF89a", at: 0) { return [.gif] }
        return head.has("RIFF", at: 0) && head.has("WEBP", at: 8) ? [.webp] : nil
    }

    private static func document(_ head: [UInt8]) -> [FileType]? {
        if head.has("%PDF-", at: 0) { return [.pdf] }
        if head.has("{\\rtf", at: 0) { return [.rtf] }
        // The container of the old office formats; which of them it is stands deep inside.
        return head.has([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], at: 0) ? [.doc, .xls, .ppt] : nil
    }

    private static func sound(_ head: [UInt8]) -> [FileType]? {
        if head.has("RIFF", at: 0), head.has("WAVE", at: 8) { return [.wav] }
        if head.has("fLaC", at: 0) { return [.flac] }
        if head.has("#!AMR", at: 0) { return [.amr] }
        if head.has("ID3", at: 0) { return [.mp3, .aac] }
        guard head.count >= 4, head[0] == 0xFF else { return nil }
        // Frame headers, with none of the values that are reserved.
        if head[1] & 0xF6 == 0xF0 { return [.aac] }
        let isFrame =
            head[1] & 0xE0 == 0xE0 && head[1] >> 3 & 3 != 1 && [1, 2].contains(head[1] >> 1 & 3)
            && head[2] >> 4 != 15 && head[2] >> 2 & 3 != 3
        return isFrame ? [.mp3] : nil
    }

    private static func film(_ head: [UInt8]) -> [FileType]? {
        if head.has("RIFF", at: 0), head.has("AVI ", at: 8) { return [.avi] }
        if head.has("OggS", at: 0) { return [.ogg, .ogv] }
        if head.has([0x1A, 0x45, 0xDF, 0xA3], at: 0) {
            let start = head.prefix(64)
            if start.contains("webm") { return [.webm, .weba] }
            return start.contains("matroska") ? [.mkv] : nil
        }
        return head.has("ftyp", at: 4) && head.count >= 12 ? brand(String(decoding: head[8..<12], as: UTF8.self)) : nil
    }

    /// The families of ISO 14496-12.
    private static func brand(_ name: String) -> [FileType]? {
        switch name {
        case "heic", "heix", "heim", "heis", "mif1", "msf1": [.heic]
        case "M4A ", "M4B ": [.m4a]
        case "qt  ": [.mov]
        case _ where name.hasPrefix("3g"): [.threeGP, .mp4]
        case "isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "M4VH", "M4VP", "MSNV", "dash":
            [.mp4, .m4a, .threeGP]
        default: nil
        }
    }

    private static func archive(_ head: [UInt8]) -> [FileType]? {
        if head.has([0x1F, 0x8B, 0x08], at: 0) { return [.gzip] }
        if head.has([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], at: 0) { return [.sevenZip] }
        if head.has([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], at: 0) { return [.rar] }
        return head.has("ustar", at: 257) ? [.tar] : nil
    }

    /// UTF-8 to the last byte, without the control characters that no text has.
    private static func isText(_ sample: FileSample) throws -> Bool {
        var checker = UTF8Checker()
        var place = 0
        while place < sample.size {
            let piece = try sample.bytes(at: place, pieceBytes)
            guard !piece.isEmpty, checker.accept(piece.span), !piece.contains(where: isControl) else { return false }
            place += piece.count
        }
        return checker.isComplete && place > 0
    }

    /// Tabs, line ends and the escapes of terminals are not.
    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && !(0x09...0x0D).contains(byte) && byte != 0x1B || byte == 0x7F
    }

    /// What begins with a tag is markup first, whatever its name is.
    private static func texts(_ head: [UInt8]) -> [FileType] {
        let start = head.has([0xEF, 0xBB, 0xBF], at: 0) ? head.dropFirst(3) : head[...]
        let first = start.first { $0 > 0x20 }
        guard first == UInt8(ascii: "<") else { return FileType.texts }
        return [.markup] + FileType.texts
    }
}

extension ArraySlice<UInt8> {
    fileprivate func contains(_ text: StaticString) -> Bool {
        let wanted = Array(text.description.utf8)
        return indices.contains { self[$0...].starts(with: wanted) }
    }
}
