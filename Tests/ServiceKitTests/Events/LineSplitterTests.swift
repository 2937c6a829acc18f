import Testing
import WireModel

@testable import ServiceKit

@Suite struct `A line splitter` {
    private let text = Array("one\n\ntwo and a half\nthree\n\n".utf8)
    private let lines = ["one", "two and a half", "three"].map { Array($0.utf8) }

    @Test func `finds the same lines however the stream is cut in two`() throws {
        for cut in 0...text.count {
            var splitter = LineSplitter(limitBytes: 100)

            let found = try splitter.split(Array(text[..<cut])) + splitter.split(Array(text[cut...]))

            #expect(found == lines, "cut at \(cut)")
        }
    }

    @Test func `finds the same lines in single bytes`() throws {
        var splitter = LineSplitter(limitBytes: 100)

        let found = try text.flatMap { try splitter.split([$0]) }

        #expect(found == lines)
    }

    @Test func `finds the same lines at every two cuts`() throws {
        for first in 0...text.count {
            for second in first...text.count {
                var splitter = LineSplitter(limitBytes: 100)
                let pieces = [Array(text[..<first]), Array(text[first..<second]), Array(text[second...])]

                #expect(try pieces.flatMap { try splitter.split($0) } == lines, "cut at \(first) and \(second)")
            }
        }
    }

    @Test func `keeps back what has no end yet`() throws {
        var splitter = LineSplitter(limitBytes: 100)

        #expect(try splitter.split(Array("one\ntw".utf8)) == [Array("one".utf8)])
        #expect(try splitter.split(Array("o\n".utf8)) == [Array("two".utf8)])
    }

    @Test func `refuses to gather a line without end`() throws {
        var splitter = LineSplitter(limitBytes: 4)
        _ = try splitter.split([1, 2, 3, 4])

        #expect(throws: Failure.self) { try splitter.split([5]) }
    }
}
