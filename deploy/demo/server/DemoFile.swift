import Glibc
import JSON
import ServiceKit

/// `demo.json` in the data folder: what the demo made, so that it is made once and told at every start.
struct DemoFile {
    let folder: String

    private var path: String { "\(folder)/demo.json" }

    /// Nil when no demo was made yet.
    func read() throws -> [DemoShop]? {
        guard unsafe access(path, R_OK) == 0 else { return nil }
        return try JSON.decode([DemoShop].self, from: Self.bytes(of: path))
    }

    func write(_ shops: [DemoShop]) throws {
        try Self.write(try JSON.encode(shops), to: path)
    }

    /// What `deploy/up` prints.
    func writeSummary(of shops: [DemoShop], base: String, pagesAt pages: String) throws {
        var text = ""
        for shop in shops {
            text += "\n  \(shop.name)\n"
            text += "    shop      \(pages)\(shop.path)\n"
            text += "    sign-in   \(base)/sign-in\n"
            for person in [shop.owner, shop.agent] {
                text += "              \(person.email)  \(person.password)  (\(person.name))\n"
            }
            text += "    API key   \(shop.apiKey ?? "")\n"
        }
        try Self.write(Array(text.utf8), to: "\(folder)/demo.txt")
    }

    static func bytes(of path: String) throws -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ConfigurationFault("The file \(path) cannot be read.") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe Glibc.read(descriptor, &piece, piece.count)
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    /// Readable by its owner only; whole or not at all.
    private static func write(_ bytes: [UInt8], to path: String) throws {
        let fault = ConfigurationFault("The file \(path) cannot be written.")
        let descriptor = unsafe open("\(path).new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw fault }
        let written = unsafe Glibc.write(descriptor, bytes, bytes.count)
        close(descriptor)
        guard written == bytes.count, unsafe rename("\(path).new", path) == 0 else { throw fault }
    }
}
