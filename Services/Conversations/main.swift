import ServiceKit

runService(Conversations.self, name: "conversations", listen: "127.0.0.1:8081")
