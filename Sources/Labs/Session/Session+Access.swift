import Emulation
import HTTP
import KubernetesClient
import Platform
import Shells
import Sites

/// How what runs in a session is reached from outside its terminals.
extension Session {
  /// A client of a site's API as its person.
  package func client(of site: String) throws(LabError) -> KubernetesClient {
    do {
      return try KubernetesClient(kubeconfig: folder.kubeconfig(ofSite: site))
    } catch {
      throw LabError(.environment, "The site \(site) can't be reached: \(error)")
    }
  }

  /// What each terminal that was used shows, with what has scrolled away, by the terminal's name.
  package func transcripts() async -> [String: String] {
    var texts: [String: String] = [:]
    for (name, shell) in shells { texts[name] = await shell.screen.text }
    return texts
  }

  /// The process of a site.
  package func handle(of site: String) -> SiteHandle? { sites[site] }

  /// The address of a site's node, where its ingress listens.
  package func nodeAddress(of site: String) -> String? {
    configurations[site]?.nodeAddress
  }

  /// The authority that signed a site's certificates.
  package func authority(of site: String) throws -> String {
    try Kubeconfig(file: folder.kubeconfig(ofSite: site)).access().authority ?? ""
  }

  /// The address of a host, which its own programs listen at; nothing for other names.
  /// - Parameter place: the host that asks, which `localhost` is; the first one without it.
  package func address(ofHost name: String, from place: String? = nil) -> String? {
    if name == "localhost" || name == "127.0.0.1" {
      return loopback(of: place ?? hostNames.first ?? "")
    }
    guard hosts[name] != nil else { return nil }
    return (try? network(of: name, plan.site(ofHost: name)))?.address
  }

  /// The port at which a site's ingress really listens: those below 1024 move where they can't be
  /// bound.
  package func reachablePort(_ port: Int, at address: String) -> Int {
    guard port < 1024 else { return port }
    return PortProbe.canListen(address: "127.255.255.253", port: port) ? port : port + 8000
  }

  /// Where a name of the lab's routes leads: an address and the ports of its ingress.
  package func resolve(_ name: String) -> String? {
    let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
    if numbers.count == 4, numbers.allSatisfy({ UInt8($0) != nil }) { return name }
    for file in (try? Files.list(folder.dns)) ?? [] where file.hasSuffix(".hosts") {
      let text = (try? Files.readText("\(folder.dns)/\(file)")) ?? ""
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        if words.dropFirst().contains(where: { $0 == name }) { return String(words[0]) }
      }
    }
    return nil
  }
}
