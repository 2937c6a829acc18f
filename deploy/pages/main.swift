import Foundation
import Server

/// `pages FROM TO`: the folder of pages as it is shipped, every script and style without what the gateway would leave
/// out of it anyway. It is for the image's build, which then compresses each file as well as that can be done once.
let arguments = CommandLine.arguments
guard arguments.count == 3, let names = FileManager.default.enumerator(atPath: arguments[1]) else {
    FileHandle.standardError.write(Data("usage: pages FROM TO, where FROM is a folder\n".utf8))
    exit(2)
}
let (from, to) = (URL(filePath: arguments[1]), URL(filePath: arguments[2]))
for case let name as String in names {
    let (source, target) = (from.appending(path: name), to.appending(path: name))
    guard try source.resourceValues(forKeys: [.isDirectoryKey]).isDirectory != true else { continue }
    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(LeanText.of([UInt8](Data(contentsOf: source)), named: name)).write(to: target)
}
