import CCrypt
import Glibc
import ServiceKit

/// yescrypt, through libcrypt. A call takes about 31 ms and 16 MiB: never on an event loop.
enum Passwords {
    /// libcrypt's scale for yescrypt, 1 to 11.
    static let cost: UInt = 5

    /// The hash of nothing that anybody may choose, at ``cost``. An e-mail that nobody has is checked against it, so
    /// that the time of an answer does not tell which e-mails have an account.
    static let nobodys = "$y$j9T$ABCDEFGHIJKLMNOPQRSTU/$LAp67w5dpW7woVjHVjgNR3Gl8jfKyHpS1zVpWPhOQO9"

    struct HashFault: Error {}

    /// What is stored of a password: 73 characters that name the method, its cost and a salt of their own.
    /// - Throws: `HashFault` for a password that ``PasswordRule`` refuses, or when there is no memory.
    static func hash(_ password: String) throws(HashFault) -> String {
        guard PasswordRule.isHashable(password), let setting = setting(), let hash = crypt(password, setting) else {
            throw HashFault()
        }
        return hash
    }

    /// Whether `password` is the one that was hashed. Works as long for no hash, and for a password that cannot be
    /// right.
    static func verify(_ password: String, against hash: String?) -> Bool {
        let phrase = PasswordRule.isHashable(password) ? password : ""
        let computed = crypt(phrase, hash ?? nobodys) ?? ""
        return hash != nil && !phrase.isEmpty && constantTimeEqual(Array(computed.utf8), Array(hash!.utf8))
    }

    /// The method, the cost and a new random salt.
    private static func setting() -> String? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CRYPT_GENSALT_OUTPUT_SIZE)) { output in
            guard let text = unsafe crypt_gensalt_rn("$y$", cost, nil, 0, output.baseAddress, Int32(output.count))
            else {
                return nil
            }
            return unsafe String(cString: text)
        }
    }

    private static func crypt(_ phrase: String, _ setting: String) -> String? {
        // 32 KiB: too much for the stack of a thread that has 256 KiB.
        let size = MemoryLayout<crypt_data>.size
        let work = UnsafeMutableRawPointer.allocate(
            byteCount: size, alignment: MemoryLayout<crypt_data>.alignment)
        unsafe work.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        defer {
            unsafe explicit_bzero(work, size)
            unsafe work.deallocate()
        }
        let data = unsafe work.assumingMemoryBound(to: crypt_data.self)
        guard let text = unsafe crypt_r(phrase, setting, data) else { return nil }
        let hash = unsafe String(cString: text)
        // A hash never begins with an asterisk; a refusal always does.
        return hash.hasPrefix("*") ? nil : hash
    }
}
