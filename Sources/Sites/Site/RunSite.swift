/// The role of a process that is a site: `trestle site --directory DIR --ready-fd N`.
import Kubernetes
import Platform

/// Runs the site of a folder until it is asked to end.
/// - Parameter images: the images that every site has.
/// - Returns: 0 after a request to end, 2 for wrong arguments, 3 when the site cannot start.
package func runSite(arguments: [String], images: [ImageDescription]) async -> Int32 {
  let options = RoleArguments(arguments)
  let report = options.values["ready-fd"].flatMap { Int32($0) }
    .map { FileDescriptor(takingOwnership: $0) }
  func fail(_ reason: String, _ code: Int32) -> Int32 {
    try? report?.writeAll("failed: \(reason)\n")
    try? StandardStream.error.writeAll("trestle site: \(reason)\n")
    return code
  }
  guard let directory = options.values["directory"] else {
    return fail("Name the site's folder with --directory.", 2)
  }
  do {
    if let parent = options.values["parent"].flatMap({ Int32($0) }) {
      try DieWithParent.arm(parent: parent, forGood: true)
    }
    let requests = try Signals.stream(Signals.requestsToEnd)
    guard case .acquired(let lock) = try FileLock.acquire("\(directory)/lock") else {
      return fail("Another process runs the site in \(directory).", 3)
    }
    defer { lock.release() }
    let site = try await Site.start(directory: directory, images: images)
    try? report?.writeAll("ready\n")
    report?.close()
    for await _ in requests { break }
    await site.stop()
    return 0
  } catch {
    return fail("\(error)", 3)
  }
}

/// The options of a role that only the system uses: `--name value`, and words after `--`.
struct RoleArguments {
  private(set) var values: [String: String] = [:]
  private(set) var rest: [String] = []

  init(_ arguments: [String]) {
    var index = 0
    while index < arguments.count {
      let word = arguments[index]
      if word == "--" {
        rest = Array(arguments[(index + 1)...])
        return
      }
      if word.hasPrefix("--"), index + 1 < arguments.count {
        values[String(word.dropFirst(2))] = arguments[index + 1]
        index += 1
      }
      index += 1
    }
  }
}
