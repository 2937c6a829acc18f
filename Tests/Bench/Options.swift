import Glibc

/// What the command line says: `bench [--data FOLDER] [--keep FOLDER] [--quick] [--connections N] [--scale N]
/// [--only PART,…]`.
struct Options {
    enum Part: String, CaseIterable {
        case machine, start, engine, single, idle, pairs, rooms, gateways, held, restart, slow, authorisation,
            revocation
        case tenants, inbox, search, shipped, year

        /// Of a table without `--only`: all but a year of a busy shop, which is written for minutes.
        static let usual = Set(allCases).subtracting([.year])
    }

    /// Where a folder for the run is made, on the disk that is to be measured.
    var data = "/var/tmp"
    /// A folder in which the year's two archives stay, and are found again by the next run.
    var keep: String?
    var isQuick = false
    var connections = 10_000
    var parts = Part.usual
    /// How many times 1,000,000 messages the generated workspace holds.
    var scale = 1
    /// Stops before the pairs are measured, so that a profiler can be attached to what is printed.
    var profileSeconds = 0

    init(_ arguments: [String]) throws {
        var rest = arguments.dropFirst().makeIterator()
        func value(_ name: String) throws -> String {
            guard let value = rest.next() else { throw BenchFault("\(name) needs a value.") }
            return value
        }
        func number(_ name: String) throws -> Int {
            guard let number = Int(try value(name)), number >= 0 else { throw BenchFault("\(name) needs a number.") }
            return number
        }
        while let name = rest.next() {
            switch name {
            case "--data": data = try value(name)
            case "--keep": keep = try value(name)
            case "--quick": isQuick = true
            case "--connections": connections = try number(name)
            case "--scale": scale = max(1, try number(name))
            case "--profile": profileSeconds = try number(name)
            case "--only":
                parts = Set(
                    try value(name).split(separator: ",").map { word in
                        guard let part = Part(rawValue: String(word)) else {
                            throw BenchFault("There is no part \(word).")
                        }
                        return part
                    })
            default: throw BenchFault("There is no option \(name).")
            }
        }
    }

    /// Connections at which the memory of one is taken.
    var measuredConnections: Int { min(connections, isQuick ? 2_000 : 5_000) }
    var singleMessages: Int { isQuick ? 500 : 3_000 }
    var warmSeconds: Int { isQuick ? 1 : 3 }
    var measuredSeconds: Int { isQuick ? 3 : 10 }
    var starts: Int { isQuick ? 3 : 7 }
    /// Requests of each kind that are compared.
    var comparedRequests: Int { isQuick ? 500 : 4_000 }
    var checks: Int { isQuick ? 20_000 : 200_000 }
    var workspaces: Int { isQuick ? 500 : 10_000 }
    /// Connections that five gateways hold together.
    var held: Int { isQuick ? 5_000 : 97_500 }
    var heldSeconds: Int { isQuick ? 5 : 60 }
    var removals: Int { isQuick ? 3 : 10 }
}

struct BenchFault: Error, CustomStringConvertible {
    let description: String

    init(_ sentence: String) {
        description = sentence
    }
}

/// Says what is going on, beside the table on standard output.
func note(_ sentence: String) {
    let line = Array((sentence + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
}
