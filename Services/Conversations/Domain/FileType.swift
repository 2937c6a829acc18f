import WireModel

/// A type of file that may be sent, with the names it may have. What is not here is not taken.
struct FileType: Sendable, Equatable {
    let kind: FileKind
    /// The media type that it is sent with. Every one of these is safe in a browser that may not guess: none runs.
    let media: String
    /// Lower case, the usual one first.
    let endings: [String]

    private init(_ kind: FileKind, _ media: String, _ endings: [String]) {
        self.kind = kind
        self.media = media
        self.endings = endings
    }

    /// What a browser shows by itself, inside our pages.
    var isShownInline: Bool { Self.pictures.contains(self) }

    static let png = FileType(.image, "image/png", ["png"])
    static let jpeg = FileType(.image, "image/jpeg", ["jpg", "jpeg", "jpe", "jfif"])
    static let gif = FileType(.image, "image/gif", ["gif"])
    static let webp = FileType(.image, "image/webp", ["webp"])
    static let heic = FileType(.image, "image/heic", ["heic", "heif"])

    static let pdf = FileType(.pdf, "application/pdf", ["pdf"])

    static let plain = FileType(
        .text, "text/plain",
        ["txt", "text", "log", "md", "markdown", "json", "yaml", "yml", "ini", "conf", "sql", "srt", "vtt", "tex"])
    static let table = FileType(.text, "text/csv", ["csv", "tsv"])
    static let card = FileType(.text, "text/vcard", ["vcf"])
    static let calendar = FileType(.text, "text/calendar", ["ics"])
    /// Text that a browser would run if it were told what it is: it never is.
    static let markup = FileType(
        .text, "application/octet-stream", ["html", "htm", "xhtml", "svg", "xml", "xsl", "css", "eml"])

    static let rtf = FileType(.office, "application/rtf", ["rtf"])
    static let doc = FileType(.office, "application/msword", ["doc", "dot"])
    static let xls = FileType(.office, "application/vnd.ms-excel", ["xls", "xlt"])
    static let ppt = FileType(.office, "application/vnd.ms-powerpoint", ["ppt", "pps"])
    static let docx = office("vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
    static let xlsx = office("vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
    static let pptx = office("vnd.openxmlformats-officedocument.presentationml.presentation", "pptx")
    static let odt = office("vnd.oasis.opendocument.text", "odt")
    static let ods = office("vnd.oasis.opendocument.spreadsheet", "ods")
    static let odp = office("vnd.oasis.opendocument.presentation", "odp")

    static let mp3 = FileType(.audio, "audio/mpeg", ["mp3"])
    static let aac = FileType(.audio, "audio/aac", ["aac"])
    static let m4a = FileType(.audio, "audio/mp4", ["m4a"])
    static let ogg = FileType(.audio, "audio/ogg", ["ogg", "oga", "opus"])
    static let wav = FileType(.audio, "audio/wav", ["wav"])
    static let flac = FileType(.audio, "audio/flac", ["flac"])
    static let amr = FileType(.audio, "audio/amr", ["amr"])
    static let weba = FileType(.audio, "audio/webm", ["weba"])

    static let mp4 = FileType(.video, "video/mp4", ["mp4", "m4v"])
    static let threeGP = FileType(.video, "video/3gpp", ["3gp", "3gpp"])
    static let mov = FileType(.video, "video/quicktime", ["mov", "qt"])
    static let webm = FileType(.video, "video/webm", ["webm"])
    static let mkv = FileType(.video, "video/x-matroska", ["mkv"])
    static let ogv = FileType(.video, "video/ogg", ["ogv"])
    static let avi = FileType(.video, "video/x-msvideo", ["avi"])

    static let zip = FileType(.archive, "application/zip", ["zip"])
    static let gzip = FileType(.archive, "application/gzip", ["gz", "tgz"])
    static let sevenZip = FileType(.archive, "application/x-7z-compressed", ["7z"])
    static let rar = FileType(.archive, "application/vnd.rar", ["rar"])
    static let tar = FileType(.archive, "application/x-tar", ["tar"])

    static let pictures = [png, jpeg, gif, webp]
    static let texts = [plain, table, card, calendar, markup]
    static let all =
        pictures + texts + [
            heic, pdf, rtf, doc, xls, ppt, docx, xlsx, pptx, odt, ods, odp, mp3, aac, m4a, ogg, wav, flac, amr, weba,
            mp4, threeGP, mov, webm, mkv, ogv, avi, zip, gzip, sevenZip, rar, tar,
        ]

    private static func office(_ name: String, _ ending: String) -> FileType {
        FileType(.office, "application/\(name)", [ending])
    }

    /// The one of `candidates` that a name says; the likeliest for a name that says nothing.
    ///
    /// - Parameter candidates: What the content may be, the likeliest first; empty for what is not known.
    /// - Throws: `attachment.type` for what is not taken at all, `attachment.mismatch` for a name that says something
    ///   else.
    static func of(_ candidates: [FileType], named ending: String?) throws(Failure) -> FileType {
        guard let ending else {
            guard let type = candidates.first else { throw .unknownFileType }
            return type
        }
        guard all.contains(where: { $0.endings.contains(ending) }) else { throw .unknownFileType }
        guard let type = candidates.first(where: { $0.endings.contains(ending) }) else {
            throw Failure(.invalid, "attachment.mismatch", "The file is not what its name says.")
        }
        return type
    }
}

extension Failure {
    static let unknownFileType = Failure(
        .unsupported, "attachment.type", "This type of file is not taken here.")
}
