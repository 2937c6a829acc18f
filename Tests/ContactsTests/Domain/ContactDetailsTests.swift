import Testing
import WireModel

@testable import Contacts

struct ContactDetailsTests {
    @Test func `a name is one line with nothing invisible in it`() throws {
        let details = try ContactDetails(name: " Sara\n \u{202E}Ali ", email: nil, phone: nil)

        #expect(details.name == "Sara Ali")
    }

    @Test func `a name holds 80 characters as it was typed`() {
        let name = String(repeating: "ن", count: 79)

        #expect(code(name + "\u{1}") == nil)
        #expect(code(name + "\u{1}\u{1}") == "tooLong")
    }

    private func code(_ name: String) -> String? {
        do {
            _ = try ContactDetails(name: name, email: nil, phone: nil)
            return nil
        } catch {
            return error.fields.first?.code
        }
    }
}
