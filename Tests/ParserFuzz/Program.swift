import Glibc

// Every parser of bytes from outside, under libFuzzer. `deploy/judge parser` builds it with FUZZER, runs it and gives
// libFuzzer its arguments; MAJLIS_SEEDS names the folder that gets the inputs to begin with.
//
// Built without, as the package builds it, it takes the names of inputs and reads each once: a find, seen again.

#if FUZZER
    @_cdecl("LLVMFuzzerInitialize")
    func prepare(_ count: UnsafeMutableRawPointer, _ arguments: UnsafeMutableRawPointer) -> CInt {
        guard let folder = getenv("MAJLIS_SEEDS") else { return 0 }
        for (number, seed) in Seeds.all.enumerated() {
            try? Files.write(seed, to: "\(String(cString: folder))/seed-\(number)")
        }
        return 0
    }

    /// Reads them in a copy of its own, so that one byte past the end is the sanitizer's.
    @_cdecl("LLVMFuzzerTestOneInput")
    func readOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        Parsers.read([UInt8](UnsafeBufferPointer(start: start, count: count)))
        return 0
    }
#else
    @main
    enum Program {
        static func main() throws {
            for path in CommandLine.arguments.dropFirst() {
                Parsers.read(try Files.read(path))
                print("\(path): as it should be")
            }
        }
    }
#endif
