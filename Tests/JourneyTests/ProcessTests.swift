import Foundation
import HTTP
import TestKit
import Testing
import WireModel

extension Journey {
    @Suite struct `A process` {
        @Test(arguments: Name.allCases)
        func `leaves in good order when told to, and exits 0`(name: Name) async throws {
            try await Deployment.run { deployment in
                let talk = try await Talk(in: deployment)

                let code = await deployment.terminate(name)

                #expect(code == 0)
                await talk.stop()
            }
        }

        /// Those of libdispatch end a process that runs out of descriptors.
        @Test func `works on its own threads only`() async throws {
            try await Deployment.run { deployment in
                let talk = try await Talk(in: deployment)
                await talk.agent.send("أهلًا")
                try await eventually("it is stored") { await talk.agent.unacknowledged == 0 }

                for name in Name.allCases {
                    let process = try #require(deployment.program(name)?.process)
                    let tasks = "/proc/\(process)/task"
                    let threads = try FileManager.default.contentsOfDirectory(atPath: tasks).compactMap {
                        try? String(contentsOfFile: "\(tasks)/\($0)/comm", encoding: .utf8).split(separator: "\n").first
                    }
                    let own: Set<Substring> = [
                        Substring(name.rawValue.prefix(15)), "loop", "log", "offload", "db-reader", "db-writer",
                    ]
                    #expect(Set(threads).subtracting(own) == [], "\(name)")
                }
                await talk.stop()
            }
        }

        @Test(arguments: Name.allCases)
        func `that is told nonsense says so in one sentence and exits 78`(name: Name) async throws {
            let folder = TemporaryFolder()
            let listen = "MAJLIS_\(name.rawValue.uppercased())_LISTEN"
            let settings = [
                "MAJLIS_KEY": testKeyText, "MAJLIS_DATA": folder.path, listen: "nowhere",
            ]

            let program = try Program(name.rawValue, settings: settings, log: folder.file("log"))
            let code = await program.end()

            let said = String(decoding: try #require(folder.bytes(of: "log")), as: UTF8.self)
            #expect(code == 78)
            #expect(said.hasPrefix("majlis \(name.rawValue): \(listen) must be"))
            #expect(said.split(separator: "\n").count == 1)
        }

        @Test func `without a key that all services share does not start`() async throws {
            let folder = TemporaryFolder()

            let program = try Program(
                "contacts", settings: ["MAJLIS_DATA": folder.path, "MAJLIS_CONTACTS_LISTEN": "127.0.0.1:0"],
                log: folder.file("log"))
            let code = await program.end()

            #expect(code == 78)
            #expect(String(decoding: folder.bytes(of: "log") ?? [], as: UTF8.self).contains("MAJLIS_KEY"))
        }

        @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount a file system"))
        func `whose disk is full says so, loses nothing, and goes on when there is room`() async throws {
            let disk = try SmallDisk(megabytes: 4)
            defer { disk.remove() }
            let settings = [Name.conversations: ["MAJLIS_DATA": disk.path]]
            try await Deployment.run(settings: settings) { deployment in
                let (owner, customer, conversation) = try await deployment.conversation()

                disk.fill()
                var stored: [Message] = []
                var refusal: TestAnswer?
                while refusal == nil {
                    let number = Int64(stored.count) + 10
                    let draft = MessageDraft(clientId: number, body: String(repeating: "ملء ", count: 2000))
                    let answer = try await customer.call(.post, "conversations/\(conversation)/messages", body: draft)
                    if answer.status == .created {
                        stored.append(try answer.decode(Message.self))
                    } else {
                        refusal = answer
                    }
                }
                #expect(refusal?.status == .serviceUnavailable)
                #expect(try refusal?.failure.code == "storage.full")
                #expect(try await owner.messages(of: conversation).dropFirst() == stored[...])

                disk.empty()
                try await deployment.restart(.conversations)
                let draft = MessageDraft(clientId: 5, body: "وصلت")
                let after = try await customer.call(.post, "conversations/\(conversation)/messages", body: draft)
                #expect(after.status == .created)
                #expect(try await owner.messages(of: conversation).map(\.body).suffix(1) == ["وصلت"])
            }
        }
    }
}

/// A file system of a few megabytes, which is full at once.
private struct SmallDisk {
    static let isPossible = geteuid() == 0 && (try? SmallDisk(megabytes: 1))?.remove() == true

    private let folder = TemporaryFolder()
    var path: String { folder.file("disk") }

    init(megabytes: Int) throws {
        mkdir(path, 0o700)
        let mounted = Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", path)
        try #require(mounted, "no file system can be mounted")
    }

    /// Leaves a few pages of room.
    func fill() {
        let file = fopen("\(path)/ballast", "w")
        let page = [UInt8](repeating: 1, count: 4096)
        while fwrite(page, 1, page.count, file) == page.count, fflush(file) == 0 {}
        ftruncate(fileno(file), max(0, ftell(file) - 64 * 1024))
        fclose(file)
    }

    func empty() {
        unlink("\(path)/ballast")
    }

    @discardableResult
    func remove() -> Bool {
        Self.run("umount", "--lazy", path)
    }

    @discardableResult
    private static func run(_ arguments: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
