/// The environment of a terminal on a host of a site.
import Platform

package enum HostEnvironment {
  /// The programs that a host has as links to the one executable.
  package static let programs = ["oc", "kubectl", "skupper", "crc", "trestle"]

  /// Where a host is: in the network of its site, or in one of its own.
  package enum Network: Sendable {
    /// Names and addresses of the site, as its `number`th host, counted from 0.
    case site(SiteConfiguration, directory: String, number: Int)
    /// A block of its own: of sites it reaches what the outside reaches, by the names of a folder.
    case own(block: Int, names: String, session: String)

    private var block: Int {
      switch self {
      case .site(let site, _, _): site.block
      case .own(let block, _, _): block
      }
    }

    var session: String {
      switch self {
      case .site(let site, _, _): site.session
      case .own(_, _, let session): session
      }
    }

    /// The host's address.
    package var address: String {
      switch self {
      case .site(let site, _, let number): "127.\(site.block).0.\(10 + number)"
      case .own(let block, _, _): "127.\(block).0.10"
      }
    }

    func variables(library: String?, ownsLoopback: Bool) -> NetworkVariables {
      let lowPorts = PortProbe.canListen(address: "127.\(block).255.253", port: 443) ? 0 : 8000
      let hosts =
        switch self {
        case .site(let site, let directory, _):
          [HostsFiles.path(directory: directory, namespace: site.namespace), site.dns]
        case .own(_, let names, _): [names]
        }
      return NetworkVariables(
        library: library, address: address, block: block, lowPorts: lowPorts, kind: .host,
        hosts: hosts, ownsLoopback: ownsLoopback)
    }
  }

  /// The variables of a terminal's shell on a host of a site.
  /// - Parameters:
  ///   - site: the configuration of the site that the host belongs to.
  ///   - directory: the site's folder.
  ///   - host: the number of the host within the site, from 0.
  ///   - root: the folder that stands for `/` on the host; made with what belongs in it.
  ///   - kubeconfig: the file by which the host reaches the site.
  ///   - executable: the program behind the host's commands.
  package static func variables(
    site: SiteConfiguration, directory: String, host: Int, name: String, root: String,
    kubeconfig: String, executable: String = Executable.path,
    library: String? = Site.Surroundings.own.networkLibrary
  ) throws(SystemError) -> [String: String] {
    try variables(
      network: .site(site, directory: directory, number: host), name: name, root: root,
      kubeconfig: kubeconfig, executable: executable, library: library)
  }

  /// The variables of a terminal's shell.
  /// - Parameters:
  ///   - root: the folder that stands for `/` on the host; made with what belongs in it.
  ///   - kubeconfig: the file by which the host reaches sites.
  ///   - ownsLoopback: whether 127.0.0.1 is the host's own, so that hosts of several sessions can
  ///     listen on the same port; else it is the machine's.
  ///   - executable: the program behind the host's commands.
  package static func variables(
    network: Network, name: String, root: String, kubeconfig: String, ownsLoopback: Bool = false,
    executable: String = Executable.path,
    library: String? = Site.Surroundings.own.networkLibrary
  ) throws(SystemError) -> [String: String] {
    let bin = "\(root)/usr/local/bin"
    for folder in ["root", "home", "tmp", "usr/local/bin"] {
      try Files.makeDirectory("\(root)/\(folder)")
    }
    for program in programs { try Files.link("\(bin)/\(program)", to: executable) }
    var variables = network.variables(library: library, ownsLoopback: ownsLoopback).variables
    let path = Environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    variables["PATH"] = "\(bin):\(path)"
    variables["HOME"] = "\(root)/root"
    variables["TMPDIR"] = "\(root)/tmp"
    variables["KUBECONFIG"] = kubeconfig
    variables["USER"] = "root"
    variables["LOGNAME"] = "root"
    variables["HOSTNAME"] = name
    variables["TERM"] = "xterm-256color"
    variables["LANG"] = Environment["LANG"] ?? "C.UTF-8"
    variables["SHELL"] = "/bin/bash"
    variables["PS1"] = prompt(name)
    variables["TRESTLE_SESSION"] = network.session
    variables["TRESTLE_HOST"] = name
    variables["TRESTLE_ROOT"] = root
    return variables
  }

  /// The prompt of a host's shell.
  package static func prompt(_ name: String) -> String { "[root@\(name) \\W]$ " }
}
