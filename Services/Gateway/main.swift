import Loop
import ServiceKit

runService(Gateway.self, name: "gateway", listen: "127.0.0.1:8080", loops: min(Processors.available, 8))
