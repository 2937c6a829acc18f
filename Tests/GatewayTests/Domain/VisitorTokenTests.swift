import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Gateway

/// Tokens as shops' servers make them, and as nobody should.
enum Token {
    static let header = #"{"alg":"HS256","typ":"JWT"}"#

    static func signed(_ claims: String, header: String = header, with secret: String) -> String {
        let text = "\(Base64URL.encode(Array(header.utf8))).\(Base64URL.encode(Array(claims.utf8)))"
        return "\(text).\(Base64URL.encode(Authenticator(key: Array(secret.utf8)).code(for: Array(text.utf8))))"
    }

    /// - Parameter fields: Behind the two that must be there.
    static func claims(_ subject: String = "42", now: Timestamp, lifetime: Int64 = 300, _ fields: String = "") -> String
    {
        #"{"sub":"\#(subject)","exp":\#(now.milliseconds / 1000 + lifetime)\#(fields)}"#
    }
}

@Suite struct `A customer's token` {
    private let now = TestClock().now
    private var second: Int64 { now.milliseconds / 1000 }
    private let secret = "vsk_first"

    private func identity(_ token: String, secrets: [String] = ["vsk_first", "vsk_second"]) -> Result<
        VisitorIdentity, Failure
    > {
        Result { () throws(Failure) in try VisitorToken.identity(of: token, secrets: secrets, now: now) }
    }

    private func code(_ token: String) -> String? {
        if case .failure(let failure) = identity(token) { failure.code } else { nil }
    }

    private func signed(_ claims: String, header: String = Token.header) -> String {
        Token.signed(claims, header: header, with: secret)
    }

    @Test func `says who they are, under either of two secrets`() throws {
        let claims = Token.claims(
            "customer-42", now: now, #","name":"ليلى","email":"layla@example.com","phone":"0501234567","role":["x"]"#)
        let whole = VisitorIdentity(
            subject: "customer-42", name: "ليلى", email: "layla@example.com", phone: "0501234567")

        for secret in ["vsk_first", "vsk_second"] {
            #expect(try identity(Token.signed(claims, with: secret)).get() == whole)
        }
        #expect(try identity(signed(Token.claims(now: now))).get() == VisitorIdentity(subject: "42"))
        #expect(try identity(signed(Token.claims(now: now, #","name":null"#))).get() == VisitorIdentity(subject: "42"))
    }

    @Test func `is signed as others sign`() throws {
        // Made with Python's hmac and base64.
        let token =
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MiIsImV4cCI6MTAwMH0."
            + "yGWUxiukcB_fCfcwbRuy4cRU2hJzXQ0t7-xi9ueWeVw"
        let identity = try VisitorToken.identity(
            of: token, secrets: ["vsk_known"], now: Timestamp(milliseconds: 999_000))

        #expect(identity.subject == "42")
    }

    @Test(arguments: [
        #"{"alg":"HS256"}"#, #"{"typ":"jwt","alg":"HS256","kid":"1"}"#, #" { "alg" : "HS256" } "#,
    ])
    func `may have these headers`(header: String) throws {
        #expect(try identity(signed(Token.claims(now: now), header: header)).get().subject == "42")
    }

    @Test(arguments: [
        #"{"alg":"none"}"#, #"{"alg":"None"}"#, #"{"alg":"hs256"}"#, #"{"alg":"HS384"}"#, #"{"alg":"RS256"}"#, #"{}"#,
        #"{"alg":"HS256","typ":"JWE"}"#, #"{"alg":"HS256","crit":["b64"]}"#, #"{"alg":"HS256","b64":false}"#,
        #"{"alg":"HS256","jwk":{}}"#, #"{"alg":"HS256","alg":"HS256"}"#, #"{"alg":"none","alg":"HS256"}"#,
        #"{"alg":["HS256"]}"#, #"["HS256"]"#, "", "null", #"{"alg":"HS256"}x"#, #"{"alg":"HS256","kid":7}"#,
    ])
    func `has no other header`(header: String) {
        #expect(code(signed(Token.claims(now: now), header: header)) == "token.malformed")
    }

    @Test func `is refused when it is cut, at any place`() {
        let token = signed(Token.claims(now: now))
        for length in 0..<token.utf8.count {
            #expect(code(String(token.prefix(length))) != nil, "\(length)")
            #expect(code(String(token.dropFirst(length + 1))) != nil, "\(length)")
        }
    }

    @Test func `is refused with any of its letters changed`() {
        let token = signed(Token.claims(now: now))
        for index in token.indices {
            var changed = token
            changed.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            #expect(code(changed) != nil)
        }
    }

    @Test func `is refused in another shape`() {
        let token = signed(Token.claims(now: now))
        let parts = token.split(separator: ".").map(String.init)
        let shapes = [
            "", ".", "..", "...", "\(parts[1]).\(parts[0]).\(parts[2])", "\(parts[2]).\(parts[1]).\(parts[0])",
            "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1]).", "\(token).", ".\(token)", "\(token)=", " \(token)",
            "\(token)\n", "\(parts[0]).\(parts[1]).\(parts[2])==", "\(token).\(parts[2])",
            #"{"payload":"\#(parts[1])","protected":"\#(parts[0])","signature":"\#(parts[2])"}"#,
        ]
        for shape in shapes { #expect(code(shape) != nil, "\(shape)") }
        let unsigned = "\(Base64URL.encode(Array(#"{"alg":"none"}"#.utf8))).\(parts[1])."
        #expect(code(unsigned) == "token.malformed")
    }

    @Test func `of another shop proves nothing`() {
        #expect(code(Token.signed(Token.claims(now: now), with: "vsk_third")) == "token.signature")
        #expect(code(Token.signed(Token.claims(now: now), with: "")) == "token.signature")
        if case .success = identity(signed(Token.claims(now: now)), secrets: []) { Issue.record("nobody vouched") }
    }

    @Test func `holds until it expires, a day at most`() {
        #expect(code(signed(Token.claims(now: now, lifetime: 1))) == nil)
        #expect(code(signed(Token.claims(now: now, lifetime: 86_400))) == nil)
        #expect(code(signed(Token.claims(now: now, lifetime: 0))) == "token.expired")
        #expect(code(signed(Token.claims(now: now, lifetime: -1))) == "token.expired")
        #expect(code(signed(Token.claims(now: now, lifetime: 86_461))) == "token.lifetime")
        #expect(code(signed(#"{"sub":"42","exp":9007199254740991}"#)) == "token.lifetime")
        #expect(code(signed(#"{"sub":"42","exp":\#(second).5}"#)) == nil)
    }

    @Test(arguments: ["iat", "nbf"])
    func `is not from the future`(claim: String) {
        #expect(code(signed(Token.claims(now: now, #","\#(claim)":\#(second + 60)"#))) == nil)
        #expect(code(signed(Token.claims(now: now, #","\#(claim)":\#(second + 61)"#))) == "token.early")
        #expect(code(signed(Token.claims(now: now, #","\#(claim)":\#(second - 9_999_999)"#))) == nil)
    }

    @Test func `says what it must, and in the right words`() {
        let exp = #""exp":\#(second + 9)"#
        let wrong = [
            #"{"sub":"42"}"#, "{\(exp)}", #"{"sub":"",\#(exp)}"#, #"{"sub":42,\#(exp)}"#, #"{"sub":null,\#(exp)}"#,
            #"{"sub":"a b",\#(exp)}"#, #"{"sub":"a\u0000",\#(exp)}"#, #"{"sub":"\u200b",\#(exp)}"#,
            #"{"sub":"\#(String(repeating: "x", count: 201))",\#(exp)}"#, #"{"sub":"42","exp":"\#(second + 9)"}"#,
            #"{"sub":"42","exp":1e999}"#, #"{"sub":"42","exp":null}"#, #"{"sub":"42","sub":"43",\#(exp)}"#,
            #"{"sub":"42",\#(exp),"name":7}"#, #"{"sub":"42",\#(exp),"email":["a@b.co"]}"#, #"["42"]"#, "", "{",
            #"{"sub":"42",\#(exp),"iat":"now"}"#,
        ]
        for claims in wrong { #expect(code(signed(claims)) == "token.claims", "\(claims)") }
        #expect(code(signed(#"{"sub":"\#(String(repeating: "ع", count: 200))",\#(exp)}"#)) == nil)
    }

    @Test func `is of a bounded length`() {
        let long = String(repeating: "x", count: 4096)

        #expect(code(signed(Token.claims(now: now, #","note":"\#(long.prefix(2800))""#))) == nil)
        #expect(code(signed(Token.claims(now: now, #","note":"\#(long)""#))) == "token.malformed")
        #expect(code(String(repeating: "a.", count: 1_000_000)) == "token.malformed")
        let deep = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
        #expect(code(signed(Token.claims(now: now, #","note":\#(deep)"#))) == "token.claims")
    }
}
