import Search
import Testing

@Suite struct `The other keyboard layout` {
    @Test(arguments: [
        ("lvpfh", "مرحبا"), ("hgsghl", "السلام"), (";jhf", "كتاب"), ("'gf", "طلب"), ("اثممخ", "hello"),
        ("ىشةث", "name"), ("خقيثق", "order"), ("HPl]", "أحم]".replacing("]", with: "د")), ("لاخء", "box"),
    ])
    func `shows what was meant`(typed: String, meant: String) {
        #expect(KeyboardLayout.readings(of: typed).first == meant)
    }

    @Test func `gives the keys G and H where B makes no sense`() {
        #expect(KeyboardLayout.readings(of: "مهلاف") == ["libt", "light"])
    }

    @Test(arguments: ["123", "طلب order", "!؟", "日本"])
    func `has nothing to say of anything else`(typed: String) {
        #expect(KeyboardLayout.readings(of: typed).isEmpty)
    }
}
