import HTTP
import TestKit
import Testing
import WireModel

/// What bodies the real services take, against the document.
@Suite struct `Real bodies` {
    @Test func `lack nothing that is required and hold nothing that is unknown`() async throws {
        try await Town.start { town in
            let tour = try Tour(town)
            try await tour.comeIn()
            for operation in tour.document.operations {
                guard let (schema, example) = tour.document.requestBody(of: operation) else { continue }
                for name in tour.document.resolved(schema)["required"].texts {
                    let failure = try await tour.try(operation, body: example.with(name, nil))
                    #expect(failure == "400 json.missingField \(name)", "\(operation) without \(name)")
                }
                let failure = try await tour.try(operation, body: example.with("surprise", .bool(true)))
                #expect(failure == "400 json.unknownField surprise", "\(operation)")
            }
        }
    }

    @Test func `may leave out what is optional, or have null for it`() async throws {
        try await Town.start { town in
            let tour = try Tour(town)
            try await tour.comeIn()
            for operation in tour.document.operations {
                guard let (schema, example) = tour.document.requestBody(of: operation) else { continue }
                let properties = tour.document.resolved(schema)
                let optional = properties["properties"].names.subtracting(properties["required"].texts)
                let absent = optional.reduce(example) { $0.with($1, nil) }
                let null = optional.reduce(example) { $0.with($1, .null) }

                for body in [absent, null] where !optional.isEmpty {
                    #expect(try await !tour.try(operation, body: body).hasPrefix("400"), "\(operation)")
                    // That one of two must be there is no matter of either.
                    let fields = Schema(document: tour.document, betweenFields: false)
                    #expect(fields.faults(of: body, as: schema) == [], "\(operation)")
                }
            }
        }
    }
}

extension Tour {
    /// Signed in, and a visitor.
    func comeIn() async throws {
        try await visit("signUp", expecting: 201)
        let inbox = try await visit("listInboxes")["items"].items.first?["id"].text ?? ""
        setVisitor(try await visit("createVisitor", ["inbox": inbox], expecting: 201)["token"].text ?? "")
    }

    /// `400 code field`, or the status alone.
    fileprivate func `try`(_ operation: Document.Operation, body: Value) async throws -> String {
        let path = Dictionary(uniqueKeysWithValues: document.examplePath(of: operation))
        let answer = try await send(operation, path, body: try body.json)
        try check(answer, of: operation)
        guard answer.status.rawValue >= 400 else { return "\(answer.status.rawValue)" }
        let failure = try answer.failure
        return (["\(answer.status.rawValue)", failure.code] + failure.fields.map(\.field)).joined(separator: " ")
    }
}
