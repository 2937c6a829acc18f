import Glibc
import ServiceKit
import TestKit
import Testing
import WireModel

@Suite struct `A configuration` {
    private let settings = Configuration([
        "EMPTY": "", "NAME": "Majlis", "NUMBER": "42", "WORD": "many", "YES": "1", "NO": "no",
    ])

    @Test func `takes an empty setting for an absent one`() {
        #expect(settings.optional("EMPTY") == nil)
        #expect(settings.optional("ABSENT") == nil)
        #expect(settings.string("EMPTY", default: "x") == "x")
        #expect(settings.string("NAME", default: "x") == "Majlis")
    }

    @Test func `reads whole numbers within their bounds`() throws {
        #expect(try settings.integer("NUMBER", default: 1, in: 0...42) == 42)
        #expect(try settings.integer("ABSENT", default: 1, in: 0...42) == 1)
    }

    @Test func `names the setting that is wrong, and what would be right`() {
        #expect(
            fault { try settings.integer("NUMBER", default: 1, in: 0...41) }
                == "NUMBER must be a whole number from 0 to 41, not “42”.")
        #expect(
            fault { try settings.integer("WORD", default: 1, in: 0...41) }
                == "WORD must be a whole number from 0 to 41, not “many”.")
        #expect(fault { try settings.flag("WORD") } == "WORD must be 1 or 0, not “many”.")
        #expect(
            fault { try settings.listen("NAME", default: "") }
                == "NAME must be host:port, such as 127.0.0.1:8080, not “Majlis”.")
        #expect(
            fault { try settings.peer("NAME", default: "") }
                == "NAME must be an address such as http://127.0.0.1:8081, not “Majlis”.")
    }

    @Test func `reads flags`() throws {
        #expect(try settings.flag("YES"))
        #expect(try !settings.flag("NO"))
        #expect(try !settings.flag("ABSENT"))
    }

    @Test(arguments: [
        ("127.0.0.1:0", "127.0.0.1", 0), ("chat.example:8080", "chat.example", 8080), ("::1:80", "::1", 80),
    ])
    func `reads where to listen`(text: String, host: String, port: Int) throws {
        let address = try settings.listen("ABSENT", default: text)

        #expect(address == (host, port))
    }

    @Test(arguments: [":80", "host", "host:", "host:x", "host:65536", "host:-1"])
    func `refuses what is no place to listen`(text: String) {
        #expect(throws: ConfigurationFault.self) { try settings.listen("ABSENT", default: text) }
    }

    @Test(arguments: [
        ("http://h:1", PeerAddress(host: "h", port: 1)), ("http://h/", PeerAddress(host: "h", port: 80)),
        ("http://127.0.0.1:8081/", PeerAddress(host: "127.0.0.1", port: 8081)),
    ])
    func `reads where a peer is`(text: String, address: PeerAddress) {
        #expect(PeerAddress(text) == address)
    }

    @Test(arguments: [
        "", "h:1", "https://h:1", "http://", "http://:1", "http://h:0", "http://h:x", "http://h:1/path", "http://a/b:1",
        "http://h:1:2",
    ])
    func `refuses what is no peer's address`(text: String) {
        #expect(PeerAddress(text) == nil)
    }

    @Test func `takes the deployment's key from a setting or a file, spaces left out`() throws {
        let folder = TemporaryFolder()
        let proof = testKey.serviceAssertion(now: .now)
        let key = "the-key-of-every-test-\n0123456789abcdef \n"
        try #require(write(key, to: folder.file("key")))

        let fromSetting = try Configuration(["MAJLIS_KEY": key]).deploymentKey()
        let fromFile = try Configuration(["MAJLIS_KEY_FILE": folder.file("key")]).deploymentKey()

        #expect(fromSetting.isServiceAssertion(proof, now: .now))
        #expect(fromFile.isServiceAssertion(proof, now: .now))
    }

    @Test func `says what is wrong with the deployment's key without showing it`() {
        let short = String(repeating: "k", count: 31)
        #expect(
            fault { try Configuration(["MAJLIS_KEY": short]).deploymentKey() }?.contains("at least 32 characters")
                == true)
        #expect(fault { try Configuration(["MAJLIS_KEY": short]).deploymentKey() }?.contains(short) == false)
        #expect(
            fault { try Configuration(["MAJLIS_KEY_FILE": "/nowhere"]).deploymentKey() }?.contains("cannot be read")
                == true)
        #expect(fault { try Configuration([:]).deploymentKey() }?.contains("MAJLIS_KEY_FILE") == true)
    }

    private func fault(_ body: () throws -> some Any) -> String? {
        do {
            _ = try body()
            return nil
        } catch {
            return "\(error)"
        }
    }
}

private func write(_ text: String, to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    defer { fclose(file) }
    return fputs(text, file) >= 0
}
