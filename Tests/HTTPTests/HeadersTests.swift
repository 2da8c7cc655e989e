import HTTP
import Testing

@Suite struct HeadersTests {
    @Test func `names are found in any case`() {
        let headers: Headers = ["X-API-Key": "k", "Set-Cookie": "a", "set-cookie": "b"]
        #expect(headers["x-api-key"] == "k")
        #expect(headers["X-API-KEY"] == "k")
        #expect(headers["X-API-Ke"] == nil)
        #expect(headers.all("SET-COOKIE") == ["a", "b"])
    }

    @Test func `only letters have a case`() {
        let headers: Headers = ["a@": "1"]
        #expect(headers["a`"] == nil)
    }

    @Test func `setting replaces every field of the name`() {
        var headers: Headers = ["A": "1", "a": "2", "B": "3"]
        headers["a"] = "4"
        #expect(headers.fields.map(\.value) == ["3", "4"])
        headers["B"] = nil
        #expect(headers.fields.map(\.name) == ["a"])
    }
}
