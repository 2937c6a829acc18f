import Foundation
import HTTP

/// `Services/Web/api/openapi.json`, as far as tests look into it.
struct Document: Sendable {
    struct Operation: Sendable, CustomStringConvertible {
        var id: String
        /// As in HTTP: `GET`.
        var method: String
        /// `/api/v1/members/{member}`.
        var path: String
        var value: Value

        var description: String { "\(method) \(path)" }
        var tag: String { value["tags"].texts.first ?? "" }
    }

    static let web = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Services/Web").path
    static let shared = Result { try Document() }

    let root: Value
    let operations: [Operation]

    init() throws {
        let root = try Value(Array(try Data(contentsOf: URL(filePath: "\(Self.web)/api/openapi.json"))))
        self.root = root
        operations = root["paths"].fields.flatMap { path, item in
            item.fields.filter { $0.key != "parameters" }.map { method, value in
                Operation(
                    id: value["operationId"].text ?? "", method: method.uppercased(), path: path, value: value)
            }
        }.sorted { ($0.path, $0.method) < ($1.path, $1.method) }
    }

    var schemas: [String: Value] { root["components"]["schemas"].fields }

    /// What stands behind a `$ref`, or the value itself.
    func resolved(_ value: Value) -> Value {
        var value = value
        while let target = value["$ref"].text { value = at(target) }
        return value
    }

    /// The place that `#/components/…` points to; null for a pointer to nothing.
    func at(_ pointer: String) -> Value {
        pointer.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] }
    }

    func operation(_ id: String) throws -> Operation {
        guard let found = operations.first(where: { $0.id == id }) else { throw Missing(what: "operation \(id)") }
        return found
    }

    /// The schema and an example of an operation's body; nil for an operation without one.
    func requestBody(of operation: Operation) -> (schema: Value, example: Value)? {
        let media = operation.value["requestBody"]["content"]["application/json"]
        return media == .null ? nil : (media["schema"], media["example"])
    }

    /// What is said of an answer; nil for a status that is not documented.
    func response(of operation: Operation, _ status: Int) -> Value? {
        let response = operation.value["responses"][String(status)]
        return response == .null ? nil : resolved(response)
    }

    /// The security schemes of which one is needed; empty for everybody's operations.
    func security(of operation: Operation) -> Set<String> {
        let own = operation.value["security"]
        let choices = (own == .null ? root["security"] : own).items
        return choices.contains { $0.names.isEmpty } ? [] : Set(choices.flatMap(\.names))
    }

    struct Missing: Error {
        var what: String
    }
}
