import ServiceKit

runService(Demo.self, name: "demo", listen: "127.0.0.1:8090")
