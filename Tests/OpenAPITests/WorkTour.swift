import TestKit
import Testing
import WireModel

extension Tour {
    /// Tags before there is a conversation, and the order of the inboxes.
    func tags(inbox: String) async throws -> String {
        try await visit("orderInboxes", body: .object(["inboxes": .list([.text(inbox)])]))
        let twice = Value.object(["inboxes": .list([.text(inbox), .text(inbox)])])
        try await visit("orderInboxes", body: twice, expecting: 422)
        let tag = try await visit("createTag", expecting: 201)["id"].text ?? ""
        try await visit("createTag", expecting: 409)
        try await visit("changeTag", ["tag": tag])
        let gone = try await visit("createTag", body: .object(["name": .text("Gone")]), expecting: 201)["id"]
        try await visit("removeTag", ["tag": gone.text ?? ""], expecting: 204)
        try await visit("removeTag", ["tag": gone.text ?? ""], expecting: 404)
        try await visit("listTags", as: "apiKey")
        return tag
    }

    /// What is done to a conversation as to a piece of work; it stands as it stood after it.
    func work(on conversation: [String: String], member: String, inbox: String, tag: String) async throws {
        try await visit("changeConversation", conversation)
        try await visit("tagConversation", conversation, body: .object(["tags": .list([.text(tag)])]))
        let follower = conversation.merging(["member": member]) { $1 }
        try await visit("followConversation", follower)
        try await visit("unfollowConversation", follower)
        try await visit("snoozeConversation", conversation)
        try await visit("wakeConversation", conversation)
        try await visit("markSpam", conversation)
        try await visit("unmarkSpam", conversation)
        try await visit("moveConversation", conversation, expecting: 422)
        let other = try await visit("createInbox", expecting: 201)["id"]
        try await visit("moveConversation", conversation, body: .object(["inbox": other]))
        try await visit("moveConversation", conversation, body: .object(["inbox": .text(inbox)]))
        let archived = Value.object(["archived": .bool(true)])
        try await visit("changeInbox", ["inbox": other.text ?? ""], body: archived)
        try await visit("moveConversation", conversation, body: .object(["inbox": other]), expecting: 409)
        try await visit("rateConversation", conversation)
        try await visit("rateConversation", conversation, body: .object(["score": .number(6)]), expecting: 422)
        try await visit("listChanges", conversation, query: "limit=5")
        try await visit("listChanges", conversation, query: "cursor=x", expecting: 422)
    }

    func open(inbox: String) async throws {
        let contact = try await visit("createContact", body: .object(["name": .text("Huda")]), expecting: 201)["id"]
        let message = Value.object(["clientId": .number(5), "body": .text("وصل طلبك")])
        let opening = Value.object(["contact": contact, "inbox": .text(inbox), "message": message])
        try await visit("openConversation", body: opening, expecting: 201)
        try await visit("openConversation", body: opening)
        try await visit("openConversation", expecting: 422)
        let next = message.with("clientId", .number(6))
        let conversation = try await visit("listConversations", query: "contact=\(contact.text ?? "")")["items"]
        let id = conversation.items.first?["id"].text ?? ""
        try await visit("sendMessage", ["conversation": id], body: next, expecting: 201)
        let split = try await visit("splitConversation", ["conversation": id], expecting: 201)
        let from = split["new"]["id"]
        try await visit("mergeConversations", ["conversation": id], body: .object(["from": .list([from])]))
        try await visit("unmergeConversation", ["conversation": id, "source": from.text ?? ""])
    }
}
