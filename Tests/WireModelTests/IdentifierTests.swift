import Testing
import WireModel

@Suite struct `An identifier` {
    @Test(arguments: [1, 31, 32, 1_234_567_890_123, Int64.max])
    func `reads what it writes`(value: Int64) {
        let id = ContactID(rawValue: value)

        #expect(ContactID(id.description) == id)
    }

    @Test(arguments: [
        "", "ctc", "ctc_", "ctc_000000000000", "ctc_0000000000000", "ctc_00000000000011", "ctc_8000000000000",
        "cnv_0000000000001", "ctc-0000000000001", "ctc_000000000000i", "ctc_000000000000A", " ctc_0000000000001",
    ])
    func `reads nothing else`(text: String) {
        #expect(ContactID(text) == nil)
    }
}
