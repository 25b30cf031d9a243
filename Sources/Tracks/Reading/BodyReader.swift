/// Reads the text of a challenge: its sections, blocks and steps.
import Markdown

/// Walks a document once and keeps what a reader would have in mind at each place.
struct BodyReader {
  let file: String
  let terminals: [Terminal]
  let source: [Substring]
  let items: [OutlineItem]
  private let mentions: [Int: Mention]

  private(set) var sections: [Section] = []
  private(set) var blocks: [Block] = []
  private(set) var drafts: [StepDraft] = []
  private(set) var findings: [Finding] = []

  private var directive: Directive?
  private var prose: [Int] = []
  private var routing: (terminal: Int, decision: Decision)?
  private var waits: [WaitHint] = []
  /// Where the text has pressed the keys that end a command since the last step there.
  private var interrupted: Set<Terminal> = []

  init(
    file: String, terminals: [Terminal], source: [Substring], items: [OutlineItem]
  ) {
    self.file = file
    self.terminals = terminals
    self.source = source
    self.items = items
    mentions = Mentions(terminals: terminals, lines: source).find(in: items)
  }

  mutating func read() {
    // What is named behind the last code of a paragraph that is run counts from there on.
    var behind: (terminal: Int, decision: Decision)?
    for index in items.indices {
      let item = items[index]
      let named = terminals.count > 1 ? mentions[index].map(routing(to:)) : nil
      if item.lead != nil {
        routing = named ?? routing
      } else if !item.isComment, let found = behind {
        (routing, behind) = (found, nil)
      }
      switch item.kind {
      case .heading(let level, let inlines): open(level, inlines, item)
      case .comment(let text):
        if let read = Directive.read(comment: text, at: location(item), findings: &findings) {
          directive = read
        }
      case .prose(let inlines): take(inlines, index)
      case .preformatted(let text, let info, let textLine, let tag):
        add(text, info, textLine: textLine, tag: tag, item)
        prose = []
        directive = nil
      }
      if item.tail != nil {
        behind = named
      } else if item.lead == nil, let named {
        routing = named
      }
    }
  }

  private func routing(to mention: Mention) -> (terminal: Int, decision: Decision) {
    (
      mention.terminal,
      Decision("mention", "\"\(mention.name)\" is named on line \(mention.line)")
    )
  }

  private mutating func open(_ level: Int, _ inlines: [MarkdownInline], _ item: OutlineItem) {
    let title = inlines.plainText.trimmed
    let outer = sections.last.map { last in
      zip(last.path, levels(of: last)).filter { $0.1 < level }.map(\.0)
    }
    waits = []
    sections.append(
      Section(title: title, level: level, path: (outer ?? []) + [title], location: location(item)))
    prose = []
  }

  /// The levels of the headings on a section's path.
  private func levels(of section: Section) -> [Int] {
    var levels: [Int] = []
    var depth = section.path.count
    for candidate in sections.reversed() {
      if depth == 0 { break }
      guard candidate.path.count == depth else { continue }
      levels.insert(candidate.level, at: 0)
      depth -= 1
    }
    return levels
  }

  private mutating func take(_ inlines: [MarkdownInline], _ index: Int) {
    let item = items[index]
    if directive?.settings.role == "manual", let directive {
      let action = directive.settings.auto.map {
        MachineAction.run(host: directive.settings.site, command: $0)
      }
      drafts.append(
        StepDraft(
          title: title(inlines.plainText), location: location(item),
          section: sections.indices.last, settings: directive.settings,
          kind: .manual(
            ManualStep(
              instructions: [inlines.plainText.trimmed], actions: action.map { [$0] } ?? [])
          )))
      self.directive = nil
    }
    if item.isInQuote, let found = markedQuiz(item) { return addQuiz(found, at: location(item)) }
    guard !item.isInQuote else { return }
    if !inlines.plainText.trimmed.isEmpty { prose.append(index) }
    waits += LooseText.sentences(inlines.plainText).compactMap { Introduction($0).waitHint }
  }

  private func markedQuiz(_ item: OutlineItem) -> MarkedQuiz? {
    let lines = item.lines.filter { source.indices.contains($0 - 1) }.map { source[$0 - 1] }
    return MarkedQuiz(lines)
  }

  /// A question of the text. One whose answer is typed is put, and nothing judges it.
  private mutating func addQuiz(_ found: MarkedQuiz, at location: SourceLocation) {
    var settings = StepSettings()
    var kind = Step.Kind.quiz(found.quiz)
    if let hint = found.hint {
      settings.hints = [hint]
      kind = .manual(ManualStep(instructions: [found.quiz.question], actions: []))
      findings.append(
        Finding(
          "left-out", .note, at: location,
          "The answer of \"\(found.quiz.question)\" is typed, and nothing judges it.",
          remedy: "Offer answers below the question, as in (*) yes and ( ) no."))
    }
    drafts.append(
      StepDraft(
        title: found.quiz.question, location: location, section: sections.indices.last,
        settings: settings, kind: kind))
  }

  private mutating func add(
    _ text: String, _ info: FenceInfo, textLine: Int, tag: String?, _ item: OutlineItem
  ) {
    let introduction = introduction()
    let directive = directive(of: info, item)
    let verdict = Classifier(
      text: text, info: info, tag: tag, introduction: introduction,
      heading: blocks.last?.section == sections.indices.last ? nil : sections.last?.title,
      directive: directive,
      previous: blocks.last,
      followsCommands: drafts.contains { $0.isCommands },
      lastCommand: blocks.last { $0.role == .command || $0.role == .session }
    ).verdict()
    let block = Block(
      index: blocks.count, role: verdict.role, decision: verdict.decision, text: text, info: info,
      location: location(item), textLine: textLine, lastLine: item.lines.upperBound,
      section: sections.indices.last, introduction: introduction?.text,
      introductionLine: prose.last.map { items[$0].lines.lowerBound }, directive: directive)
    blocks.append(block)
    switch block.role {
    case .command, .session:
      addStep(for: block)
      waits = []
    case .output: pair(block, introduction)
    case .content: break
    case .display: press(block)
    }
  }

  /// Keys that end a command do so before the next step in their terminal.
  private mutating func press(_ block: Block) {
    guard block.decision.rule == "ctrl-seq", ["^C", "^D"].contains(block.text.trimmed) else {
      return
    }
    interrupted.insert(route(block).0)
  }

  /// What the comment in front of a block and the braces of its mark say about it.
  private mutating func directive(of info: FenceInfo, _ item: OutlineItem) -> Directive? {
    // The parser has taken backslashes out of the mark; the source has them still.
    let line = item.lines.lowerBound - 1
    guard info.isFence, info.raw.contains("{"), source.indices.contains(line) else {
      return directive
    }
    let words = FenceAttributes(String(source[line])).settings
    guard !words.isEmpty else { return directive }
    let own = Directive.read(words: words, at: location(item), findings: &findings)
    guard var both = directive else { return own }
    both.settings = both.settings.merged(with: own.settings)
    return both
  }

  /// The last sentence since the block before.
  private func introduction() -> Introduction? {
    for index in prose.reversed() {
      let text = items[index].inlines?.plainText ?? ""
      if let sentence = LooseText.sentences(text).last { return Introduction(sentence) }
    }
    return nil
  }

  private mutating func addStep(for block: Block) {
    let (terminal, decision) = route(block)
    var draft = StepDraft(
      title: stepTitle(block), location: block.location, section: block.section,
      settings: block.directive?.settings ?? StepSettings(),
      kind: .commands(
        CommandStep(
          block: block.index, commands: [], terminal: terminal, routing: decision, outputs: [],
          placeholders: [], wait: waits.max { $0.seconds < $1.seconds })))
    let isEnded = interrupted.remove(terminal) != nil
    if isEnded || block.info.isAction && block.info.words.contains("interrupt") {
      draft.settings.interrupts = true
    }
    if let introduction = block.introduction, Introduction(introduction).isLabel {
      draft.label = title(introduction)
    }
    CommandReader(file: file, block: block, source: source).fill(&draft)
    if draft.commands?.commands.isEmpty == false {
      drafts.append(draft)
      routing = nil
    }
  }

  private func route(_ block: Block) -> (Terminal, Decision) {
    let fallback = TerminalAssembly.unnamed
    if let name = block.directive?.settings.site {
      if let named = terminals.named(name) {
        return (named, Decision("directive", "a comment says site=\(name)"))
      }
    }
    if let found = marked(block.info) { return found }
    if let routing, terminals.indices.contains(routing.terminal) {
      return (terminals[routing.terminal], routing.decision)
    }
    if terminals.count == 1, let only = terminals.first {
      return (only, Decision("only-terminal", "there is no other terminal"))
    }
    let last = drafts.last(where: \.isCommands)?.commands?.terminal
    if block.info.isAction {
      return (
        last ?? terminals.first ?? fallback,
        Decision("info-word", "its mark runs it in the terminal in use")
      )
    }
    if let last {
      return (last, Decision("carry-on", "no other terminal is named since the step before"))
    }
    return (
      terminals.first ?? fallback,
      Decision("first-terminal", "no terminal is named so far, and this is the first")
    )
  }

  /// The terminal that the mark of a fence names.
  private func marked(_ info: FenceInfo) -> (Terminal, Decision)? {
    let host = info.hostName
    let own = terminals.filter { $0.host == host ?? terminals.first?.host }
    guard host != nil || info.terminalNumber != nil, let first = own.first else { return nil }
    let number = (info.terminalNumber ?? 1) - 1
    return (
      own.indices.contains(number) ? own[number] : first,
      Decision("info-word", "its mark names the terminal")
    )
  }

  private mutating func pair(_ block: Block, _ introduction: Introduction?) {
    var index = drafts.lastIndex(where: \.isCommands)
    var decision = Decision("nearest", "it follows the commands directly")
    if let routing, let last = index.flatMap({ drafts[$0].commands }),
      terminals[routing.terminal] != last.terminal,
      let other = drafts.lastIndex(where: {
        $0.commands?.terminal == terminals[routing.terminal]
      })
    {
      index = other
      decision = Decision("terminal", "\(routing.decision.reason), which ran these commands last")
    }
    guard let index else { return }
    OutputPairing(file: file, block: block, introduction: introduction)
      .pair(with: &drafts[index], decision)
  }

  /// The sentence that asks for the commands; else the fence's own title, else the heading.
  private func stepTitle(_ block: Block) -> String {
    if let introduction = block.introduction, !Introduction(introduction).isLabel {
      let text = prose.last.flatMap { items[$0].inlines?.plainText } ?? ""
      let asking = LooseText.sentences(text).first { Introduction($0).asksToRun }
      return title(introduction.hasSuffix(":") ? introduction : asking ?? introduction)
    }
    return block.info.title ?? sections.last?.title
      ?? block.text.split(separator: "\n").first.map(String.init) ?? ""
  }

  private func title(_ sentence: String) -> String {
    var title = sentence.trimmed
    while let last = title.last, ":.".contains(last) { title.removeLast() }
    return title
  }

  func location(_ item: OutlineItem) -> SourceLocation {
    SourceLocation(file: file, line: item.lines.lowerBound, column: item.column)
  }
}

/// A step before it has its number.
struct StepDraft {
  var title: String
  var location: SourceLocation
  var section: Int?
  var settings: StepSettings
  var kind: Step.Kind
  /// The few words in front of its block, where these are too few for a title.
  var label: String?

  var commands: CommandStep? {
    get { if case .commands(let step) = kind { step } else { nil } }
    set { if let newValue { kind = .commands(newValue) } }
  }

  var isCommands: Bool { commands != nil }
}
