import Foundation
import HTTP
import TestKit
import Testing
import WireModel

extension Journey {
    @Suite struct `Closing a conversation` {
        @Test func `sends one summary with the public messages and no note`() async throws {
            try await Deployment.run { deployment in
                let talk = try await Talk(in: deployment)
                await talk.agent.send("A note for us only", kind: .note)
                await talk.agent.send("The parcel comes tomorrow")
                try await eventually("both are stored") { await talk.agent.unacknowledged == 0 }

                try await talk.close()

                try await eventually("the mail is there") { !deployment.mails.isEmpty }
                let mail = try #require(deployment.mails.first)
                #expect(deployment.mails.count == 1)
                #expect(mail.header("To")?.contains("layla@example.com") == true)
                #expect(mail.texts.count == 2)
                for text in mail.texts {
                    #expect(text.contains("The parcel comes tomorrow"))
                    #expect(text.contains("السلام عليكم"))
                    #expect(!text.contains("A note for us only"))
                }
                await talk.stop()
            }
        }

        @Test func `sends it once, even when notifications is killed meanwhile`() async throws {
            try await Deployment.run { deployment in
                let talk = try await Talk(in: deployment)

                await deployment.kill(.notifications)
                try await talk.close()
                try await deployment.restart(.notifications)
                try await eventually("the mail is there") { !deployment.mails.isEmpty }
                try await deployment.restart(.notifications)
                // A second closing marks the end of what the service had to do about the first.
                let other = try await deployment.anotherConversation(with: talk)
                try await eventually("the other mail is there") { deployment.mails.count >= 2 }

                #expect(deployment.mails.count == 2)
                #expect(deployment.mails.contains { $0.texts.contains { $0.contains(other) } })
                await talk.stop()
            }
        }

        @Test func `is no last word: what the customer writes soon afterwards opens it again`() async throws {
            try await Deployment.run { deployment in
                let talk = try await Talk(in: deployment)

                try await talk.close()
                let draft = MessageDraft(clientId: 99, body: "شكرًا")
                let answer = try await talk.customer.call(
                    .post, "conversations/\(talk.conversation)/messages", body: draft)

                #expect(answer.status == .created)
                let now = try await talk.owner.call(
                    .get, "conversations/\(talk.conversation)", expecting: Conversation.self)
                #expect(now.status == .open)
                await talk.stop()
            }
        }
    }
}

extension Talk {
    fileprivate func close() async throws {
        let closed = try await owner.call(
            .put, "conversations/\(conversation)/status", body: StatusChange(status: .closed),
            expecting: Conversation.self)
        #expect(closed.status == .closed)
    }
}

extension Deployment {
    /// The summaries of the embedded delivery; mails about accounts have other names.
    fileprivate var mails: [Mail] {
        folder.names(in: "outbox").filter { $0.hasPrefix("cnv_") && $0.hasSuffix(".eml") }
            .compactMap { folder.bytes(of: "outbox/\($0)") }
            .map { Mail(String(decoding: $0, as: UTF8.self)) }
    }

    /// Starts and closes a conversation with somebody else; what they wrote.
    fileprivate func anotherConversation(with talk: Talk) async throws -> String {
        let text = "The second question"
        let customer = try await Customer(client: edge, inbox: talk.customer.inbox)
        let started = try await customer.start(text, name: "Huda", email: "huda@example.com")
        _ = try await talk.owner.call(
            .put, "conversations/\(started.conversation.id)/status", body: StatusChange(status: .closed),
            expecting: Conversation.self)
        return text
    }
}

/// A mail as its reader sees it.
struct Mail {
    private let headers: [String]
    /// The texts of a multipart mail, decoded.
    let texts: [String]

    init(_ source: String) {
        let (head, body) = Self.split(source)
        headers = head
        let type = Self.header("Content-Type", in: head) ?? ""
        guard let boundary = type.firstMatch(of: /boundary="?([^";]+)/)?.1 else {
            texts = [Self.decode(body, head)]
            return
        }
        texts = body.components(separatedBy: "--\(boundary)").dropFirst().dropLast().map { part in
            let (head, body) = Self.split(part.trimmingCharacters(in: .newlines))
            return Self.decode(body, head)
        }
    }

    func header(_ name: String) -> String? { Self.header(name, in: headers) }

    private static func header(_ name: String, in lines: [String]) -> String? {
        lines.first { $0.lowercased().hasPrefix("\(name.lowercased()):") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }

    private static func split(_ source: String) -> (head: [String], body: String) {
        let text = source.replacingOccurrences(of: "\r\n", with: "\n")
        let parts = text.components(separatedBy: "\n\n")
        let head = parts[0].replacing(/\n[ \t]+/, with: " ").components(separatedBy: "\n")
        return (head, parts.dropFirst().joined(separator: "\n\n"))
    }

    private static func decode(_ body: String, _ head: [String]) -> String {
        switch header("Content-Transfer-Encoding", in: head)?.lowercased() {
        case "base64":
            let data = Data(base64Encoded: body, options: .ignoreUnknownCharacters) ?? Data()
            return String(decoding: data, as: UTF8.self)
        case "quoted-printable":
            let joined = body.replacingOccurrences(of: "=\n", with: "").replacingOccurrences(of: "%", with: "%25")
            return joined.replacing(/=([0-9A-F]{2})/) { "%\($0.1)" }.removingPercentEncoding ?? ""
        default: return body
        }
    }
}
