import ServiceKit
import Testing

@testable import Gateway

@Suite struct `Who asked first` {
    private let proxies = TrustedProxies(TrustedProxies.usual)!

    @Test(
        arguments: [
            // Nobody in between, or nobody who may say so.
            ("203.0.113.7", [], "203.0.113.7"), ("203.0.113.7", ["6.6.6.6"], "203.0.113.7"),
            ("2001:db8::7", ["6.6.6.6"], "2001:db8::7"),
            // One proxy, and two; what the client wrote stands left of what they did.
            ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"), ("::1", ["2001:db8::7"], "2001:db8::7"),
            ("172.18.0.2", ["6.6.6.6, 203.0.113.7"], "203.0.113.7"),
            ("172.18.0.2", ["6.6.6.6, 203.0.113.7, 10.0.0.9"], "203.0.113.7"),
            ("172.18.0.2", ["6.6.6.6", "203.0.113.7 ,10.0.0.9"], "203.0.113.7"),
            ("172.18.0.2", ["127.0.0.1, 203.0.113.7"], "203.0.113.7"),
            // Somebody of the house.
            ("172.18.0.2", ["192.168.1.50"], "192.168.1.50"), ("127.0.0.1", [], "127.0.0.1"),
            // Ports, brackets and both kinds of spelling.
            ("127.0.0.1", ["203.0.113.7:51724"], "203.0.113.7"), ("127.0.0.1", ["[2001:db8::7]:443"], "2001:db8::7"),
            ("127.0.0.1", ["[2001:db8::7]"], "2001:db8::7"), ("127.0.0.1", ["::ffff:203.0.113.7"], "203.0.113.7"),
            ("127.0.0.1", ["\t203.0.113.7  "], "203.0.113.7"),
            // What cannot be read is not gone past.
            ("127.0.0.1", ["203.0.113.7, unknown"], "127.0.0.1"),
            ("127.0.0.1", ["203.0.113.7, 10.0.0.9, _x"], "127.0.0.1"),
            ("127.0.0.1", ["203.0.113.7, _x, 10.0.0.9"], "10.0.0.9"), ("127.0.0.1", [""], "127.0.0.1"),
            ("127.0.0.1", [","], "127.0.0.1"), ("127.0.0.1", ["203.0.113.7:"], "127.0.0.1"),
            ("127.0.0.1", ["203.0.113.7:123456"], "127.0.0.1"), ("127.0.0.1", ["[203.0.113.7]"], "127.0.0.1"),
            ("127.0.0.1", ["[2001:db8::7"], "127.0.0.1"), ("127.0.0.1", ["[2001:db8::7]x"], "127.0.0.1"),
            ("127.0.0.1", ["[]:1"], "127.0.0.1"), ("127.0.0.1", ["203.0.113.7\u{0}"], "127.0.0.1"),
            ("127.0.0.1", ["\"203.0.113.7\""], "127.0.0.1"), ("127.0.0.1", ["203.0.113.7;6.6.6.6"], "127.0.0.1"),
        ] as [(String, [String], String)])
    func `is the first that is no proxy of ours`(peer: String, forwarded: [String], client: String) {
        #expect(proxies.client(peer: peer, forwarded: forwarded)?.description == client)
    }

    @Test func `is looked for in so many entries only`() {
        let many = "6.6.6.6," + Array(repeating: "10.0.0.1", count: 5000).joined(separator: ",")

        #expect(proxies.client(peer: "127.0.0.1", forwarded: [many])?.description == "10.0.0.1")
    }

    @Test func `is whoever is at the other end where no proxy is trusted`() {
        let nobody = TrustedProxies("none")

        #expect(nobody?.client(peer: "127.0.0.1", forwarded: ["6.6.6.6"])?.description == "127.0.0.1")
        #expect(nobody?.client(peer: "no address", forwarded: []) == nil)
    }

    @Test func `is a proxy's word where the setting says so`() {
        let proxies = TrustedProxies(" 198.51.100.0/24, 2001:db8:1::/48")

        #expect(proxies?.client(peer: "198.51.100.9", forwarded: ["203.0.113.7"])?.description == "203.0.113.7")
        #expect(proxies?.client(peer: "2001:db8:1::9", forwarded: ["203.0.113.7"])?.description == "203.0.113.7")
        #expect(proxies?.client(peer: "10.0.0.1", forwarded: ["203.0.113.7"])?.description == "10.0.0.1")
    }

    @Test(arguments: ["", ",", "10.0.0.0/8,", "10.0.0.0/33", "private", "none,10.0.0.0/8", "10.0.0.0/8;::1"])
    func `cannot be set by nonsense`(text: String) {
        #expect(TrustedProxies(text) == nil)
    }
}
