import JSONText
import TestBasics
import Testing

@testable import CallExamples

@Suite struct CallExamplesTests {
    @Test func `an example has its request and its answers by status`() throws {
        let text = """
            {"POST /v1/users": {"request": {"id": "ada"}, "answers": {"201": {"id": "ada"}, "x": 1}},
             "GET /v1/users/{id}": {"answers": {"200": {"id": "ada"}}}}
            """
        let examples = CallExamples(Array(text.utf8))
        let made = try #require(examples.example(of: "POST /v1/users"))
        #expect(made.request?.text.isEmpty == false)
        #expect(made.answers.keys.sorted() == [201])
        let read = try #require(examples.example(of: "GET /v1/users/{id}"))
        #expect(read.request == nil)
        #expect(examples.example(of: "GET /v1/none") == nil)
    }

    @Test(arguments: ["", "[]", "{", "{\"GET /\": 1}"])
    func `a document that is none has no examples`(text: String) {
        #expect(CallExamples(Array(text.utf8)).example(of: "GET /") == nil)
    }

    @Test func `the program has examples with it`() {
        #expect(CallExamples.embedded.example(of: "GET /v1/users/{id}")?.answers[200] != nil)
    }
}
