import Documents
import Kubernetes
import KubernetesClient
import Skupper

/// `skupper link generate`, `update`, `status` and `delete`.
extension SkupperCommand {
  static func showLinks(_ call: SkupperCall) throws(SkupperError) {
    var check = InputCheck()
    let links = try call.resources(Version2.links)
    if try call.resources(Version2.sites).isEmpty {
      check.add("there is no skupper site available")
    }
    if call.words.count > 1 { check.add("this command only accepts one argument") }
    call.checkOutput(&check)
    try check.finish()
    guard let name = call.words.first else {
      if call.flags["output"] != nil, !links.isEmpty {
        call.printResources(links)
      } else {
        call.print(Version2.linkTable(links))
      }
      return
    }
    guard let link = links.first(where: { $0.name == name }) else {
      throw SkupperError("links.skupper.io \"\(name)\" not found")
    }
    if call.flags["output"] != nil {
      call.printResources([link])
    } else {
      call.print(Version2.linkText(link))
    }
  }

  static func deleteVersion2Link(_ call: SkupperCall) throws(SkupperError) {
    var check = InputCheck()
    let name = try chosenLink(call, &check)
    check.duration(try call.seconds("timeout"), "timeout", atLeast: 10)
    try check.finish()
    try call.remove(Version2.links, name)
    try call.awaitEnd(of: Version2.links, name, done: "Link \"\(name)\" is deleted")
  }

  static func updateLink(_ call: SkupperCall) throws(SkupperError) {
    var check = InputCheck()
    let name = try chosenLink(call, &check)
    let credentials = call.flags["tls-credentials"]
    if let credentials, try call.find(.secrets, credentials) == nil {
      check.add("the TLS secret \"\(credentials)\" is not available in the namespace")
    }
    let cost = check.number(call.text("cost"), "link cost")
    let hasCost = call.flags.isGiven("cost")
    try call.checkWaiting(&check)
    try check.finish()
    let client = try call.client()
    try call.asked { () throws(ClientError) in
      try client.edit(Version2.links, name) { link in
        if hasCost { link["spec", "cost"] = Value(cost) }
        if let credentials { link["spec", "tlsCredentials"] = Value(credentials) }
      }
    }
    try call.await(
      Version2.links, name, "Waiting for update to complete...", done: "Link \"\(name)\" is updated"
    )
  }

  private static func chosenLink(
    _ call: SkupperCall, _ check: inout InputCheck
  ) throws(SkupperError) -> String {
    let links = try call.resources(Version2.links)
    if try call.resources(Version2.sites).isEmpty {
      check.add("there is no skupper site in this namespace")
    }
    let name = call.words.first ?? ""
    if name.isEmpty {
      check.add("link name must not be empty")
    } else if call.words.count > 1 {
      check.add("only one argument is allowed for this command")
    } else if !links.contains(where: { $0.name == name }) {
      check.add("the link \"\(name)\" is not available in the namespace")
    }
    return name
  }

  /// Prints what another site needs to link to this one.
  static func generateLink(_ call: SkupperCall) throws(SkupperError) {
    var check = InputCheck()
    let sites = try call.resources(Version2.sites)
    let site = sites.first { $0.holds("Ready") }
    if sites.isEmpty {
      check.add("there is no skupper site in this namespace")
    } else if site == nil {
      check.add("there is no active skupper site in this namespace")
    }
    if !call.words.isEmpty { check.add("arguments are not allowed in this command") }
    let given = call.text("tls-credentials")
    let makesCredential = call.isSet("generate-credential")
    if given.isEmpty, !makesCredential {
      check.add("the TLS secret name was not specified")
    } else if !given.isEmpty {
      check.name(given, "the name of the tls secret")
    }
    let cost = check.number(call.text("cost"), "link cost")
    call.checkOutput(&check)
    check.duration(try call.seconds("timeout"), "timeout", atLeast: 10)
    try check.finish()
    guard let site, let endpoints = site["status", "endpoints"], !endpoints.isEmpty else {
      throw SkupperError(
        "A link cannot be generated because link access is not enabled. \n Use "
          + "\"skupper site update --enable-link-access\" to enable it.")
    }
    let name = "link-\(site.name)"
    let credentials = given.isEmpty ? name : given
    let link = call.resource(
      Version2.links, name,
      ["cost": Value(cost), "endpoints": endpoints, "tlsCredentials": Value(credentials)])
    if makesCredential {
      call.printResources([try credential(credentials, of: site, call), link])
    } else {
      call.printResources([link])
    }
  }

  /// The Secret of a certificate that is made for a link.
  private static func credential(
    _ name: String, of site: Value, _ call: SkupperCall
  ) throws(SkupperError) -> Value {
    if try call.find(Version2.certificates, name) == nil {
      try call.make(
        Version2.certificates,
        call.resource(
          Version2.certificates, name,
          [
            "ca": site["status", "defaultIssuer"] ?? "", "client": true, "subject": Value(name),
          ]))
    }
    let client = try call.client()
    let timeout = Duration.seconds(try call.seconds("timeout"))
    let outcome = try call.asked { () throws(ClientError) in
      try client.wait(.secrets, name, timeout: timeout) { $0?.secretText("tls.key") != nil }
    }
    guard case .satisfied(let secret?) = outcome else {
      throw SkupperError(
        "TLS secret \"\(name)\" not ready yet, check the status for more information\n")
    }
    return [
      "apiVersion": "v1", "data": secret["data"] ?? [:], "kind": "Secret",
      "metadata": ["name": Value(name)], "type": "kubernetes.io/tls",
    ]
  }
}
