import Documents
import Kubernetes
import KubernetesClient
import Platform
import Sites

extension RunningSessions {
  /// The pods of a site as lines: name, readiness, state.
  package static func pods(_ entry: Entry, site: String) -> [String] {
    do {
      let client = try KubernetesClient(
        kubeconfig: entry.folder.kubeconfig(ofSite: site), timeout: .seconds(2))
      let pods = try client.list(.pods, everywhere: true)
      if pods.isEmpty { return ["no pods"] }
      return pods.map { pod in
        let statuses = pod["status", "containerStatuses"]?.array ?? []
        let ready = statuses.count { $0["ready"]?.bool == true }
        let phase = pod["status", "phase"]?.string ?? "Unknown"
        return "\(pod.namespace ?? "")/\(pod.name)  \(ready)/\(statuses.count)  \(phase)"
      }
    } catch {
      return ["does not answer: \(error)"]
    }
  }

  /// Becomes a shell on a host of a running session.
  /// - Parameters:
  ///   - name: the site or host.
  ///   - command: what to run in place of an interactive shell.
  package static func enter(_ name: String, command: String?) throws -> Never {
    guard let entry = having(name) else {
      throw LabError(
        .input, "No running session has a site or host \(name); 'trestle ps' shows what runs.")
    }
    if let variables = entry.folder.environment(of: name) {
      try become(variables, root: entry.folder.host(name), command)
    }
    let site = try site(of: name, entry)
    let directory = entry.folder.site(site)
    let configuration = try SiteConfiguration.read(directory: directory)
    let hosts = entry.folder.hostSites.filter { $0.value == site }.keys.sorted()
    let host = hosts.contains(name) ? name : hosts.first ?? site
    let root = entry.folder.host(host)
    let own = "\(root)/root/.kube/config"
    var variables = try HostEnvironment.variables(
      site: configuration, directory: directory, host: 100, name: host, root: root,
      kubeconfig: Files.exists(own) ? own : entry.folder.kubeconfig(ofSite: site))
    variables["TRESTLE_SESSION_FOLDER"] = entry.folder.path
    variables["TRESTLE_SKUPPER_PROFILE"] = configuration.profiles["skupper"] ?? "1.3"
    variables["TRESTLE_OPENSHIFT_PROFILE"] = configuration.profiles["openshift"] ?? "4.12"
    try become(variables, root: root, command)
  }

  private static func become(
    _ environment: [String: String], root: String, _ command: String?
  ) throws -> Never {
    var variables = environment
    variables["TERM"] = Environment["TERM"] ?? "xterm-256color"
    // A person's shell ends with its terminal, not with the session's keeper.
    variables["TRESTLE_SESSION"] = nil
    let arguments = command.map { ["-c", $0] } ?? ["--noprofile", "--norc", "-i"]
    let launch = ProcessLaunch(
      "/bin/bash", arguments, environment: variables, directory: root)
    try Executable.replace(with: launch)
  }

  /// The site that a name stands for: its own, or that of a host.
  private static func site(of name: String, _ entry: Entry) throws -> String {
    if entry.description.sites.contains(name) { return name }
    let hosts = entry.folder.hostSites
    if let site = hosts[name] { return site }
    throw LabError(.input, "The session \(entry.folder.identifier) has no host \(name).")
  }
}

/// Names that a site can have.
package enum SiteNames {
  /// Whether a name can stand in host names and paths.
  package static func isValid(_ name: String) -> Bool { Names.isLabel(name) && name.count <= 20 }
}
