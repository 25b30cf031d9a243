/// What the sentence in front of a block says about it.
struct Introduction: Hashable {
  let text: String
  private let normal: String

  init(_ text: String) {
    self.text = text
    normal = LooseText.normal(text)
  }

  /// A sentence that says nothing but "output".
  var isOutputLabel: Bool {
    let words = normal.split { !$0.isLetter && $0 != "'" }.map(String.init)
    let fillers: Set<String> = [
      "the", "an", "a", "your", "expected", "sample", "example", "console", "command", "typical",
      "this", "is", "should", "be", "with", "for",
    ]
    let labels: Set<String> = ["output", "outputs", "result", "results", "response"]
    return words.contains(where: labels.contains)
      && words.allSatisfy { fillers.contains($0) || labels.contains($0) }
  }

  /// It speaks of something that is printed or seen.
  var promisesOutput: Bool {
    let cues = [
      "output", "should see", "will see", "'ll see", "you see", "should now see", "can see",
      "similar to", "looks like", "look like", "something like", "returns", "returned", "displayed",
      "displays", "will display", "should display", "prints", "printed", "response", "result",
      "shows", "should show", "will show", "expected", "reports", "you get", "you should get",
      "among other", "look for this", "look for these", "look for the following", "look for a line",
    ]
    return cues.contains { normal.contains($0) } || normal.hasSuffix("look for")
  }

  /// It speaks of nothing but what is printed: a command shows such things by the way.
  var showsOutput: Bool {
    let cues = ["output", "should see", "will see", "'ll see", "similar to", "looks like"]
    return cues.contains { normal.contains($0) }
  }

  /// It asks for something to be run.
  var asksToRun: Bool {
    let cues: Set<String> = [
      "run", "execute", "issue", "enter", "type", "use", "command", "commands", "invoke", "using",
    ]
    return LooseText.words(normal).contains(where: cues.contains)
  }

  /// It begins with an order to run something.
  var ordersToRun: Bool {
    let openers: Set<String> = [
      "now", "then", "next", "please", "and", "first", "finally", "again",
    ]
    let orders: Set<String> = ["run", "execute", "issue", "enter", "type", "use", "invoke"]
    let words = LooseText.words(normal).drop(while: openers.contains)
    return words.first.map(orders.contains) ?? false
  }

  /// It speaks of how commands are written, and not of one.
  var explainsSyntax: Bool {
    let words = LooseText.words(normal)
    return words.contains { $0 == "format" || $0 == "syntax" || $0 == "usage" }
  }

  /// How much of an output the sentence promises.
  var coverage: ExpectedOutput.Coverage {
    let isExact = normal.contains("exactly") && !normal.contains("not exactly")
    if isExact || normal.contains("must be") { return .exact }
    let parts = ["contains", "contain ", "among other", "look for", "includes", "including"]
    return parts.contains { normal.contains($0) } ? .contains : .similar
  }

  /// How long it says that something takes.
  var waitHint: WaitHint? {
    let speaksOfWaiting = ["wait", "give", "after", "take", "within", "until", "once", "in about"]
      .contains { normal.contains($0) }
    guard speaksOfWaiting, ["second", "minute", "moment", "hour"].contains(where: normal.contains),
      let match = normal.firstMatch(
        of:
          /\b(\d+|an?|one|two|three|five|ten|few|couple of|couple|several|some)\s+(?:more\s+)?(second|minute|moment|hour)/
      )
    else { return nil }
    let numbers = [
      "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "five": 5, "ten": 10, "few": 5,
      "couple": 2, "couple of": 2, "several": 10, "some": 5,
    ]
    let count = String(match.1)
    let number = min(numbers[count] ?? Int(count) ?? 1, 600)
    let unit = ["second": 1, "minute": 60, "moment": 10, "hour": 3600][String(match.2)] ?? 1
    let isVagueSeconds = unit == 1 && numbers[count] != nil
    return WaitHint(
      seconds: isVagueSeconds ? max(10, number) : number * unit, sentence: text.trimmed)
  }

  /// Whether it only says that something comes next.
  var isFiller: Bool {
    let fillers: Set<String> = [
      "then", "now", "next", "and", "also", "finally", "first", "run", "execute", "enter", "type",
      "use", "this", "it", "command", "commands", "again", "example", "or",
    ]
    return LooseText.words(normal).allSatisfy(fillers.contains)
  }

  /// Whether it is too short to name a step: "run:", "West:".
  var isLabel: Bool { LooseText.words(text).count < 3 }
}
