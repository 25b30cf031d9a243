import Documents
import Kubernetes
import KubernetesClient
import Platform

/// Where a command prints.
package struct Printer: Sendable {
  package let out: @Sendable (String) -> Void
  package let err: @Sendable (String) -> Void
  /// Prints what need not be text to standard output.
  package private(set) var outBytes: @Sendable ([UInt8]) -> Void
  /// Prints what need not be text to standard error.
  package private(set) var errBytes: @Sendable ([UInt8]) -> Void

  package init(out: @escaping @Sendable (String) -> Void, err: @escaping @Sendable (String) -> Void)
  {
    self.out = out
    self.err = err
    outBytes = { out(String(decoding: $0, as: UTF8.self)) }
    errBytes = { err(String(decoding: $0, as: UTF8.self)) }
  }

  /// Standard output and standard error.
  package static let standard = {
    var printer = Printer(
      out: { try? StandardStream.output.writeAll($0) },
      err: { try? StandardStream.error.writeAll($0) })
    printer.outBytes = { try? StandardStream.output.writeAll($0) }
    printer.errBytes = { try? StandardStream.error.writeAll($0) }
    return printer
  }()
}

/// One call of `oc` or `kubectl`: who was called, with what, in which surroundings.
package final class Call {
  /// `oc` or `kubectl`.
  package let program: String
  /// The verb, as in `get` or `create route`.
  package let verb: String
  package let flags: ParsedFlags
  package let environment: [String: String]
  package let printer: Printer
  private let warnings = WarningPrinter()
  private var madeClient: KubernetesClient?
  private var foundTypes: [ResourceType]?
  private var loadedConfiguration: KubeconfigFiles?

  package init(
    program: String, verb: String, flags: ParsedFlags, environment: [String: String],
    printer: Printer
  ) {
    self.program = program
    self.verb = verb
    self.flags = flags
    self.environment = environment
    self.printer = printer
  }

  package var words: [String] { flags.positionals }
  package var isOpenShiftTool: Bool { program == "oc" }

  package func print(_ line: String) { printer.out(line + "\n") }
  package func warn(_ line: String) { printer.err(line + "\n") }

  /// The configuration files in effect.
  package func configuration() throws(CommandError) -> KubeconfigFiles {
    if let loadedConfiguration { return loadedConfiguration }
    let loaded = try KubeconfigFiles.load(explicit: flags["kubeconfig"], environment: environment)
    loadedConfiguration = loaded
    return loaded
  }

  /// The namespace that the call is about.
  package func namespace() throws(CommandError) -> String {
    if let namespace = flags["namespace"] { return namespace }
    let config = try configuration().merged
    let context = (flags["context"] ?? config.currentContext).flatMap { config.context($0) }
    return context?.namespace ?? "default"
  }

  /// The client for the call's context and namespace.
  package func client() throws(CommandError) -> KubernetesClient {
    if let madeClient { return madeClient }
    let configuration = try configuration().merged
    let namespace = try namespace()
    let warnings = warnings
    let printer = printer
    let made = try asking { () throws(ClientError) in
      try KubernetesClient(
        try Trust.access(configuration, context: flags["context"], environment),
        namespace: namespace,
        restartPatience: SiteRestart.patience(environment)
      ) { text in
        if warnings.isNew(text) { printer.err("Warning: \(text)\n") }
      }
    }
    madeClient = made
    return made
  }

  /// The types that the site serves, asked for once.
  package func types() throws(CommandError) -> [ResourceType] {
    if let foundTypes { return foundTypes }
    let client = try client()
    let found = try asking { () throws(ClientError) in try client.types() }
    foundTypes = found
    return found
  }

  /// The type of that name, in any of its spellings. What every site has is known; for the rest
  /// the site is asked.
  package func type(_ word: String) throws(CommandError) -> ResourceType {
    if let type = ResourceType.named(word) { return type }
    guard let type = try types().named(word) else {
      throw CommandError("the server doesn't have a resource type \"\(word)\"")
    }
    return type
  }

  /// The release whose wording the command prints.
  package var release: OpenShiftRelease {
    OpenShiftRelease.named(environment["TRESTLE_OPENSHIFT_PROFILE"])
  }

  /// Says what releases from 4.14 on say wherever deployment configs are looked for.
  func warnOfDeploymentConfigs() {
    guard isOpenShiftTool, release.deprecatesDeploymentConfigs else { return }
    warn(
      "Warning: apps.openshift.io/v1 DeploymentConfig is deprecated in v4.14+, unavailable in "
        + "v4.10000+")
  }

  /// The time that ages are counted to.
  package var now: Timestamp { Timestamp(seconds: Int(WallTime.now().seconds)) }
}
