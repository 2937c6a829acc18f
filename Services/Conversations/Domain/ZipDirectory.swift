/// What a zip file holds, by the names in its directory: office files are zip files too. Nothing is ever unpacked.
enum ZipDirectory {
    /// The record at the end with the longest comment that may follow it.
    private static let endBytes = 22 + 65_535
    private static let directoryLimitBytes = 1 << 20

    static func types(of sample: FileSample, _ head: [UInt8]) throws -> [FileType] {
        if let type = openDocument(head) { return [type, .zip] }
        let names = try names(in: sample)
        guard names.contains("[Content_Types].xml") else { return [.zip] }
        let offices: [(String, FileType)] = [("word/", .docx), ("xl/", .xlsx), ("ppt/", .pptx)]
        return offices.filter { folder, _ in names.contains { $0.hasPrefix(folder) } }.map(\.1) + [.zip]
    }

    /// OpenDocument says what it is in its first entry, which is not compressed.
    private static func openDocument(_ head: [UInt8]) -> FileType? {
        guard head.has("mimetypeapplication/vnd.oasis.opendocument.", at: 30) else { return nil }
        return [FileType.odt, .ods, .odp].first { head.has(Array("mimetype\($0.media)".utf8), at: 30) }
    }

    /// The names of the directory; none where it cannot be read or is larger than ours would be.
    private static func names(in sample: FileSample) throws -> [String] {
        let place = max(0, sample.size - endBytes)
        let tail = try sample.bytes(at: place, endBytes)
        let end = tail.indices.reversed().first { tail.has([0x50, 0x4B, 0x05, 0x06], at: $0) && $0 + 22 <= tail.count }
        guard let end else { return [] }
        let (size, start) = (tail.little(end + 12, 4), tail.little(end + 16, 4))
        guard size <= directoryLimitBytes, let directory = try sample.whole(at: start, size) else { return [] }
        var names: [String] = []
        var entry = 0
        while directory.has([0x50, 0x4B, 0x01, 0x02], at: entry), entry + 46 <= directory.count {
            let length = directory.little(entry + 28, 2)
            let next = entry + 46 + length + directory.little(entry + 30, 2) + directory.little(entry + 32, 2)
            guard next <= directory.count else { break }
            names.append(String(decoding: directory[entry + 46..<entry + 46 + length], as: UTF8.self))
            entry = next
        }
        return names
    }
}
