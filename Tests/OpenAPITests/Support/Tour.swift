import HTTP
import TestKit
import Testing

/// Somebody who goes through the API and compares every answer with the document.
actor Tour {
    /// The credentials by the names of the document's security schemes.
    private(set) var session = ""
    private(set) var apiKey = ""
    private(set) var visitor = ""
    /// The operations that were answered as they should be, without failure.
    private(set) var visited: Set<String> = []
    let town: Town
    let document: Document

    init(_ town: Town) throws {
        self.town = town
        document = try Document.shared.get()
    }

    func setVisitor(_ token: String) { visitor = token }
    func setAPIKey(_ secret: String) { apiKey = secret }
    func use(session cookie: String) { session = cookie }

    /// Asks with the example of the document, or `body`, as whoever it is for, and holds the answer against the
    /// document.
    ///
    /// - Parameters:
    ///   - scheme: As whom; the operation's first one by name when nil.
    ///   - path: What stands for the path's parameters.
    ///   - bytes: The body, where it is not JSON.
    @discardableResult
    func visit(
        _ id: String, _ path: [String: String] = [:], query: String = "", body: Value? = nil, bytes: [UInt8]? = nil,
        as scheme: String? = nil, expecting status: Int = 200
    ) async throws -> Value {
        let operation = try document.operation(id)
        let (_, example) = document.requestBody(of: operation) ?? (.null, .null)
        let sent = body ?? example
        let answer = try await send(
            operation, path, query: query, body: try bytes ?? (sent == .null ? nil : sent.json), as: scheme)
        #expect(answer.status.rawValue == status, "\(operation): \(answer.text)")
        let value = try check(answer, of: operation)
        if status < 300 { visited.insert(id) }
        if let cookie = answer.headers["Set-Cookie"]?.split(separator: ";").first { session = String(cookie) }
        return value
    }

    func send(
        _ operation: Document.Operation, _ path: [String: String], query: String = "", body: [UInt8]?,
        as scheme: String? = nil, headers: Headers = [:]
    ) async throws -> TestAnswer {
        var target = operation.path
        for (name, value) in path { target = target.replacing("{\(name)}", with: value) }
        if !query.isEmpty { target += "?\(query)" }
        var headers = headers
        switch scheme ?? document.security(of: operation).sorted().last {
        case "session": headers.set("Cookie", session)
        case "apiKey": headers.set("Authorization", "Bearer \(apiKey)")
        case "operator": headers.set("Authorization", "Bearer \(Town.operatorKey)")
        case "visitor": headers.set("Authorization", "Bearer \(visitor)")
        default: break
        }
        return try await town.gateway.send(HTTP.Method(operation.method), target, bytes: body, headers: headers)
    }

    /// Expects that the answer's status, type and body are documented.
    @discardableResult
    func check(_ answer: TestAnswer, of operation: Document.Operation) throws -> Value {
        let status = answer.status.rawValue
        guard let response = document.response(of: operation, status) else {
            Issue.record("\(operation): \(status) is not documented. \(answer.text)")
            return .null
        }
        let type = answer.headers["Content-Type"].map { String($0.prefix { $0 != ";" }) }
        #expect(
            response["content"].names.contains(type ?? "") || type == nil && response["content"] == .null,
            "\(operation)")
        for header in response["headers"].names { #expect(answer.headers.contains(header), "\(operation): \(header)") }
        guard let type, type.hasSuffix("json") else { return .null }
        let value = try Value(answer.bytes)
        let faults = Schema(document: document).faults(of: value, as: response["content"][type]["schema"])
        #expect(faults == [], "\(operation) \(status)")
        if status >= 400 { #expect(value["status"] == .number(Double(status)), "\(operation)") }
        return value
    }
}
