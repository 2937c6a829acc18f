import ServiceKit

runService(Notifications.self, name: "notifications", listen: "127.0.0.1:8084")
