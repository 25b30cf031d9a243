import Documents
import Kubernetes
import KubernetesClient
import Platform
import Skupper
import TLS
import YAML

/// `skupper token issue` and `token redeem`.
extension SkupperCommand {
  static func issueToken(_ call: SkupperCall) throws(SkupperError) {
    var check = InputCheck()
    _ = try call.resources(Version2.accessGrants)
    let file = call.words.first ?? ""
    if call.words.isEmpty {
      check.add("file name must be configured")
    } else if call.words.count > 1 {
      check.add("only one argument is allowed for this command")
    } else if file.isEmpty {
      check.add("file name must not be empty")
    } else if Files.isDirectory(file) {
      check.add("token file name is a directory")
    }
    let site = try readySite(call, &check, before: "created")
    if let site, site["status", "endpoints"]?.isEmpty ?? true {
      check.add(
        "You must enable link access for this site before you can create a token.\n"
          + "Use \"skupper site update --enable-link-access\" to enable it.")
    }
    let redemptions = try call.number("redemptions-allowed")
    if redemptions < 1 { check.add("number of redemptions is not valid") }
    let seconds = try call.seconds("expiration-window")
    check.duration(seconds, "expiration time", atLeast: 60)
    check.duration(try call.seconds("timeout"), "timeout", atLeast: 10)
    let cost = check.number(call.text("cost"), "link cost")
    try check.finish()

    let grant = "\(site?.name ?? "")-\(Random.uuid())"
    try call.make(
      Version2.accessGrants,
      call.resource(
        Version2.accessGrants, grant,
        [
          "redemptionsAllowed": Value(redemptions),
          "expirationWindow": Value(Duration.text(seconds)),
        ]))
    call.print("Waiting for token status ...\n")
    let client = try call.client()
    let timeout = Duration.seconds(try call.seconds("timeout"))
    let outcome = try call.asked { () throws(ClientError) in
      try client.wait(Version2.accessGrants, grant, timeout: timeout) {
        $0?.holds("Ready") == true
      }
    }
    guard case .satisfied(let ready?) = outcome else {
      throw SkupperError(
        "Grant \"\(grant)\" not ready yet, check the status for more information\n")
    }
    try write(token(of: ready, cost: cost, call), to: file)
    call.print(
      Version2.issued(grant, file: file, redemptions: redemptions, seconds: seconds))
  }

  private static func token(of grant: Value, cost: Int, _ call: SkupperCall) -> Value {
    call.resource(
      Version2.accessTokens, grant.name,
      [
        "ca": grant["status", "ca"] ?? "", "code": grant["status", "code"] ?? "",
        "linkCost": Value(cost), "url": grant["status", "url"] ?? "",
      ])
  }

  /// The site of the namespace when it is ready.
  private static func readySite(
    _ call: SkupperCall, _ check: inout InputCheck, before verb: String
  ) throws(SkupperError) -> Value? {
    let sites = try call.resources(Version2.sites)
    if sites.isEmpty {
      check.add(
        "A site must exist in namespace \(try call.namespace()) before a token can be \(verb)")
      return nil
    }
    let ready = sites.first { $0.holds("Ready") }
    if ready == nil { check.add("there is no active skupper site in this namespace") }
    return ready
  }

  static func redeemToken(_ call: SkupperCall) throws(SkupperError) {
    var check = InputCheck()
    _ = try call.resources(Version2.accessTokens)
    let file = call.words.first ?? ""
    if call.words.isEmpty {
      check.add("token file name must be configured")
    } else if call.words.count > 1 {
      check.add("only one argument is allowed for this command")
    } else if file.isEmpty {
      check.add("file name must not be empty")
    }
    _ = try readySite(call, &check, before: "redeemed")
    check.duration(try call.seconds("timeout"), "timeout", atLeast: 10)
    var text = ""
    if !file.isEmpty {
      do {
        text = try Files.readText(file)
      } catch {
        check.add("token file does not exist: stat \(file): \(error.code.words)")
      }
    }
    try check.finish()
    let token = try parse(token: text, file: file)
    try call.make(Version2.accessTokens, token)
    call.print("Waiting for token status ...\n")
    let client = try call.client()
    let timeout = Duration.seconds(try call.seconds("timeout"))
    let outcome = try call.asked { () throws(ClientError) in
      try client.wait(Version2.accessTokens, token.name, timeout: timeout) { token in
        // What was refused for good is not worth the rest of the wait.
        token?["status", "redeemed"] == true
          || token?.condition("Redeemed")?["reason"] == "Error"
      }
    }
    guard case .satisfied(let found?) = outcome, found["status", "redeemed"] == true else {
      var reason: String?
      switch outcome {
      case .satisfied(let found), .timedOut(let found):
        reason = found?["status", "message"]?.string
      }
      throw SkupperError(
        "Token \"\(token.name)\" redeem not ready yet"
          + (reason.map { ": \($0)" } ?? ", check the status for more information") + "\n")
    }
    call.print("Token \"\(token.name)\" has been redeemed\n")
    if call.profile.version2?.tellsToDeleteToken == true {
      call.print("You can now safely delete \(file)\n")
    }
  }

  /// The token of a file; a file of another kind is told what it is.
  private static func parse(token text: String, file: String) throws(SkupperError) -> Value {
    let document: Value
    do {
      document = try YAML.parse(text, file: file)
    } catch {
      throw .invalid(["token file is not valid: \(error)"])
    }
    let kind = document["kind"]?.string ?? ""
    guard kind == "AccessToken", !document.name.isEmpty else {
      let isEarlier = document.labels[Label.type] != nil
      throw .invalid([
        isEarlier
          ? "token file is not valid: \(file) holds a token of version 1, and sites of version 1 "
            + "and version 2 cannot be linked"
          : "token file is not valid: \(file) holds "
            + (kind.isEmpty ? document.kindName : "a resource of kind \(kind)")
            + " where an AccessToken should be"
      ])
    }
    return [
      "apiVersion": Value(Version2.apiVersion), "kind": "AccessToken",
      "metadata": ["name": Value(document.name)], "spec": document["spec"] ?? [:],
    ]
  }
}
