/// Reads a track from its files.
import Documents
import Markdown
import YAML

/// Reads the folder or the single file of a track, with its lab file.
package struct TrackReader {
  private let files: TrackFiles
  private var findings: [Finding] = []

  private init(files: TrackFiles) { self.files = files }

  /// Reads the track at a path of the folder; an empty path is the folder itself. Without a lab
  /// file the one that lies beside the track is taken: `NAME.lab.yml` or `lab.yml`.
  package static func read(
    path: String = "", files: TrackFiles, labFile: SourceFile? = nil
  ) throws(TrackError) -> Track {
    var reader = TrackReader(files: files)
    return try reader.read(path, labFile)
  }

  private mutating func read(_ path: String, _ labFile: SourceFile?) throws(TrackError) -> Track {
    var path = path
    while path.hasSuffix("/") { path.removeLast() }
    if path == "." { path = "" }
    let isFile = files.paths.contains(path) || !path.isEmpty && files.bytes(path) != nil
    var draft = try isFile ? page(path) : folder(path)
    let source = labFile ?? beside(path, isFile: isFile)
    let own = source.flatMap { LabFileReader.read($0, findings: &findings) }
    let lab = draft.lab.map { $0.merged(with: own) } ?? own
    let assembly = TrackAssembly(lab: lab, files: files)
    var track = assembly.track(from: &draft, findings: &findings)
    tellLongTexts(of: track)
    track.findings = findings
    return track
  }

  /// A text of which only a part was read is never run.
  private mutating func tellLongTexts(of track: Track) {
    var told: Set<String> = []
    for file in [track.file] + track.challenges.map(\.file) where told.insert(file).inserted {
      guard let path = files.path(ofDisplayed: file),
        let count = files.bytes(path)?.count, count > TrackFiles.longestText
      else { continue }
      findings.append(
        Finding(
          "too-long", .error, at: SourceLocation(file: file, line: 1),
          "The file has \(count) bytes, and only the first \(TrackFiles.longestText) are read.",
          remedy: "Cut the lab into several challenges."))
    }
  }

  private func beside(_ path: String, isFile: Bool) -> SourceFile? {
    var names = ["lab.yml", "lab.yaml"].map { TrackPaths.join(path, $0) }
    if isFile {
      let stem = path.split(separator: ".").dropLast().joined(separator: ".")
      let folder = path.split(separator: "/").dropLast().joined(separator: "/")
      names = [stem + ".lab.yml", stem + ".lab.yaml", TrackPaths.join(folder, "lab.yml")]
    }
    return names.lazy.filter { files.paths.contains($0) }.compactMap { files.text($0) }.first
  }

  /// A single Markdown file: an assignment with front matter, or a page without.
  private mutating func page(_ path: String) throws(TrackError) -> TrackDraft {
    guard let source = files.text(path) else {
      throw TrackError(
        path: files.displayed(path), reason: "the file cannot be opened",
        remedy: "Check the path and its permissions.")
    }
    if path.hasSuffix(".yaml") || path.hasSuffix(".yml") { return try skewer(source) }
    let matter = FrontMatter(source, findings: &findings)
    let challenge = ChallengeDraft(
      number: 1, folder: TrackPaths.parent(of: path), source: source, matter: matter, files: files,
      findings: &findings)
    var draft = TrackDraft(origin: matter.node == nil ? .markdown : .instruqt, file: source.path)
    draft.challenges = [challenge]
    return draft
  }

  /// A description of a Skupper example.
  private mutating func skewer(_ source: SourceFile) throws(TrackError) -> TrackDraft {
    var draft = TrackDraft(origin: .skewer, file: source.path)
    guard let node = parsed(source) else { return draft }
    guard SkewerReader.reads(node) else {
      throw TrackError(
        path: source.path, reason: "it is YAML without `sites:` and `steps:`",
        remedy: "Name a Markdown file, a folder with track.yml, or a skewer.yaml.")
    }
    var reader = SkewerReader(source)
    let reading = reader.read(node)
    findings += reader.findings
    draft.lab = reading.lab
    var challenge = ChallengeDraft(
      number: 1, folder: "", source: reading.text,
      matter: FrontMatter(reading.text, findings: &findings), files: files, findings: &findings)
    challenge.challenge.slug = ChallengeDraft.slug(challenge.challenge.title)
    challenge.challenge.textOrigin = reading.origin
    draft.challenges = [challenge]
    return draft
  }

  private mutating func folder(_ path: String) throws(TrackError) -> TrackDraft {
    if files.paths.contains(TrackPaths.join(path, "track.yml")) { return instruqt(path) }
    let assignments = files.paths.filter { isAssignment($0, in: path) }
    if !assignments.isEmpty { return instruqt(path) }
    let scenarios = KillercodaReader.scenarios(in: path, files)
    if !scenarios.isEmpty {
      var reader = KillercodaReader(files: files)
      if let draft = reader.draft(scenarios, folder: path) {
        findings += reader.findings
        return draft
      }
    }
    let pages = files.paths.filter { $0.hasSuffix(".md") && TrackPaths.parent(of: $0) == path }
    let readme = pages.first { $0.lowercased().hasSuffix("readme.md") }
    if let page = readme ?? (pages.count == 1 ? pages.first : nil) { return try self.page(page) }
    if pages.isEmpty, files.paths.contains(TrackPaths.join(path, "skewer.yaml")) {
      return try page(TrackPaths.join(path, "skewer.yaml"))
    }
    throw TrackError(
      path: files.displayed(path),
      reason: pages.isEmpty
        ? "it holds neither track.yml nor a Markdown file"
        : "it holds several Markdown files and no track.yml",
      remedy: "Name the file, or a folder with track.yml or README.md.")
  }

  private mutating func instruqt(_ path: String) -> TrackDraft {
    let source = files.text(TrackPaths.join(path, "track.yml"))
    var draft = TrackDraft(origin: .instruqt, file: source?.path ?? files.displayed(path))
    if let source, let node = parsed(source) {
      draft.node = node
      findings += UnknownKeys.findings(
        in: node, known: Schema.track.keys, owner: "The track", file: source.path)
    }
    if let config = files.text(TrackPaths.join(path, "config.yml")) {
      draft.config = parsed(config)?.value
    }
    draft.scripts = ScriptFiles(files: files).read(folder: TrackPaths.join(path, "track_scripts"))
    if let list = draft.node?["challenges"]?.items, let source {
      draft.origin = .instruqtLegacy
      for (index, node) in list.enumerated() {
        let folder = TrackPaths.join(path, node["slug"]?.text ?? "")
        draft.challenges.append(
          ChallengeDraft(
            number: index + 1, folder: folder, source: source, node: node, files: files,
            findings: &findings))
      }
    } else {
      for (index, file) in files.paths.filter({ isAssignment($0, in: path) }).enumerated() {
        guard let source = files.text(file) else { continue }
        let matter = FrontMatter(source, findings: &findings)
        draft.challenges.append(
          ChallengeDraft(
            number: index + 1, folder: TrackPaths.parent(of: file), source: source, matter: matter,
            files: files,
            findings: &findings))
      }
    }
    return draft
  }

  private mutating func parsed(_ source: SourceFile) -> YAMLNode? {
    do {
      return try YAML.parseLocated(source.text)
    } catch {
      findings.append(
        Finding(
          "track-file", .error,
          at: SourceLocation(file: source.path, line: error.line, column: error.column),
          "The file cannot be read: \(error.reason).", remedy: "Correct the YAML at this place."))
      return nil
    }
  }

  /// `NN-slug/assignment.md`.
  private func isAssignment(_ file: String, in folder: String) -> Bool {
    let prefix = folder.isEmpty ? "" : folder + "/"
    guard file.hasPrefix(prefix), file.hasSuffix("/assignment.md") else { return false }
    let name = file.dropFirst(prefix.count).dropLast("/assignment.md".count)
    return !name.contains("/") && name.prefixMatch(of: /\d+-/) != nil
  }
}

/// A track whose challenges are still texts.
struct TrackDraft {
  var origin: Track.Origin
  var file: String
  var node: YAMLNode?
  var config: Value?
  var scripts = Scripts()
  var challenges: [ChallengeDraft] = []
  /// What the track's own description says of its sites; a lab file goes before it.
  var lab: LabFile?

  init(origin: Track.Origin, file: String) {
    self.origin = origin
    self.file = file
  }
}
