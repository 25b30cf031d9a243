import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform

/// `cp`: files and folders into containers and out of them, through the container's `tar`.
enum Copy {
  static let flags = [
    Flag("container", "c", .text, "Which container."),
    Flag("no-preserve", nil, .bool, "Do not keep owners and permissions."),
    Flag("retries", nil, .text, "Accepted."),
  ]

  /// A place on this machine or in a pod.
  struct Place: Hashable, Sendable {
    var namespace: String?
    var pod: String?
    var path: String

    /// Reads `[[NAMESPACE/]POD:]PATH`.
    init(_ text: String) throws(CommandError) {
      guard let colon = text.firstIndex(of: ":") else {
        path = text
        return
      }
      let owner = text[..<colon].split(separator: "/", omittingEmptySubsequences: false)
      guard owner.count <= 2, owner.allSatisfy({ !$0.isEmpty }), let name = owner.last else {
        throw CommandError(
          "filespec must match the canonical format: [[namespace/]pod:]file/path")
      }
      pod = String(name)
      namespace = owner.count == 2 ? String(owner[0]) : nil
      path = String(text[text.index(after: colon)...])
    }
  }

  static func run(_ call: Call) throws(CommandError) {
    guard call.words.count == 2 else {
      throw CommandError("source and destination are required", usage: true)
    }
    let source = try Place(call.words[0])
    let target = try Place(call.words[1])
    guard !source.path.isEmpty, !target.path.isEmpty else {
      throw CommandError("filepath can not be empty")
    }
    switch (source.pod, target.pod) {
    case (nil, nil):
      throw CommandError("one of src or dest must be a remote file specification")
    case (.some, .some):
      throw CommandError("one of src or dest must be a local file specification")
    case (nil, .some): try upload(call, source.path, target)
    case (.some, nil): try download(call, source, target.path)
    }
  }

  private static func upload(
    _ call: Call, _ source: String, _ target: Place
  ) throws(CommandError) {
    guard Files.kind(source) != nil else {
      throw CommandError("\(source) doesn't exist in local filesystem")
    }
    let pod = try pod(target, call)
    let name = Path.name(of: trimmed(source))
    var destination = trimmed(target.path)
    let test = try exec(call, pod, ["test", "-d", destination], .none) { _, _ in }
    if test["status"]?.string == "Success" || target.path.hasSuffix("/") {
      destination += destination == "/" ? name : "/\(name)"
    }
    var archive: ArchiveSource
    do {
      archive = try ArchiveSource(source, as: Path.name(of: destination))
    } catch {
      throw CommandError(error.description)
    }
    var options = ["-xmf", "-"]
    if call.flags.isSet("no-preserve") {
      options = ["--no-same-permissions", "--no-same-owner"] + options
    }
    let parent = Path.parent(of: destination)
    let printer = call.printer
    let status = try exec(
      call, pod, ["tar"] + options + (parent == "." ? [] : ["-C", parent]),
      .pieces { () throws(CommandError) in
        do throws(SystemError) {
          return try archive.next()
        } catch {
          throw CommandError(error.description)
        }
      }
    ) { isError, bytes in
      if isError { printer.errBytes(bytes) } else { printer.outBytes(bytes) }
    }
    try ProgramStream.check(status)
  }

  private static func download(
    _ call: Call, _ source: Place, _ target: String
  ) throws(CommandError) {
    let pod = try pod(source, call)
    let path = trimmed(source.path)
    var destination = trimmed(target)
    if Files.isDirectory(destination) {
      let name = Path.name(of: path)
      if name != "." && !name.isEmpty { destination += "/\(name)" }
    }
    let printer = call.printer
    let unpacking = Unpacking(
      prefix: String(path.drop { $0 == "/" }), destination: destination,
      preserves: !call.flags.isSet("no-preserve"), warn: { call.warn("warning: \($0)") })
    let status = try exec(call, pod, ["tar", "cf", "-", path], .none) {
      (isError, bytes) throws(CommandError) in
      if isError {
        printer.errBytes(bytes)
      } else {
        try unpacking.take(bytes)
      }
    }
    try ProgramStream.check(status)
    try unpacking.finish()
  }

  private static func pod(_ place: Place, _ call: Call) throws(CommandError) -> Value {
    let client = try call.client()
    let pod = try asking { () throws(ClientError) in
      try client.get(.pods, place.pod ?? "", namespace: place.namespace)
    }
    let phase = pod["status", "phase"]?.string ?? ""
    guard phase != "Succeeded", phase != "Failed" else {
      throw CommandError(
        "cannot exec into a container in a completed pod; current phase is \(phase)")
    }
    return pod
  }

  private static func exec(
    _ call: Call, _ pod: Value, _ command: [String], _ input: ProgramStream.Input,
    _ output: @escaping (_ isError: Bool, [UInt8]) throws(CommandError) -> Void
  ) throws(CommandError) -> Value {
    try ProgramStream.run(
      call, pod, "exec",
      query: command.map { .init("command", $0) }
        + [.init("container", try PodTarget.container(of: pod, call))],
      input: input, output: output)
  }

  /// A path without slashes at its end.
  private static func trimmed(_ path: String) -> String {
    let cut = String(path.reversed().drop { $0 == "/" }.reversed())
    return cut.isEmpty ? "/" : cut
  }
}

/// Files of this machine as an archive, piece by piece.
private struct ArchiveSource {
  private var waiting: [(path: String, name: String)]
  private var file: FileDescriptor?
  private var left = 0
  private var size = 0
  private var hasEnded = false

  init(_ path: String, as name: String) throws(SystemError) {
    waiting = [(path, name)]
  }

  /// The next piece; an empty one at the end.
  mutating func next() throws(SystemError) -> [UInt8] {
    if let file {
      let bytes = try file.read(atMost: min(left, 32_768)) ?? []
      guard !bytes.isEmpty else {
        throw SystemError(.inputOutput, attempt: "read a file that became shorter meanwhile")
      }
      left -= bytes.count
      if left > 0 { return bytes }
      self.file = nil
      return bytes + Tar.padding(size)
    }
    guard !waiting.isEmpty else {
      defer { hasEnded = true }
      return hasEnded ? [] : Tar.end
    }
    let (path, name) = waiting.removeFirst()
    var entry = Tar.Entry(
      name: name, kind: .file, size: 0, mode: Files.permissions(path) ?? 0o644,
      modified: Int(Files.modified(path)?.seconds ?? 0))
    switch Files.kind(path) {
    case .link: entry.kind = .link(to: try Files.linkTarget(path))
    case .directory:
      entry.kind = .folder
      waiting = try Files.list(path).map { ("\(path)/\($0)", "\(name)/\($0)") } + waiting
    case .file:
      let opened = try FileDescriptor.reading(path)
      entry.size = Files.size(path) ?? 0
      if entry.size > 0 { (file, left, size) = (opened, entry.size, entry.size) }
    // Sockets and devices have no content to copy.
    case .socket, .other, nil: return waiting.isEmpty ? Tar.end : try next()
    }
    return Tar.header(entry)
  }
}

/// Files from an archive, put below a destination and nowhere else.
private final class Unpacking {
  private let prefix: String
  private let destination: String
  private let preserves: Bool
  private let warn: (String) -> Void
  private var reader = TarReader()
  private var file: FileDescriptor?
  private var path = ""
  private var mode: UInt32 = 0

  init(
    prefix: String, destination: String, preserves: Bool, warn: @escaping (String) -> Void
  ) {
    self.prefix = prefix
    self.destination = destination
    self.preserves = preserves
    self.warn = warn
  }

  func take(_ bytes: [UInt8]) throws(CommandError) {
    reader.feed(bytes)
    do {
      while let event = try reader.next() {
        switch event {
        case .entry(let entry): try begin(entry)
        case .content(let bytes): try file?.writeAll(bytes)
        case .endOfEntry:
          if file != nil, preserves { try Files.setPermissions(path, mode & 0o777) }
          file = nil
        }
      }
    } catch let error as TarError {
      throw CommandError("tar contents corrupted: \(error.reason)")
    } catch let error as CommandError {
      throw error
    } catch {
      throw CommandError("\(error)")
    }
  }

  /// The program has ended; so must the archive have.
  func finish() throws(CommandError) {
    guard reader.isComplete else {
      throw CommandError("tar contents corrupted: the archive ends in the middle")
    }
  }

  private func begin(_ entry: Tar.Entry) throws {
    let clean = String(entry.name.drop { $0 == "/" || $0 == "." && entry.name.hasPrefix("./") })
    let wanted = prefix == "." ? "" : prefix
    guard clean.hasPrefix(wanted) else {
      throw CommandError("tar contents corrupted: \(entry.name) is not below \(prefix)")
    }
    let rest = clean.dropFirst(wanted.count).drop { $0 == "/" }.split(separator: "/")
    guard !rest.contains("..") else {
      return warn("file \"\(entry.name)\" is outside target destination, skipping")
    }
    path = ([destination] + rest.map(String.init)).joined(separator: "/")
    mode = entry.mode
    switch entry.kind {
    case .folder: try Files.makeDirectory(path)
    case .file:
      try Files.makeDirectory(Path.parent(of: path))
      if Files.kind(path) == .link { try Files.removeFile(path) }
      file = try FileDescriptor.writing(path)
    case .link(let target):
      warn("skipping symlink: \"\(path)\" -> \"\(target)\"")
    case .other: warn("skipping \"\(entry.name)\": it is neither a file nor a folder")
    }
  }
}
