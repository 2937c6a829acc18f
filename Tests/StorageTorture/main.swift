// Does to a database what a test cannot do to its own process, or should not: StorageTorture FILE write|limit|measure
let file = CommandLine.arguments[1]
switch CommandLine.arguments[2] {
case "write": try await writeUntilKilled(file)
case "measure": try await measure(file)
default: try await writePastLimit(file)
}
