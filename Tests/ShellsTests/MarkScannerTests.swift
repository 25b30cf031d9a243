import Testing

@testable import Shells

@Suite
struct MarkScannerTests {
  @Test func marks_are_cut_out_wherever_the_output_is_divided() {
    let output = Array(
      "a\u{1B}]133;C;r=7;k=key\u{7}b\u{1B}[1mc\u{1B}]133;D;s=3;r=7;k=key\u{7}d".utf8)
    for cut in 0...output.count {
      var scanner = MarkScanner(key: "key")
      var text = ""
      var marks: [MarkScanner.Mark] = []
      for piece in scanner.scan(Array(output[..<cut])) + scanner.scan(Array(output[cut...])) {
        switch piece {
        case .bytes(let bytes): text += String(decoding: bytes, as: UTF8.self)
        case .mark(let mark):
          marks.append(mark)
          text += "|"
        }
      }
      #expect(text == "a|b\u{1B}[1mc|d")
      #expect(marks == [.begin(7), .end(status: 3, run: 7)])
    }
  }

  @Test(arguments: [
    "\u{1B}]133;D;s=0;r=1;k=other\u{7}", "\u{1B}]133;D;0\u{7}", "\u{1B}]133;B;k=key\u{1B}\\",
    "\u{1B}]133;B;xk=key\u{7}", "\u{1B}]1330;B;k=key\u{7}", "\u{1B}\u{1B}]0;title\u{7}",
  ])
  func what_is_not_a_mark_stays(output: String) {
    var scanner = MarkScanner(key: "key")
    #expect(scanner.scan(Array(output.utf8)) == [.bytes(Array(output.utf8))])
  }

  @Test func an_endless_mark_is_let_go() {
    var scanner = MarkScanner(key: "key")
    let start = Array("\u{1B}]133;".utf8)
    #expect(scanner.scan(start).isEmpty)
    let rest = [UInt8](repeating: 0x61, count: 300)
    #expect(scanner.scan(rest) == [.bytes(start + rest)])
    #expect(scanner.scan(start).isEmpty)
    #expect(scanner.flush() == start)
  }
}
