import Testing
import Transcripts

/// Texts as people would judge them: right ones with other values, wrong ones with one true
/// difference.
@Suite struct PairTests {
  @Test func there_are_many_pairs_of_each_label() {
    #expect(Pair.labelled([.right, .drift]).count >= 120)
    #expect(Pair.labelled([.wrong]).count >= 150)
    #expect(Pair.labelled([.notReady]).count >= 5)
  }

  @Test(arguments: Pair.labelled([.wrong]))
  func a_wrong_one_is_refused_and_its_difference_named(_ pair: Pair) {
    let comparison = pair.judged()
    #expect(comparison.verdict == .different, "\(comparison.tolerated)")
    for word in pair.words {
      #expect(comparison.sentence?.contains(word) == true, "\(comparison.sentence ?? "nothing")")
    }
  }

  @Test(arguments: Pair.labelled([.notReady]))
  func a_pending_one_says_what_it_waits_for(_ pair: Pair) {
    let comparison = pair.judged()
    #expect(comparison.verdict == .notReady, "\(comparison.sentence ?? "nothing")")
    for word in pair.words {
      #expect(comparison.sentence?.contains(word) == true, "\(comparison.sentence ?? "nothing")")
    }
  }

  @Test(arguments: Pair.labelled([.drift]))
  func a_moved_version_is_a_warning(_ pair: Pair) {
    let comparison = pair.judged()
    #expect(comparison.verdict == .drift, "\(comparison.sentence ?? "nothing")")
  }

  /// Amounts that only their program's readers know to be volatile.
  private static let refused: Set<String> = [
    "machines.txt: volumes of a group", "sunday.txt: facts about a virtual machine",
  ]

  /// At most one in fifty, and these are known by name.
  @Test func right_ones_are_accepted() {
    let right = Pair.labelled([.right])
    let refused = right.filter { ![.exact, .similar].contains($0.judged().verdict) }
    let reasons = refused.map { "\($0.name): \($0.judged().sentence ?? "drift")" }
    #expect(refused.count * 50 <= right.count)
    #expect(Set(refused.map(\.name)) == Self.refused, "\(reasons.joined(separator: "\n"))")
  }

  @Test(arguments: Pair.all)
  func a_text_compared_with_itself_is_the_same(_ pair: Pair) {
    guard !pair.options.isSpecial, pair.outputs.allSatisfy({ $0.status == 0 }) else { return }
    for text in pair.outputs.map(\.text) {
      let verdict = judge(text, text).verdict
      #expect(verdict == .exact || verdict == .unverified, "\(text)")
    }
  }
}

extension ComparisonOptions {
  /// Whether anything but the usual comparison is asked for.
  fileprivate var isSpecial: Bool { self != ComparisonOptions() }
}
