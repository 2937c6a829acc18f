import HTTP
import Testing
import WireModel

@testable import Gateway

@Suite struct `A page's origin` {
    @Test(arguments: [
        ("https://chat.example.com", "https", "chat.example.com"), ("http://127.0.0.1:8080", "http", "127.0.0.1:8080"),
        ("HTTPS://Chat.Example.com:443", "https", "chat.example.com"), ("http://h:80", "http", "h"),
        ("http://h:443", "http", "h:443"), ("http://[::1]:8080", "http", "[::1]:8080"),
    ])
    func `is scheme, host and port`(text: String, scheme: String, host: String) {
        let origin = Origin(text)

        #expect(origin?.scheme == scheme)
        #expect(origin?.host == host)
    }

    @Test(arguments: [
        "", "null", "https://", "chat.example.com", "ftp://h", "https://h/", "https://h/path", "https://u@h",
        "https://h?x", "https://h h", "javascript://h",
    ])
    func `is nothing else`(text: String) {
        #expect(Origin(text) == nil)
    }

    @Test(arguments: [
        ("https://chat.example.com", "https://chat.example.com", true),
        ("https://chat.example.com:443", "https://chat.example.com", true),
        ("http://chat.example.com", "https://chat.example.com", false),
        ("https://evil.example.com", "https://chat.example.com", false),
        ("https://chat.example.com.evil.com", "https://chat.example.com", false),
        ("https://chat.example.com:8443", "https://chat.example.com", false),
    ])
    func `is ours when it is the public address`(text: String, publicURL: String, isOwn: Bool) {
        #expect(Origin(text)?.isOwn(publicURL: publicURL, host: "evil.example.com") == isOwn)
    }

    @Test(
        arguments: [
            ("http://127.0.0.1:8080", "127.0.0.1:8080", true), ("https://chat.example.com", "chat.example.com", true),
            ("https://chat.example.com", "CHAT.example.com:443", true),
            ("http://127.0.0.1:8081", "127.0.0.1:8080", false),
            ("http://evil", "chat.example.com", false), ("http://evil", nil, false),
        ] as [(String, String?, Bool)])
    func `is ours without a public address when it is the host that was asked for`(
        text: String, host: String?, isOwn: Bool
    ) {
        #expect(Origin(text)?.isOwn(publicURL: nil, host: host) == isOwn)
    }
}

@Suite struct `The session's cookie` {
    @Test func `is for our pages only, and lasts`() {
        #expect(
            SessionCookie.value("abc", secure: false)
                == "majlis_session=abc; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax")
        #expect(
            SessionCookie.value("abc", secure: true)
                == "__Host-majlis_session=abc; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax; Secure")
        #expect(
            SessionCookie.cleared(secure: true)
                == "__Host-majlis_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure")
    }

    @Test(
        arguments: [
            ("majlis_session=abc", "abc"), ("a=1; majlis_session=abc; b=2", "abc"), ("a=1;majlis_session=abc", "abc"),
            ("majlis_session=a=b", "a=b"), ("", nil), ("majlis_session=", nil), ("majlis_session", nil),
            ("xmajlis_session=abc", nil),
            ("majlis_session_2=abc", nil), ("a=majlis_session=abc", nil),
            ("majlis_session=" + String(repeating: "x", count: 129), nil),
        ] as [(String, String?)])
    func `is found among others`(header: String, token: String?) {
        #expect(SessionCookie.token(in: header, secure: false) == token)
    }

    @Test(
        arguments: [
            ("__Host-majlis_session=abc", "abc"), ("majlis_session=planted; __Host-majlis_session=abc", "abc"),
            ("majlis_session=planted", nil), ("__host-majlis_session=planted", nil),
            ("__Secure-majlis_session=planted", nil),
        ] as [(String, String?)])
    func `is over TLS only the one that nobody else can set`(header: String, token: String?) {
        #expect(SessionCookie.token(in: header, secure: true) == token)
    }
}

@Suite struct `The form before the first message` {
    private let form = PreChat(name: .required, email: .optional, phone: .hidden)

    @Test func `leaves out what it does not ask for, and space around the rest`() throws {
        let checked = try form.checked(VisitorDetails(name: " سارة ", email: "", phone: "0501234567"))

        #expect(checked == VisitorDetails(name: "سارة"))
    }

    @Test func `names every field that is missing`() {
        let strict = PreChat(name: .required, email: .required, phone: .required)

        #expect(
            codes { try strict.checked(VisitorDetails()) } == [
                "details.name": "required", "details.email": "required", "details.phone": "required",
            ])
        #expect(
            codes { try strict.checked(VisitorDetails(name: " ", email: "a@b.c", phone: "\n")) } == [
                "details.name": "required", "details.phone": "required",
            ])
    }

    @Test func `bounds what is given, not what is hidden`() {
        let long = String(repeating: "x", count: 400)

        #expect(
            codes { try form.checked(VisitorDetails(name: long, email: long, phone: long)) } == [
                "details.name": "tooLong", "details.email": "tooLong",
            ])
    }

    private func codes(_ body: () throws -> VisitorDetails) -> [String: String] {
        do {
            _ = try body()
            return [:]
        } catch {
            return Dictionary(uniqueKeysWithValues: ((error as? Failure)?.fields ?? []).map { ($0.field, $0.code) })
        }
    }
}

@Suite struct `A method is safe` {
    @Test(arguments: [
        (Method.get, true), (.head, true), (.options, true), (.post, false), (.put, false), (.patch, false),
        (.delete, false),
        (.other("BREW"), false),
    ])
    func `when it changes nothing`(method: Method, isSafe: Bool) {
        #expect(method.isSafe == isSafe)
    }
}
