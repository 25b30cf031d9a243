import Grading
import Markdown
import Tracks
import Transcripts
import Views

/// The reading pane: the challenge's text laid out, with what came of its steps between the lines.
struct Reader: Hashable, Sendable {
  var scroll = Scroll()
  private(set) var page = Page(MarkdownDocument(""), PageSettings(columns: 40))
  /// The answers of a quiz that are chosen.
  var answers: Set<Int> = []
  /// The line that a search has found.
  var hit: Int?
  private var key: Key?
  private var document: (challenge: Int, MarkdownDocument)? {
    get { kept.map { ($0.challenge, $0.document) } }
    set { kept = newValue.map { Kept(challenge: $0.challenge, document: $0.1) } }
  }
  private var kept: Kept?

  private struct Kept: Hashable, Sendable {
    var challenge: Int
    var document: MarkdownDocument
  }

  /// All that the page depends on.
  private struct Key: Hashable, Sendable {
    var challenge: Int
    var place: Int
    var columns: Int
    var steps: [StepProgress?]
    var outcomes: [String: Outcome]
    var activity: Activity
    var answers: Set<Int>
  }

  init() {}

  mutating func toggle(answer: Int) {
    if answers.remove(answer) == nil { answers.insert(answer) }
  }

  /// Lays the page out anew when something in it has changed.
  mutating func update(_ interface: Interface) {
    let challenge = interface.lesson.challenge(ofStep: interface.place)
    let columns = interface.readerRect.columns
    guard columns > 0, interface.lesson.track.challenges.indices.contains(challenge) else { return }
    let steps = interface.lesson.steps(ofChallenge: challenge)
    let ids = steps.map { interface.lesson.steps[$0].id }
    let key = Key(
      challenge: challenge, place: interface.place, columns: columns,
      steps: ids.map { interface.progress.steps[$0] },
      outcomes: interface.outcomes.filter { ids.contains($0.key) },
      activity: interface.activity, answers: answers)
    guard key != self.key else { return }
    self.key = key
    if document?.challenge != challenge {
      document = (challenge, interface.lesson.document(ofChallenge: challenge))
    }
    guard let document = document?.1 else { return }
    let looks = interface.fenceLooks(ofChallenge: challenge)
    var page = Page(
      document,
      PageSettings(columns: columns, theme: interface.look.theme, glyphs: interface.look.glyphs) {
        looks[$0] ?? FenceLook(.display)
      })
    for index in steps.reversed() {
      let remarks = interface.remarks(onStep: index, columns: columns)
      guard !remarks.isEmpty else { continue }
      let (end, source) = interface.anchor(ofStep: index, in: page)
      page.insert(remarks, at: end, source: source)
    }
    self.page = page
    scroll.move(by: 0, count: page.lines.count, visible: interface.readerRect.rows)
  }
}

extension Interface {
  /// How the fences of a challenge are drawn, by the lines on which they begin.
  func fenceLooks(ofChallenge index: Int) -> [Int: FenceLook] {
    let challenge = lesson.track.challenges[index]
    var steps: [Int: Step] = [:]
    for step in challenge.steps { if let block = step.commandStep?.block { steps[block] = step } }
    var looks: [Int: FenceLook] = [:]
    for block in challenge.blocks {
      let look: FenceLook
      switch block.role {
      case .command, .session:
        let step = steps[block.index]
        look = FenceLook(
          .command, title: step?.commandStep?.terminal.name,
          standing: step.map { standing(ofStep: $0.id) })
      case .output: look = FenceLook(.output)
      case .content: look = FenceLook(.content, title: block.info.title)
      case .display: look = FenceLook(.display, title: block.info.title)
      }
      looks[block.location.line] = look
    }
    return looks
  }

  /// How a step stands.
  package func standing(ofStep id: String) -> Standing {
    switch activity {
    case .running(id, _), .solving(id): return .waiting
    default: break
    }
    return switch state(ofStep: id) {
    case .open: outcomes[id]?.verdict == .notReady ? .waiting : .open
    case .passed, .unverified: .passed
    case .failed: outcomes[id]?.verdict == .notReady ? .waiting : .failed
    case .skipped: .skipped
    }
  }

  /// Behind which line of the page a step's remarks stand, and its line of the source.
  func anchor(ofStep index: Int, in page: Page) -> (end: Int, source: Int) {
    let step = lesson.steps[index]
    if let commands = step.commandStep,
      let block = block(commands.block, ofStep: index)
    {
      let lines = page.lines(ofFence: block.location.line)
      if !lines.isEmpty { return (lines.upperBound, block.location.line) }
    }
    return (page.end(ofSource: step.location.line), step.location.line)
  }

  /// A block of the challenge that a step belongs to.
  private func block(_ block: Int, ofStep index: Int) -> Block? {
    let blocks = lesson.track.challenges[lesson.challenge(ofStep: index)].blocks
    return blocks.indices.contains(block) ? blocks[block] : nil
  }

  /// The line of the source on which the present step's fence begins.
  var selectedFence: Int? {
    step?.commandStep.flatMap { block($0.block, ofStep: place)?.location.line }
  }

  /// The lines of the page that the present step takes.
  var stepLines: Range<Int> {
    let page = reader.page
    let (end, source) = anchor(ofStep: place, in: page)
    let first =
      selectedFence.map { page.lines(ofFence: $0).lowerBound } ?? page.line(ofSource: source)
    let remarks = remarks(onStep: place, columns: readerRect.columns).count
    let start = min(first, end)
    return start..<max(start + 1, min(end + remarks, page.lines.count))
  }

  var isStepHidden: Bool {
    let seen = reader.scroll.first..<reader.scroll.first + readerRect.rows
    return !seen.overlaps(stepLines)
  }

  /// Scrolls so that the present step is in sight, with what introduces it.
  mutating func revealStep() {
    guard layout.notice == nil, !readerRect.isEmpty, step != nil else { return }
    let lines = stepLines
    let rows = readerRect.rows
    let isFirst = lesson.steps(ofChallenge: lesson.challenge(ofStep: place)).first == place
    // The first step is read from the beginning of the text.
    let lead = isFirst ? lines.lowerBound : min(lines.lowerBound, max(3, rows / 3))
    let start = lines.lowerBound - lead
    let wanted = start..<min(max(lines.upperBound + 1, start + 1), start + rows)
    reader.scroll.reveal(wanted, count: reader.page.lines.count, visible: rows)
    if isFirst, !wanted.contains(lines.upperBound - 1) {
      reader.scroll.reveal(
        max(0, lines.upperBound - rows)..<lines.upperBound, count: reader.page.lines.count,
        visible: rows)
    }
  }
}
