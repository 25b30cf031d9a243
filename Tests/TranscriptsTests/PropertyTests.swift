import Testing
import Transcripts

/// What holds for any two texts.
@Suite struct PropertyTests {
  @Test func any_bytes_end_soon_and_are_the_same_as_themselves() {
    var random = Random(seed: 7)
    let clock = ContinuousClock()
    for _ in 0..<120 {
      let texts = (0..<2).map { _ in
        String(
          decoding: (0..<random.below(1_500)).map { _ in UInt8(random.below(256)) }, as: UTF8.self)
      }
      let time = clock.measure {
        _ = ComparisonRenderer(usesColour: true).text(judge(texts[0], texts[1]))
        let same = judge(texts[0], texts[0]).verdict
        #expect(same == .exact || same == .unverified, "\(texts[0].debugDescription)")
      }
      #expect(time < .seconds(5), "it took \(time) for \(texts[0].debugDescription)")
    }
  }

  /// Lines of real outputs in any order, cut anywhere: shapes that random bytes never have.
  @Test func pieces_of_outputs_end_soon_and_are_the_same_as_themselves() {
    var random = Random(seed: 11)
    let lines = Pair.all.flatMap { pair in
      ([pair.expected] + pair.outputs.map(\.text)).flatMap { $0.split(separator: "\n") }
    }
    let clock = ContinuousClock()
    for _ in 0..<150 {
      let texts = (0..<2).map { _ in
        (0..<(1 + random.below(25))).map { _ in
          let line = lines[random.below(lines.count)]
          return random.below(4) == 0 ? String(line.prefix(random.below(60))) : String(line)
        }.joined(separator: "\n")
      }
      let time = clock.measure {
        let comparison = judge(texts[0], texts[1])
        #expect(comparison.verdict.passes() || comparison.sentence != nil, "\(texts)")
        _ = ComparisonRenderer().text(comparison)
        let same = judge(texts[0], texts[0]).verdict
        #expect(same == .exact || same == .unverified, "\(texts[0])")
      }
      #expect(time < .seconds(5), "it took \(time) for \(texts)")
    }
  }

  @Test func values_of_one_kind_stand_for_each_other_and_words_do_not() {
    var random = Random(seed: 23)
    for _ in 0..<300 {
      let kinds = (0..<(1 + random.below(4))).map { _ in Sample.all[random.below(Sample.all.count)]
      }
      func line(_ word: String) -> String {
        "the till " + kinds.map { $0.make(&random) + " " }.joined() + "is " + word
      }
      let expected = line("open")
      let actual = line("open")
      let accepted = judge(expected, actual)
      #expect([.exact, .similar].contains(accepted.verdict), "\(expected)\n\(actual)")
      let refused = judge(expected, line("shut"))
      #expect(refused.verdict == .different)
      #expect(refused.sentence?.contains("expected open, got shut") == true, "\(expected)")
    }
  }
}

/// Numbers that look random and are the same each time.
struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return limit > 0 ? Int(state >> 33) % limit : 0
  }

  mutating func text(_ alphabet: String, _ count: Int) -> String {
    let letters = Array(alphabet)
    return String((0..<count).map { _ in letters[below(letters.count)] })
  }
}

/// A kind of value that is another one each time.
private struct Sample: Sendable {
  let make: @Sendable (inout Random) -> String

  private static let hexadecimal = "0123456789abcdef"
  private static let suffix = "bcdfghjklmnpqrstvwxz2456789"

  static let all: [Sample] = [
    Sample { "\(1 + $0.below(59))s" },
    Sample { "\(1 + $0.below(59))m\($0.below(60))s" },
    Sample { "10.\($0.below(256)).\($0.below(256)).\(1 + $0.below(254))" },
    Sample { random in
      [8, 4, 4, 4, 12].map { random.text(hexadecimal, $0) }.joined(separator: "-")
    },
    Sample { "web-\($0.text("456789bcdf", 10))-\($0.text(suffix, 5))" },
    Sample { "8080:\(30000 + $0.below(2768))/TCP" },
    Sample {
      "20\(10 + $0.below(80))-0\(1 + $0.below(9))-\(10 + $0.below(18))T\(10 + $0.below(14)):30:05Z"
    },
    Sample { "sha256:" + $0.text(hexadecimal, 64) },
    Sample { "/home/\($0.text("abcdefgh", 6))/tokens/east.yaml" },
    Sample { "\($0.below(90)).\($0.below(999)) ms," },
    Sample { "\(1 + $0.below(900)).5 MB/s;" },
    Sample { "pid=\(100 + $0.below(90_000))" },
  ]
}
