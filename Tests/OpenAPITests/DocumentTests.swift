import Testing

/// The document in itself.
@Suite struct `The OpenAPI document` {
    private let document: Document

    init() throws {
        document = try Document.shared.get()
    }

    @Test func `names every operation once, with a summary and a tag that is explained`() {
        let tags = Set(document.root["tags"].items.compactMap { $0["name"].text })

        #expect(Set(document.operations.map(\.id)).count == document.operations.count)
        #expect(
            document.operations.filter { $0.id.isEmpty || $0.value["summary"].text == nil }.map(\.description) == [])
        #expect(document.operations.filter { !tags.contains($0.tag) }.map(\.description) == [])
    }

    @Test func `points to what is there, and holds nothing that nobody points to`() {
        let used = Set(references(in: document.root))
        let kinds = ["schemas", "responses", "parameters", "headers"]
        let there = kinds.flatMap { kind in
            document.root["components"][kind].names.map { "#/components/\(kind)/\($0)" }
        }

        #expect(used.subtracting(there).sorted() == [])
        #expect(Set(there).subtracting(used).sorted() == [])
    }

    @Test func `declares the parameters of every path`() {
        for operation in document.operations {
            let named = operation.path.matches(of: /{([a-z]+)}/).map { String($0.1) }
            let declared = document.root["paths"][operation.path]["parameters"].items.map(document.resolved)

            #expect(declared.compactMap { $0["name"].text } == named, "\(operation)")
            #expect(declared.allSatisfy { $0["in"].text == "path" && $0["required"] == .bool(true) }, "\(operation)")
        }
    }

    @Test func `refuses unknown fields in every body`() {
        for operation in document.operations {
            guard let (schema, _) = document.requestBody(of: operation) else { continue }

            #expect(document.resolved(schema)["additionalProperties"] == .bool(false), "\(operation)")
        }
    }

    @Test func `has examples that are as their schemas say`() {
        let schema = Schema(document: document)
        for (name, value) in document.schemas {
            for example in value["examples"].items {
                #expect(schema.faults(of: example, as: value) == [], "\(name)")
            }
        }
        for operation in document.operations {
            guard let (type, example) = document.requestBody(of: operation) else { continue }
            #expect(schema.faults(of: example, as: type) == [], "\(operation)")
        }
    }

    @Test func `gives every failure as problem+json with its own status`() {
        for (name, response) in document.root["components"]["responses"].fields {
            let example = response["content"]["application/problem+json"]["example"]

            #expect(response["content"].names == ["application/problem+json"], "\(name)")
            #expect(
                Schema(document: document).faults(of: example, as: document.at("#/components/schemas/Problem")) == [])
        }
        for operation in document.operations {
            for (status, response) in operation.value["responses"].fields where response["$ref"] != .null {
                let example = document.resolved(response)["content"]["application/problem+json"]["example"]
                #expect(example["status"] == .number(Double(status) ?? 0), "\(operation) \(status)")
            }
        }
    }

    private func references(in value: Value) -> [String] {
        let own = value["$ref"].text.map { [$0] } ?? []
        return own + value.fields.values.flatMap(references) + value.items.flatMap(references)
    }
}
