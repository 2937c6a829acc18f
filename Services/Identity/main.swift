import ServiceKit

runService(Identity.self, name: "identity", listen: "127.0.0.1:8083")
