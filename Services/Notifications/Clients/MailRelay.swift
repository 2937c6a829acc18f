import Loop

/// Hands mails to a relay over SMTP, one connection a mail.
struct MailRelay: Delivery {
    struct Limits: Sendable {
        var connect = Duration.seconds(20)
        /// For each line of a reply.
        var reply = Duration.seconds(60)
        /// For the relay's word that it has the mail: it may look for worms first.
        var acceptance = Duration.seconds(300)
        /// For one command, or the whole text, to leave.
        var sending = Duration.seconds(120)
        /// For everything together.
        var conversation = Duration.seconds(600)
        var farewell = Duration.seconds(5)
    }

    let relay: RelayAddress
    /// What we call ourselves.
    let host: String
    let loop: EventLoop
    var limits = Limits()

    func deliver(_ mail: OutgoingMail) async throws(DeliveryFault) {
        let dialogue = SMTPDialogue(
            from: mail.from, to: mail.to, message: mail.bytes, host: host, credentials: relay.credentials)
        do {
            let stream = try await TCPStream.connect(
                host: relay.host, port: relay.port, timeout: limits.connect, on: loop)
            defer { leave(stream) }
            try await converse(dialogue, over: stream)
        } catch let fault as SMTPFault {
            throw DeliveryFault(fault)
        } catch {
            throw .temporary("smtp: \(Self.word(for: error))")
        }
    }

    private func converse(_ start: SMTPDialogue, over stream: TCPStream) async throws {
        let end = ContinuousClock.now + limits.conversation
        var dialogue = start
        while true {
            let reply = try await reply(from: stream, patience: patience(with: dialogue), until: end)
            switch try dialogue.receive(reply) {
            case .send(let bytes): try await stream.write(bytes, timeout: limits.sending)
            case .delivered: return
            }
        }
    }

    private func patience(with dialogue: SMTPDialogue) -> Duration {
        dialogue.awaitsAcceptance ? limits.acceptance : limits.reply
    }

    private func reply(
        from stream: TCPStream, patience: Duration, until end: ContinuousClock.Instant
    ) async throws -> SMTPReply {
        var reader = SMTPReplyReader()
        while true {
            let left = end - ContinuousClock.now
            guard left > .zero else { throw StreamFault.timeout }
            let line = try await stream.readLine(upTo: SMTPReply.lineLimitBytes, timeout: min(patience, left))
            guard let line else { throw StreamFault.closed }
            if let reply = try reader.read(line) { return reply }
        }
    }

    /// Says goodbye without letting anybody wait for it: the mail's fate is known.
    private func leave(_ stream: TCPStream) {
        loop.spawn { [limits] in
            try? await stream.write(Array("QUIT\r\n".utf8), timeout: limits.farewell)
            _ = try? await stream.readLine(timeout: limits.farewell)
            stream.close()
        }
    }

    private static func word(for error: any Error) -> String {
        switch error {
        case StreamFault.unreachable: "unreachable"
        case StreamFault.timeout: "timeout"
        case StreamFault.tooLarge: "line too long"
        default: "connection lost"
        }
    }
}

extension DeliveryFault {
    /// Only the codes are told: a server's sentences hold addresses.
    init(_ fault: SMTPFault) {
        switch fault {
        case .refused(let command, let reply): self = .permanent("smtp: \(command): \(reply.codes)")
        case .deferred(let command, let reply): self = .temporary("smtp: \(command): \(reply.codes)")
        case .noAuthentication: self = .temporary("smtp: the relay offers neither AUTH PLAIN nor AUTH LOGIN")
        case .malformed: self = .temporary("smtp: a reply that is none")
        }
    }
}

extension SMTPReply {
    /// `550`, or `550 5.1.1` where the server gives an enhanced code.
    fileprivate var codes: String {
        let word = lines.first?.split(separator: " ").first ?? ""
        let isEnhanced =
            word.utf8.count <= 9 && word.contains(".") && word.allSatisfy { $0 == "." || ("0"..."9").contains($0) }
        return isEnhanced ? "\(code) \(word)" : "\(code)"
    }
}
