/// What a site knows of a container image: the local program that stands for it, and what a
/// registry would tell about it.
import Documents

package struct ImageDescription: Hashable, Sendable {
  /// The name without tag or digest, as in `quay.io/skupper/skupper-router`.
  package var repository: String
  /// The seven hexadecimal letters that commands show.
  package var identifier: String
  /// How old commands say it is.
  package var createdDaysAgo: Int
  /// The ports that it declares.
  package var ports: [Int]
  /// The program and its arguments; `@trestle` as the first word stands for the running executable.
  package var command: [String]
  /// What it sets in the environment of its processes.
  package var environment: [String: String]
  /// The name for people, where the image has one.
  package var displayName: String?
  /// What it is, in a sentence.
  package var summary: String?
  /// Words to find it by.
  package var tags: [String]

  /// Describes an image; without an identifier one is made from the repository, always the same.
  package init(
    repository: String, identifier: String? = nil, createdDaysAgo: Int = 150, ports: [Int] = [],
    command: [String], environment: [String: String] = [:], displayName: String? = nil,
    summary: String? = nil, tags: [String] = []
  ) {
    self.repository = repository
    self.identifier = identifier ?? ImageDescription.identifier(of: repository)
    self.createdDaysAgo = createdDaysAgo
    self.ports = ports
    self.command = command
    self.environment = environment
    self.displayName = displayName
    self.summary = summary
    self.tags = tags
  }

  /// Reads a description from a document; nothing without a repository.
  package init?(_ document: Value) {
    guard let repository = document["repository"]?.string, !repository.isEmpty else { return nil }
    let command = document["command"] ?? document["run"] ?? .null
    self.init(
      repository: ImageName(repository).repository,
      identifier: document["identifier"]?.string,
      createdDaysAgo: document["createdDaysAgo"]?.integer ?? 150,
      ports: document["ports"]?.array?.compactMap(\.integer) ?? [],
      command: command.array?.compactMap(\.scalarText) ?? command.string.map { [$0] } ?? [],
      environment: document["environment"]?.object?.texts ?? [:],
      displayName: document["displayName"]?.string, summary: document["summary"]?.string,
      tags: document["tags"]?.array?.compactMap(\.string) ?? [])
  }

  /// The description as a document, without what it does not say.
  package var value: Value {
    var document: Value = [
      "repository": Value(repository), "identifier": Value(identifier),
      "createdDaysAgo": Value(createdDaysAgo), "ports": .array(ports.map { Value($0) }),
      "command": Value(command), "environment": Value(environment), "tags": Value(tags),
    ]
    if let displayName { document["displayName"] = Value(displayName) }
    if let summary { document["summary"] = Value(summary) }
    return document
  }

  private static func identifier(of repository: String) -> String {
    String(digest(of: repository).prefix(7))
  }

  /// The digest under which a registry would hold the image: 64 hexadecimal letters that begin
  /// with the identifier.
  package var digest: String {
    identifier + ImageDescription.digest(of: repository).dropFirst(identifier.utf8.count)
  }

  private static func digest(of text: String) -> String {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    var digits = ""
    for _ in 0..<4 {
      hash = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
      let part = String(hash ^ (hash >> 32), radix: 16)
      digits += String(repeating: "0", count: 16 - part.utf8.count) + part
    }
    return digits
  }
}

/// The parts of an image's name as people write it: `registry/path:tag@digest`.
package struct ImageName: Hashable, Sendable {
  /// The name without tag or digest.
  package let repository: String
  /// What follows the colon.
  package let tag: String?
  /// What follows the at sign, as in `sha256:…`.
  package let digest: String?

  /// Takes a name apart.
  package init(_ text: String) {
    let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let name = halves[0]
    digest = halves.count == 2 ? String(halves[1]) : nil
    let slash = name.lastIndex(of: "/") ?? name.startIndex
    if let colon = name[slash...].lastIndex(of: ":") {
      repository = String(name[..<colon])
      tag = String(name[name.index(after: colon)...])
    } else {
      repository = String(name)
      tag = nil
    }
  }

  /// The last part of the path, which names containers and applications.
  package var shortName: String {
    repository.split(separator: "/").last.map(String.init) ?? repository
  }
}

extension [ImageDescription] {
  /// The image that a name in a pod means, whatever its tag; a name without registry also finds
  /// the image of the public hub, and the latest description of a repository counts.
  package func image(named name: String) -> ImageDescription? {
    let wanted = ImageName(name).repository
    let candidates = [wanted, "docker.io/\(wanted)", "docker.io/library/\(wanted)"]
    for candidate in candidates {
      if let found = last(where: { $0.repository == candidate }) { return found }
    }
    for prefix in ["docker.io/library/", "docker.io/"] where wanted.hasPrefix(prefix) {
      let short = String(wanted.dropFirst(prefix.utf8.count))
      if let found = last(where: { $0.repository == short }) { return found }
    }
    return nil
  }
}

extension Members {
  /// The members that are scalars, as texts.
  fileprivate var texts: [String: String] {
    var texts: [String: String] = [:]
    for (key, value) in self { texts[key] = value.scalarText }
    return texts
  }
}
