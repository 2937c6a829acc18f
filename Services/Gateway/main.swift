import Glibc
import ServiceKit

let processors = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
await runService(Gateway.self, name: "gateway", listen: "127.0.0.1:8080", loops: min(processors, 8))
