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
  /// The lines of the page that the present step takes, with what came of it.
  private(set) var stepLines = 0..<1
  /// How many lines of each block have been in sight, by the line of the source on which it begins.
  private var seen: [Int: Int] = [:]
  /// Which line of its block each line of the page is, counted from 1.
  private var ordinals: [Int] = []
  private var key: Key?
  private var document: MarkdownDocument?

  /// All that the page depends on.
  private struct Key: Hashable, Sendable {
    var challenge: Int
    var place: Int
    var columns: Int
    var steps: [StepProgress?]
    var outcomes: [String: Outcome]
    var activity: Activity
    var answers: Set<Int>
    var pictures: Set<String>
    var pictureRows: Int
    var notes: Int?
  }

  init() {}

  /// Remembers that lines were there to be read.
  mutating func see(_ lines: Range<Int>) {
    for index in lines.clamped(to: ordinals.indices) {
      let source = page.lines[index].source
      seen[source] = max(ordinals[index], seen[source] ?? 0)
    }
  }

  /// Nothing counts as read any more.
  mutating func forgetSeen() { seen = [:] }

  /// The first of these lines that has something and was never in sight.
  func firstUnseen(in lines: Range<Int>) -> Int? {
    lines.clamped(to: ordinals.indices).first { index in
      let line = page.lines[index]
      return line.width > 0 && ordinals[index] > seen[line.source] ?? 0
    }
  }

  private static func ordinals(in page: Page) -> [Int] {
    var counts: [Int: Int] = [:]
    return page.lines.map { line in
      counts[line.source, default: 0] += 1
      return counts[line.source, default: 0]
    }
  }

  mutating func toggle(answer: Int) {
    if answers.remove(answer) == nil { answers.insert(answer) }
  }

  /// Reads the text anew the next time, for its values have changed.
  mutating func forget() {
    document = nil
    key = nil
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
      activity: interface.activity, answers: answers, pictures: Set(interface.pictures.keys),
      pictureRows: interface.pictureRows, notes: interface.unreadNotes)
    guard key != self.key else { return }
    let known = self.key?.challenge == challenge ? document : nil
    let document = known ?? interface.lesson.document(ofChallenge: challenge)
    self.document = document
    self.key = key
    let looks = interface.fenceLooks(ofChallenge: challenge)
    var settings = PageSettings(
      columns: columns, theme: interface.look.theme, glyphs: interface.look.glyphs
    ) {
      looks[$0] ?? FenceLook(.display)
    }
    settings.picture = { interface.trackPath($0).flatMap { interface.pictures[$0] } }
    settings.pictureRows = interface.pictureRows
    settings.drawn = self.page.drawn
    var page = Page(document, settings)
    // From the last on, so that the places of those before stay.
    for index in steps.reversed() {
      let remarks = interface.remarks(onStep: index, columns: columns)
      let (lines, source) = interface.lines(ofStep: index, in: page)
      page.insert(remarks, at: lines.upperBound, source: source)
      if index == interface.place {
        stepLines = lines.lowerBound..<max(lines.lowerBound + 1, lines.upperBound + remarks.count)
      } else if index < interface.place {
        stepLines = stepLines.lowerBound + remarks.count..<stepLines.upperBound + remarks.count
      }
    }
    if let notes = interface.remarkOnNotes {
      page.insert([notes.truncated(to: columns, interface.look.glyphs)], at: 0, source: 0)
      stepLines = stepLines.lowerBound + 1..<stepLines.upperBound + 1
    }
    self.page = page
    ordinals = Self.ordinals(in: page)
    scroll.move(by: 0, count: page.lines.count, visible: interface.readerRect.rows)
  }
}

extension Interface {
  /// The most rows of a picture: half of the text's, unless that is too little to see anything.
  var pictureRows: Int { min(max(8, readerRect.rows / 2), max(1, readerRect.rows - 1)) }

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
    case .running(id, _), .solving(id), .looking(id, _): return .waiting
    default: break
    }
    return switch state(ofStep: id) {
    case .open: outcomes[id]?.verdict == .notReady ? .waiting : .open
    case .passed: .passed
    case .unverified: .unverified
    case .failed: outcomes[id]?.verdict == .notReady ? .waiting : .failed
    case .skipped: .skipped
    }
  }

  /// The lines of the page that show a step, and its line of the source.
  func lines(ofStep index: Int, in page: Page) -> (lines: Range<Int>, source: Int) {
    let step = lesson.steps[index]
    if let commands = step.commandStep, let block = block(commands.block, ofStep: index) {
      let lines = page.lines(ofFence: block.location.line)
      if !lines.isEmpty { return (lines, block.location.line) }
    }
    let source = step.location.line
    let first = page.line(ofSource: source)
    return (first..<max(first, page.end(ofSource: source)), source)
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

  var isStepHidden: Bool {
    let seen = reader.scroll.first..<reader.scroll.first + readerRect.rows
    return !seen.overlaps(reader.stepLines)
  }

  /// Scrolls so that the present step is in sight, with what introduces it.
  mutating func revealStep() {
    guard layout.notice == nil, !readerRect.isEmpty, step != nil else { return }
    let lines = reader.stepLines
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
