import HTTP
import TestKit
import WireModel

/// Calls again and again while the other side is away, as a page does.
struct Insistence: Sendable {
    /// Past it something hangs.
    static let patience = Duration.seconds(180)
    private static let pause = Duration.milliseconds(100)

    /// What happened instead of an answer that was hoped for.
    struct Refusal: Error, CustomStringConvertible {
        var description: String
        var code: String?
    }

    /// - Returns: The answer, below 300.
    /// - Throws: ``Refusal`` for what is refused for good, or when nothing else comes.
    static func call(_ what: String, _ call: () async throws -> TestAnswer) async throws -> TestAnswer {
        let end = ContinuousClock.now + patience
        var last = "no answer"
        while ContinuousClock.now < end {
            do {
                let answer = try await call()
                if answer.status.rawValue < 300 { return answer }
                last = "\(answer.status.rawValue) \(answer.text)"
                guard answer.status.rawValue >= 500 || answer.status == .tooManyRequests else {
                    throw Refusal(description: "\(what): \(last)", code: try? answer.failure.code)
                }
            } catch let refusal as Refusal {
                throw refusal
            } catch {
                last = "\(error)"
            }
            try? await Task.sleep(for: pause)
        }
        throw Refusal(description: "\(what): nothing but failures for \(patience), at last \(last)")
    }
}
