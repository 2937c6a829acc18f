import Foundation
import HTTP
import Loop
import Server
import Testing

@Suite struct `Static files` {
    private let folder: String
    private let files: StaticFiles
    private let loop = EventLoop()

    init() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("files-\(UUID().uuidString)")
        let web = root.appendingPathComponent("web")
        let sub = web.appendingPathComponent("sub")
        try FileManager.default.createDirectory(at: sub, withIntermediateDirectories: true)
        folder = web.path
        try Data("secret".utf8).write(to: root.appendingPathComponent("secret.txt"))
        try Data("<p>home".utf8).write(to: web.appendingPathComponent("index.html"))
        try Data("let a = 1".utf8).write(to: web.appendingPathComponent("sub/app.js"))
        try Data("GZ".utf8).write(to: web.appendingPathComponent("sub/app.js.gz"))
        try Data("BR".utf8).write(to: web.appendingPathComponent("sub/app.js.br"))
        try Data("hidden".utf8).write(to: web.appendingPathComponent(".env"))
        try Data(repeating: 5, count: 700_000).write(to: web.appendingPathComponent("large.bin"))
        try FileManager.default.createSymbolicLink(
            atPath: web.appendingPathComponent("leak.txt").path, withDestinationPath: root.path + "/secret.txt")
        files = StaticFiles(folder: folder) { $0.hasSuffix(".js") ? "max-age=60" : nil }
    }

    private func get(_ path: String, _ headers: Headers = Headers()) async -> Response? {
        let head = RequestHead(method: .get, target: "/", headers: headers)
        return await files.respond(
            to: Request(head: head, peer: "test", body: RequestBody(), loop: loop), path: path)
    }

    private func text(_ response: Response?) -> String? {
        guard case .bytes(let bytes) = response?.body else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `a file has its type, tag and cache rule`() async {
        let response = await get("sub/app.js")

        #expect(text(response) == "let a = 1")
        #expect(response?.headers["Content-Type"] == "text/javascript; charset=utf-8")
        #expect(response?.headers["Cache-Control"] == "max-age=60")
        #expect(response?.headers["ETag"] != nil)
    }

    @Test func `comments of scripts and styles stay at home, and every line is the line that it was`() async throws {
        let script = """
            /** What it is
             *  for. */
            const a = /** @type {any} */ (b) // here
              // alone
              /* one */ /** @type {string} */ const c = '/* text */'
            const d = (/** @type {string} */ e, /** @type {number} */ f) => /[/*]/.test(e)
            """
        let style = "/* Of\n a list. */\n  .a { top: 0; } /* kept */\n  //b"
        try Data(script.utf8).write(to: URL(fileURLWithPath: folder + "/lean.js"))
        try Data(style.utf8).write(to: URL(fileURLWithPath: folder + "/lean.css"))
        try Data(script.utf8).write(to: URL(fileURLWithPath: folder + "/lean.txt"))

        #expect(
            text(await get("lean.js")) == """


                const a = (b) // here

                const c = '/* text */'
                const d = (e, f) => /[/*]/.test(e)
                """)
        #expect(text(await get("lean.css")) == "\n\n.a { top: 0; } /* kept */\n//b")
        #expect(text(await get("lean.txt")) == script)
    }

    @Test func `an empty path is the index`() async {
        #expect(text(await get("")) == "<p>home")
    }

    @Test func `a tag that the client knows is 304`() async {
        let tag = await get("index.html")?.headers["ETag"] ?? ""

        let same = await get("index.html", ["If-None-Match": "\"other\", W/\(tag)"])
        let other = await get("index.html", ["If-None-Match": "\"other\""])

        #expect(same?.status == .notModified)
        #expect(other?.status == .ok)
    }

    @Test(arguments: [
        ("br, gzip", "BR"), ("gzip", "GZ"), ("br;q=0, gzip;q=0.5", "GZ"), ("identity", "let a = 1"),
    ])
    func `the best form that the client accepts is sent`(accepted: String, body: String) async {
        let response = await get("sub/app.js", ["Accept-Encoding": accepted])

        #expect(text(response) == body)
        #expect(response?.headers["Vary"] == "Accept-Encoding")
    }

    @Test(arguments: [
        "../secret.txt", "sub/../../secret.txt", "/etc/passwd", "./index.html", "sub//app.js", ".env", "leak.txt",
        "missing", "sub", "sub/", "..\\secret.txt", "index.html\0.js",
    ])
    func `nothing outside of the folder is served`(path: String) async {
        #expect(await get(path) == nil)
    }

    @Test func `a changed file is seen`() async throws {
        let first = await get("index.html")
        try Data("<p>new home".utf8).write(to: URL(fileURLWithPath: folder + "/index.html"))

        var latest = first
        while text(latest) == text(first) {
            latest = await get("index.html")
            await Task.yield()
        }

        #expect(text(latest) == "<p>new home")
    }

    @Test func `a large file is streamed whole over a socket`() async throws {
        let files = files
        let test = try TestServer { request in
            await files.respond(to: request, path: String(request.path.dropFirst())) ?? Response(.notFound)
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)

        let response = try await client.send(test.request(.get, "/large.bin"), deadline: .seconds(60))

        #expect(try await response.collect(upTo: 1_000_000) == [UInt8](repeating: 5, count: 700_000))
    }
}
