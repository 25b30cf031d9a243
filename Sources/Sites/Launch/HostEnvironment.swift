/// The environment of a terminal on a host of a site.
import Platform

package enum HostEnvironment {
  /// The programs that a host has as links to the one executable.
  package static let programs = ["oc", "kubectl", "skupper", "trestle"]

  /// The variables of a terminal's shell.
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
    let bin = "\(root)/usr/local/bin"
    for folder in ["root", "home", "tmp", "usr/local/bin"] {
      try Files.makeDirectory("\(root)/\(folder)")
    }
    for program in programs { try Files.link("\(bin)/\(program)", to: executable) }
    let lowPorts =
      PortProbe.canListen(address: "127.\(site.block).255.253", port: 443) ? 0 : 8000
    var variables = NetworkVariables(
      library: library, address: "127.\(site.block).0.\(10 + host)", block: site.block,
      lowPorts: lowPorts, kind: .host,
      hosts: [HostsFiles.path(directory: directory, namespace: site.namespace), site.dns]
    ).variables
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
    variables["TRESTLE_SESSION"] = site.session
    variables["TRESTLE_HOST"] = name
    variables["TRESTLE_ROOT"] = root
    return variables
  }

  /// The prompt of a host's shell.
  package static func prompt(_ name: String) -> String { "[root@\(name) \\W]$ " }
}
