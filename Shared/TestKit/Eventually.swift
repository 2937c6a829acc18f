/// What a test waited for did not come about.
public struct NeverHappened: Error, CustomStringConvertible {
    public let description: String

    public init(description: String) {
        self.description = description
    }
}

/// Waits until `condition` holds, asking again and again. For what another process or thread does in its own time; the
/// limit only ends a test that is broken, so it is generous.
/// - Throws: ``NeverHappened`` past the limit, and what `condition` throws.
public func eventually(
    _ what: String, within limit: Duration = .seconds(60), every pause: Duration = .milliseconds(10),
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < end else { throw NeverHappened(description: "It never happened: \(what).") }
        try await Task.sleep(for: pause)
    }
}
