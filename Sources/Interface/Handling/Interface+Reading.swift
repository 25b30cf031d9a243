import Tracks
import Views

/// Reading: nothing of the text is jumped over, and nothing runs that was never in sight.
extension Interface {
  /// What is in sight now has been there to be read.
  mutating func seeText() {
    guard entered != nil, !isTooSmall, !readerRect.isEmpty else { return }
    let first = reader.scroll.first
    reader.see(first..<first + readerRect.rows)
  }

  /// The lines of the present step that have to be seen before it runs: where its commands begin, or
  /// all of it where there are none.
  private var stepBegin: Range<Int> {
    let lines = lines(ofStep: place, in: reader.page).lines
    guard step?.commandStep != nil else { return reader.stepLines }
    return lines.lowerBound..<min(lines.upperBound, lines.lowerBound + 2)
  }

  /// Whether the present step was never in sight.
  var isStepUnread: Bool {
    guard !isTooSmall, !readerRect.isEmpty, step != nil else { return false }
    return reader.firstUnseen(in: stepBegin) != nil
  }

  var isFirstOfChallenge: Bool {
    lesson.steps(ofChallenge: lesson.challenge(ofStep: place)).first == place
  }

  var isLastOfChallenge: Bool {
    lesson.steps(ofChallenge: lesson.challenge(ofStep: place)).last == place
  }

  /// The text behind the last step of a challenge.
  private var closingLines: Range<Int> {
    let end = reader.page.lines.count
    return isLastOfChallenge ? min(reader.stepLines.upperBound, end)..<end : end..<end
  }

  /// Whether there is text behind the last step of a challenge that was never in sight.
  var isEndUnread: Bool {
    guard !isTooSmall, !readerRect.isEmpty else { return false }
    return reader.firstUnseen(in: closingLines) != nil
  }

  /// Reads on to the present step; whether there was something to read.
  mutating func readUpToStep() -> Bool {
    guard isStepUnread else { return false }
    let first = min(reader.scroll.first, reader.stepLines.lowerBound)
    return readOn(first..<reader.stepLines.upperBound)
  }

  /// Reads on to the end of the challenge; whether there was something to read.
  mutating func readToEnd() -> Bool {
    layOut()
    return isEndUnread && readOn(closingLines)
  }

  /// Shows the first of these lines that were never in sight, with the others as far as there is room.
  private mutating func readOn(_ lines: Range<Int>) -> Bool {
    guard let unread = reader.firstUnseen(in: lines) else { return false }
    flash = nil
    show(unread..<lines.upperBound)
    return true
  }

  private mutating func show(_ lines: Range<Int>) {
    let (count, rows) = (reader.page.lines.count, readerRect.rows)
    if lines.count <= rows { return reader.scroll.reveal(lines, count: count, visible: rows) }
    // A block that is in sight in part is read on with two of its lines.
    let source = reader.page.lines[lines.lowerBound].source
    let kept = reader.page.lines[..<lines.lowerBound].suffix(2).reversed()
      .prefix { $0.source == source && $0.width > 0 }.count
    reader.scroll = Scroll(first: lines.lowerBound - min(kept, rows - 1))
    reader.scroll.move(by: 0, count: count, visible: rows)
  }

  /// Shows the present step where everything before it was in sight; else the text goes on where it
  /// was left: at the top in front of a challenge's first step, or behind the step before.
  mutating func showStep(behind previous: Int?) {
    revealStep()
    guard !isTooSmall, !readerRect.isEmpty, step != nil else { return }
    var start = 0
    if !isFirstOfChallenge {
      guard let previous else { return }
      start = lines(ofStep: previous, in: reader.page).lines.upperBound
    }
    let end = reader.stepLines.upperBound
    guard start < end, let unread = reader.firstUnseen(in: start..<end) else { return }
    let shown = reader.scroll.first..<reader.scroll.first + readerRect.rows
    if !shown.contains(unread) || !shown.contains(end - 1) { show(unread..<end) }
  }
}
