/// The rules of lint: one a file, each a question to a track that was read.

/// What lint asks of a track.
protocol Rule: SendableMetatype {
  /// The name of its findings.
  static var id: String { get }
  /// What it finds, in one sentence.
  static var summary: String { get }

  static func findings(in context: RuleContext) -> [Finding]
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
    (all.map { ($0.id, $0.summary) } + ofReader).sorted { $0.0 < $1.0 }
  }

  static let all: [any Rule.Type] = [
    DuplicateSlug.self, FetchingStep.self, GuessedTerminal.self, LabNames.self,
    ManualWithoutMachine.self,
    MisdecodedText.self, MissingAsset.self, NothingToRun.self, ReusedValue.self,
    SwallowedFence.self, UnclosedFence.self, UnfilledPlaceholder.self, UnfinishedCommand.self,
    UnknownBlock.self, UnpairedOutput.self,
  ]

  /// What is found while a track is read.
  private static let ofReader = [
    ("directive-key", "A comment for the lab has a key that does not exist."),
    ("directive-value", "A comment for the lab has a value that cannot be used."),
    ("duplicate-key", "The front matter has one key twice."),
    ("front-matter", "The front matter cannot be read."),
    ("lab-file", "The lab file cannot be read, or has something in it that means nothing."),
    ("lab-place", "Words of the lab file stand nowhere in the document, or in several places."),
    ("left-out", "Something of a foreign description has no place in a track, and is left out."),
    ("missing-page", "A scenario names a page that does not exist."),
    ("standard-step", "A description names a standard step that does not exist."),
    ("tab-host", "A tab that needs a host names none."),
    ("tab-type", "A tab has a type that does not exist."),
    ("track-file", "The track's own file cannot be read."),
    ("unknown-key", "A key is written almost as one that is read, and is not read."),
  ]
}
