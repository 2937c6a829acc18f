import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A filter` {
    private let rules = FilterRules(principal: .agent, now: Timestamp(milliseconds: 10_000_000))

    private func meaning(_ text: String) throws -> Selection {
        try rules.selection(try JSON.decode(Filter.self, from: Array(text.utf8)))
    }

    private func fault(_ text: String) -> Failure.Field? {
        do {
            _ = try meaning(text)
            return nil
        } catch {
            return (error as? Failure)?.fields.first
        }
    }

    @Test func `nests and, or and not over the fields`() throws {
        let text = #"""
            {"all": [{"field": "status", "op": "in", "values": ["open", "waiting"]},
                {"any": [{"field": "assignee", "op": "in", "values": ["me", "none"]},
                    {"not": {"field": "tags", "op": "all", "values": ["tag_0000000000001"]}}]}]}
            """#

        #expect(
            try meaning(text)
                == .all([
                    .any([.having(.status(.open)), .having(.status(.waiting))]),
                    .any([
                        .any([.having(.assignee(MemberID(rawValue: 2))), .having(.assignee(nil))]),
                        .not(.all([.having(.tag(TagID(rawValue: 1)))])),
                    ]),
                ]))
    }

    @Test func `takes moments, and whiles back from now`() throws {
        #expect(
            try meaning(#"{"field": "waiting", "op": "before", "values": ["PT2H"]}"#)
                == .between(.waiting, 0...(10_000_000 - 7_200_000 - 1)))
        #expect(
            try meaning(#"{"field": "created", "op": "after", "values": ["1970-01-01T00:00:05.000Z"]}"#)
                == .between(.created, 5000...Int64.max))
        #expect(
            try meaning(#"{"field": "lastCustomer", "op": "within", "values": ["PT1H30M"]}"#)
                == .between(.lastCustomer, 4_600_000...10_000_000))
    }

    @Test(arguments: [
        (#"{"field": "colour", "op": "in", "values": ["x"]}"#, "filter.field", "unknown"),
        (#"{"field": "status", "op": "like", "values": ["open"]}"#, "filter.op", "unknown"),
        (#"{"field": "status", "op": "in", "values": ["gone"]}"#, "filter.values", "unknown"),
        (#"{"field": "status", "op": "in"}"#, "filter.values", "required"),
        (#"{"all": []}"#, "filter.all", "required"),
        (#"{"any": [{"field": "inbox", "op": "in", "values": ["1 OR 1=1"]}]}"#, "filter.any[0].values", "unknown"),
        (#"{"field": "waiting", "op": "before", "values": ["PT99999999999H"]}"#, "filter.values", "time"),
        (#"{"field": "text", "op": "contains", "values": ["order", "x"]}"#, "filter.values", "text"),
        (#"{"field": "title", "op": "contains", "values": ["🎉"]}"#, "filter.values", "text"),
        (#"{"field": "waiting", "op": "before", "values": ["P1D", "P2D"]}"#, "filter.values", "tooMany"),
        (#"{"field": "rating", "op": "in", "values": ["6"]}"#, "filter.values", "unknown"),
    ])
    func `that means nothing is refused with its place`(text: String, field: String, code: String) {
        let fault = fault(text)

        #expect(fault?.field == field)
        #expect(fault?.code == code)
    }

    @Test func `is not nested deeper, longer or wider than the bounds`() {
        let condition = #"{"field": "status", "op": "in", "values": ["open"]}"#
        let deep = String(repeating: #"{"not": "#, count: 9) + condition + String(repeating: "}", count: 9)
        let wide = #"{"all": ["# + Array(repeating: condition, count: 101).joined(separator: ",") + "]}"
        let values = Array(repeating: #""open""#, count: 10_000).joined(separator: ",")
        let long = #"{"field": "status", "op": "in", "values": ["# + values + "]}"
        let four = Array(repeating: condition, count: 60).joined(separator: ",")
        let many = #"{"all": [{"any": [\#(four)]}, {"any": [\#(four)]}]}"#
        let wordy = #"{"field": "spam", "op": "set", "values": ["\#(String(repeating: "0", count: 201))"]}"#

        #expect(fault(deep)?.code == "tooDeep")
        #expect(fault(wide)?.code == "tooMany")
        #expect(fault(long)?.code == "tooMany")
        #expect(fault(many)?.code == "tooMany")
        #expect(fault(wordy)?.code == "tooLong")
    }

    @Test func `nested 50 deep, or with 10,000 values, gets a clear answer from the service`() async throws {
        try await TestService.start(Conversations.self) { service in
            _ = try await service.inbox()
            let condition = #"{"field": "status", "op": "in", "values": ["open"]}"#
            let deep = String(repeating: #"{"not": "#, count: 50) + condition + String(repeating: "}", count: 50)
            let values = Array(repeating: #""open""#, count: 7_000).joined(separator: ",")
            let long = #"{"field": "status", "op": "in", "values": ["# + values + "]}"
            for (filter, kind, code) in [
                (deep, Failure.Kind.malformed, "json.malformed"), (long, .invalid, "input.invalid"),
            ] {
                let answer = try await service.send(
                    .post, "/v1/conversations/query", bytes: Array(#"{"filter": \#(filter)}"#.utf8), as: .agent)
                #expect(answer.status.rawValue == kind.rawValue)
                #expect(answer.code == code)
                let message = try answer.failure.message
                #expect(!message.isEmpty)
            }
            let huge =
                #"{"filter": {"field": "inbox", "op": "in", "values": ["#
                + Array(repeating: #""inb_0000000000001""#, count: 10_000).joined(separator: ",") + "]}}"
            let answer = try await service.send(
                .post, "/v1/conversations/query", bytes: Array(huge.utf8), as: .agent)
            #expect(answer.status == .contentTooLarge)
        }
    }

    @Test func `of e-mail or telephone needs that these may be seen`() {
        let rights = Rights(role: nil, grants: Grants([.conversationsView: [.all]]), inboxes: .all)
        let blind = FilterRules(principal: .member(3, rights), now: Timestamp(milliseconds: 0))

        #expect(throws: Failure.forbidden) {
            try blind.selection(.condition(.init("contact.email", "contains", ["a@"])))
        }
    }
}
