import Testing
import Transcripts

/// Work grows with the length of the texts and with nothing else.
@Suite struct BoundedTests {
  private func judged(_ expected: String, _ actual: String) -> (Verdict, Duration) {
    let clock = ContinuousClock()
    var verdict = Verdict.error
    let time = clock.measure { verdict = judge(expected, actual).verdict }
    return (verdict, time)
  }

  private func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map(line).joined(separator: "\n")
  }

  @Test func many_elisions_between_equal_lines() {
    let expected = lines(100) { $0 % 2 == 0 ? "..." : "same line" } + "\nlast"
    let (verdict, time) = judged(expected, lines(1_500) { _ in "same line" })
    #expect(verdict == .different)
    #expect(time < .seconds(30), "it took \(time)")
  }

  @Test func many_elisions_within_a_line() {
    let expected = Array(repeating: "... a", count: 200).joined(separator: " ") + " ... b"
    let (verdict, time) = judged(
      expected, Array(repeating: "a", count: 2_000).joined(separator: " "))
    #expect(verdict == .different)
    #expect(time < .seconds(30), "it took \(time)")
  }

  @Test func many_placeholders_within_a_word() {
    let expected = Array(repeating: "<a>x", count: 200).joined() + "y"
    let (verdict, time) = judged(expected, String(repeating: "x", count: 2_000))
    #expect(verdict == .different)
    #expect(time < .seconds(30), "it took \(time)")
  }

  @Test func many_separators_within_a_word() {
    let word = { (last: String) in
      Array(repeating: "a=b:c/d,e_f-g.h", count: 500).joined(separator: ";") + last
    }
    let (verdict, time) = judged(word("x"), word("y"))
    #expect(verdict == .different)
    #expect(time < .seconds(30), "it took \(time)")
  }

  @Test func a_table_of_many_pods_of_one_deployment() {
    let letters = Array("bcdfghjklmnpqrstvwxz2456789")
    func pods(_ status: String) -> String {
      "NAME   STATUS   AGE\n"
        + lines(400) { index in
          let suffix = [index / 729, index / 27 % 27, index % 27].map { String(letters[$0]) }
            .joined()
          return "web-78f45d5fd-xt\(suffix)   \(index == 399 ? status : "Running")   \(index)s"
        }
    }
    let (verdict, time) = judged(
      pods("Running"), pods("Error").replacing("78f45d5fd", with: "5d9c6b8f7b"))
    #expect(verdict == .different)
    #expect(time < .seconds(60), "it took \(time)")
  }

  @Test func long_texts_that_agree_and_that_do_not() {
    let expected = lines(1_000) { "line \($0) took 1s" }
    let (verdict, time) = judged(expected, lines(1_000) { "line \($0) took 2s" })
    #expect(verdict == .similar)
    #expect(time < .seconds(60), "it took \(time)")
    let (other, otherTime) = judged(expected, lines(1_000) { "other \($0 * 7)" })
    #expect(other == .different)
    #expect(otherTime < .seconds(60), "it took \(otherTime)")
  }

  @Test func a_very_long_line() {
    let (verdict, time) = judged(
      "data " + String(repeating: "a", count: 50_000),
      "data " + String(repeating: "b", count: 50_000))
    #expect(verdict == .different)
    #expect(time < .seconds(30), "it took \(time)")
  }

  @Test func bytes_without_meaning() {
    var state: UInt64 = 42
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let alphabet = Array("ab1 .:/-=<>{}[]\"'\n\t…\u{A0}xX*$é")
    for _ in 0..<150 {
      let texts = (0..<2).map { _ in
        String((0..<Int(next() % 80)).map { _ in alphabet[Int(next() % UInt64(alphabet.count))] })
      }
      let same = judge(texts[0], texts[0])
      #expect(
        same.verdict != .different || texts[0].contains("rror"), "\(texts[0].debugDescription)")
      _ = ComparisonRenderer(usesColour: true).text(judge(texts[0], texts[1]))
    }
  }
}
