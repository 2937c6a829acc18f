import TestKit
import Testing

// The composer's operations: what was sent, what is being written, and what is written often.

extension Tour {
    func writing(_ conversation: [String: String]) async throws {
        try await visit("keepDraft", conversation)
        try await visit("getDraft", conversation)
        try await visit("listDrafts")
        try await visit("discardDraft", conversation, expecting: 204)
        let large = Value.object(["body": .text(String(repeating: "a", count: 16_385))])
        try await visit("keepDraft", conversation, body: large, expecting: 413)

        let draft = Value.object(["clientId": .number(77), "body": .text("…"), "kind": .text("note")])
        let sent = try await visit("sendMessage", conversation, body: draft, as: "session", expecting: 201)
        guard case .number(let place) = sent["sequence"] else { throw Document.Missing(what: "sequence") }
        var path = conversation.merging(["sequence": "\(Int(place))"]) { $1 }
        try await visit("editMessage", path, as: "session")
        try await visit("editMessage", path, body: large, as: "session", expecting: 413)
        try await visit("deleteMessage", path, as: "session")
        try await visit("deleteMessage", path, as: "session", expecting: 409)
        try await visit("editMessage", path, as: "session", expecting: 409)
        path["sequence"] = "1"
        try await visit("editMessage", path, as: "session", expecting: 403)
        path["sequence"] = "1000"
        try await visit("deleteMessage", path, as: "session", expecting: 404)
    }

    func replies() async throws {
        let made = try await visit("createReply", as: "session", expecting: 201)
        try await visit("createReply", as: "session", expecting: 409)
        let reply = ["reply": made["id"].text ?? ""]
        try await visit("listReplies", query: "all=true", as: "session")
        try await visit("changeReply", reply, as: "session")
        let wrong = Value.object(["bodies": .object(["ar": .text("{{contact.password}}")])])
        try await visit("changeReply", reply, body: wrong, as: "session", expecting: 422)
        let text = Array("مرحبا".utf8)
        var path = reply
        path["attachment"] =
            try await visit("attachToReply", reply, query: "name=a.txt", bytes: text, as: "session", expecting: 201)[
                "id"
            ].text
        try await visit("attachToReply", reply, query: "name=a.exe", bytes: text, as: "session", expecting: 415)
        try await visit("attachToReply", reply, query: "name=a.png", bytes: text, as: "session", expecting: 422)
        try await visit("listReplies", as: "session")
        try await visit("detachFromReply", path, as: "session", expecting: 204)
        try await visit("detachFromReply", path, as: "session", expecting: 404)
        try await visit("removeReply", reply, as: "session", expecting: 204)
        try await visit("removeReply", reply, as: "session", expecting: 404)
    }
}
