import Documents
import Kubernetes
import KubernetesClient
import Platform

/// `edit`: an object in the learner's editor, again and again until the cluster takes it.
enum Edit {
  static let flags = [
    Flag("output", "o", .text, "yaml (the default) or json."),
    Flag("validate", nil, .text, "Accepted; the server validates."),
  ]

  private static let head = """
    # Please edit the object below. Lines beginning with a '#' will be ignored,
    # and an empty file will abort the edit. If an error occurs while saving this file will be
    # reopened with the relevant failures.
    #

    """

  static func run(_ call: Call) throws(CommandError) {
    let (type, name) = try ResourceArguments.one(call.words, call)
    let form = call.flags["output"] ?? "yaml"
    guard form == "yaml" || form == "json" else {
      throw CommandError("The flag 'output' must be one of yaml|json, not \(form)", usage: true)
    }
    let client = try call.client()
    let object = try asking { () throws(ClientError) in try client.get(type, name) }
    let shown = try Output(form).text(object)
    let file = try temporaryFile(form)
    var isKept = false
    defer { if !isKept { try? Files.remove(Path.parent(of: file)) } }
    do throws(CommandError) {
      try edit(call, Subject(type: type, object: object, shown: shown), file)
    } catch {
      if error.text.hasSuffix(Self.kept(file)) { isKept = true }
      throw error
    }
  }

  private struct Subject {
    let type: ResourceType
    let object: Value
    /// The object as the editor first has it.
    let shown: String
  }

  private static func edit(
    _ call: Call, _ subject: Subject, _ file: String
  ) throws(CommandError) {
    let client = try call.client()
    let label = "\(subject.type.groupSingular)/\(subject.object.name)"
    var text = subject.shown
    var complaint: String?
    while true {
      try write(head + comment(complaint) + text, to: file)
      try openEditor(call, file)
      let saved = try read(file)
      if saved.allSatisfy(\.isWhitespace) {
        call.warn("Edit cancelled, saved file was empty.")
        return
      }
      if saved == text {
        guard complaint != nil else {
          call.warn("Edit cancelled, no changes made.")
          return
        }
        throw CommandError(
          verbatim: "error: Edit cancelled, no valid changes were saved.\n" + kept(file))
      }
      text = saved
      guard let edited = Manifests.parse(saved), edited.object != nil else {
        complaint = "The edited file had a syntax error: it is no \(call.flags["output"] ?? "yaml")"
        continue
      }
      guard edited["kind"] == subject.object["kind"], edited.name == subject.object.name,
        edited["apiVersion"] == subject.object["apiVersion"]
      else {
        throw CommandError(
          verbatim: "error: At least one of apiVersion, kind and name was changed\n" + kept(file))
      }
      var original = subject.object
      original["metadata", "managedFields"] = nil
      let patch = MergePatch.between(original, edited)
      guard patch.object?.isEmpty == false else {
        call.warn("Edit cancelled, no changes made.")
        return
      }
      do throws(ClientError) {
        try client.patch(
          subject.type, subject.object.name, patch, namespace: subject.object.namespace)
        call.print("\(label) edited")
        return
      } catch {
        let failure = CommandError(error)
        guard error.status?.code == 422 || error.status?.code == 400 else {
          throw CommandError(verbatim: "\(failure.text)\n" + kept(file))
        }
        call.warn(failure.text)
        complaint = "\(label) was not valid:\n\(failure.text)"
      }
    }
  }

  private static func kept(_ file: String) -> String {
    "A copy of your changes has been stored to \"\(file)\""
  }

  private static func comment(_ complaint: String?) -> String {
    guard let complaint else { return "" }
    return complaint.split(separator: "\n").map { "# \($0)\n" }.joined() + "#\n"
  }

  private static func openEditor(_ call: Call, _ file: String) throws(CommandError) {
    let editor =
      ["KUBE_EDITOR", "EDITOR"].compactMap { call.environment[$0] }.first { !$0.isEmpty } ?? "vi"
    var launch = ProcessLaunch(
      "/bin/sh", ["-c", "\(editor) \"$1\"", "sh", file], environment: call.environment)
    launch.input = .inherit
    do {
      guard try launch.start().waitBlocking().isSuccess else {
        throw CommandError("there was a problem with the editor \"\(editor)\"")
      }
    } catch let error as CommandError {
      throw error
    } catch {
      throw CommandError("unable to launch the editor \"\(editor)\": \(error)")
    }
  }

  private static func temporaryFile(_ form: String) throws(CommandError) -> String {
    do {
      return try Files.makeTemporaryDirectory(prefix: "kubectl-edit-") + "/object.\(form)"
    } catch {
      throw CommandError(error.description)
    }
  }

  private static func write(_ text: String, to file: String) throws(CommandError) {
    do {
      try Files.write(file, Array(text.utf8), mode: 0o600)
    } catch {
      throw CommandError(error.description)
    }
  }

  /// What was saved, without comments.
  private static func read(_ file: String) throws(CommandError) -> String {
    do {
      return try Files.readText(file).split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.hasPrefix("#") }.joined(separator: "\n")
    } catch {
      throw CommandError(error.description)
    }
  }
}

/// JSON merge patches (RFC 7396) made from two documents.
enum MergePatch {
  /// The patch that makes the old document the new one; empty when they are equal.
  static func between(_ old: Value, _ new: Value) -> Value {
    guard let before = old.object, let after = new.object else { return new }
    var patch = Members()
    for (key, value) in after where before[key] != value {
      patch[key] = before[key].map { between($0, value) } ?? value
    }
    for (key, _) in before where after[key] == nil { patch[key] = .null }
    return .object(patch)
  }
}
