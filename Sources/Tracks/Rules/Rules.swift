/// The rules of lint: one a file, each a question to a track that was read.

/// What lint asks of a track.
protocol Rule: SendableMetatype {
  /// The name of its findings.
  static var id: String { get }
  /// What it finds, in one sentence.
  static var summary: String { get }
  /// The gravest that its findings are.
  static var severity: Finding.Severity { get }
  /// Why it matters and what to do, as Markdown.
  static var guide: String { get }
  /// Whether its findings carry an edit.
  static var isFixable: Bool { get }

  static func findings(in context: RuleContext) -> [Finding]
}

extension Rule {
  static var isFixable: Bool { false }
}

/// What a rule may look at.
struct RuleContext {
  let track: Track
  /// The author's files; nothing where they cannot be asked.
  let files: TrackFiles?

  /// The finding at the place where the author wrote what it is about.
  func placed(_ finding: Finding) -> Finding {
    guard
      let challenge = track.challenges.first(where: {
        $0.textOrigin != nil && $0.file == finding.location.file
      })
    else { return finding }
    return finding.moved(to: challenge.source(of: finding.location))
  }
}

/// All rules.
package enum Rules {
  /// What is wrong or guessed in a track, in the order of places: what its reader found, and what
  /// every rule finds.
  package static func check(_ track: Track, files: TrackFiles? = nil) -> [Finding] {
    let context = RuleContext(track: track, files: files)
    let found = all.flatMap { $0.findings(in: context) }.map { context.placed($0) }
    return (track.findings + found).sorted {
      $0.location == $1.location ? $0.id < $1.id : $0.location < $1.location
    }
  }

  /// The name and the sentence of every rule, for documentation.
  package static var catalogue: [(id: String, summary: String)] {
    pages.map { ($0.id, $0.summary) }
  }

  /// What every rule has to say for itself, by name.
  package static var pages: [RulePage] {
    let own = all.map { rule in
      RulePage(
        id: rule.id, severity: rule.severity, summary: rule.summary, guide: rule.guide,
        isFixable: rule.isFixable)
    }
    return (own + ReaderRules.pages).sorted { $0.id < $1.id }
  }

  /// The page of a rule, or the name that was probably meant.
  package static func page(_ id: String) -> (page: RulePage?, near: String?) {
    let pages = pages
    let page = pages.first { $0.id == id }
    return (page, page == nil ? Spelling.nearest(to: id, in: pages.map(\.id)) : nil)
  }

  static let all: [any Rule.Type] = [
    BlockingCommand.self, BrokenLink.self, DuplicateSlug.self, FetchingStep.self,
    GuessedBlock.self, GuessedTerminal.self, IdlePoints.self, LabNames.self, LeftOverFile.self,
    ManualWithoutMachine.self,
    MisdecodedText.self, NotUTF8.self, MissingAsset.self, NothingToRun.self, QuizSolution.self,
    ReusedValue.self,
    ScriptHost.self, ScriptShebang.self, SecretText.self, SlugFolder.self, SwallowedFence.self,
    ToothlessCheck.self, UnclosedFence.self, UnfilledPlaceholder.self, UnfinishedCommand.self,
    UnknownBlock.self, UnpairedOutput.self, UnreachableTab.self, UnseenStep.self,
  ]
}
