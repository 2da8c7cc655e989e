import HistoryLines
import TestBasics
import Testing

/// Lines come whole, however the bytes are cut.
@Suite struct LineSplitterTests {
    @Test(arguments: 1...12) func `lines are the same whatever pieces they come in`(size: Int) {
        let text = Array("one\r\n\n  \ntwo, three\nfour".utf8)
        var splitter = LineSplitter()
        var lines: [LineSplitter.Line] = []
        for start in stride(from: 0, to: text.count, by: size) {
            lines += splitter.lines(in: Array(text[start..<min(start + size, text.count)]))
        }
        if let last = splitter.lastLine() { lines.append(last) }
        #expect(lines.map(\.number) == [1, 4, 5])
        let texts = lines.map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(texts == ["one", "two, three", "four"])
        #expect(lines.filter { !$0.isWhole }.isEmpty)
    }

    @Test func `a line that is too long is cut off, and the next one is whole`() {
        var splitter = LineSplitter()
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: HistoryLimits.maximumLineBytes + 1)
        let lines = splitter.lines(in: long + Array("\nshort\n".utf8))
        #expect(lines.map(\.isWhole) == [false, true])
        #expect(lines.last?.number == 2)
        #expect(splitter.lastLine() == nil)
    }
}
