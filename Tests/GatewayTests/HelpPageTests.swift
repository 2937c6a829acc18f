import Foundation
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Gateway

/// The examples that shops copy are run as they stand in the page.
@Suite struct `The page about verified visitors` {
    @Test(arguments: [
        ("example-node", ["node"]), ("example-python", ["python3"]), ("example-php", ["php"]),
    ])
    func `has examples whose tokens are good`(name: String, command: [String]) async throws {
        let path = "\(webFolder)/help/verified-visitors.html"
        let page = try String(contentsOfFile: path, encoding: .utf8)
        let secret = testKey.verificationSecret(VerificationSecretID(rawValue: 7), of: InboxID(rawValue: 4))
        let example = try #require(Self.example(name, in: page))
        // Somebody without PHP still runs the two others.
        guard let printed = try Self.run(command, example, secret: secret) else {
            #expect(command == ["php"], "\(command) is not installed.")
            return
        }

        let token = printed.trimmed
        let identity = try VisitorToken.identity(of: token, secrets: [secret], now: .now)

        #expect(identity == VisitorIdentity(subject: "42", name: "ليلى", email: "layla@example.com"))
        #expect(throws: Failure.self) { try VisitorToken.identity(of: token, secrets: ["vsk_other"], now: .now) }
    }

    private static func example(_ name: String, in page: String) -> String? {
        guard let start = page.range(of: "<code id=\"\(name)\">"),
            let end = page.range(of: "</code>", range: start.upperBound..<page.endIndex)
        else { return nil }
        return String(page[start.upperBound..<end.lowerBound])
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#x27;", with: "'").replacing("&amp;", with: "&")
    }

    /// What a program prints; nil where it is not installed.
    private static func run(_ command: [String], _ program: String, secret: String) throws -> String? {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment.merging(["MAJLIS_SECRET": secret]) { $1 }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(program.utf8))
        try input.fileHandleForWriting.close()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 127 ? nil : String(decoding: printed, as: UTF8.self)
    }
}
