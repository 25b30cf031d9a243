import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform

/// What is kept of a test that failed, for whoever looks into it: the report, what every terminal
/// showed, and how every site stood.
///
///     FOLDER/report.json              the whole report
///     FOLDER/terminals/NAME.txt       what the terminal showed
///     FOLDER/terminals/NAME.cast      the same with its times, for players of recordings
///     FOLDER/sites/NAME/pods.txt      and services.txt, events.txt
///     FOLDER/sites/NAME/POD-CONTAINER.log
package struct Evidence: Sendable {
  package let folder: String

  package init(folder: String) { self.folder = folder }

  /// A folder for the evidence of one run in a folder for all of them.
  package static func folder(of report: RunReport, in base: String, session: String) -> String {
    let name = Path.name(of: report.path).split(separator: ".").first.map(String.init) ?? "track"
    return "\(base)/\(name)-\(session)"
  }

  /// Keeps what there is. A site that doesn't answer leaves a file that says so.
  package func keep(_ report: RunReport, of session: Session) async throws {
    try Files.makeDirectory("\(folder)/terminals")
    try Files.write(
      "\(folder)/report.json", text: JSONReport.value(report).json(indent: 2) + "\n")
    for (name, text) in await session.transcripts() {
      let place = "\(folder)/terminals/\(name)"
      try Files.write("\(place).txt", text: report.secrets.masked(text) + "\n")
      let recording = session.folder.recording(of: name)
      if Files.exists(recording) {
        let cast = CastMasking.masked(try Files.readText(recording), by: report.secrets)
        try Files.write("\(place).cast", text: cast)
      }
    }
    for site in session.plan.sites {
      let place = "\(folder)/sites/\(site.name)"
      try Files.makeDirectory(place)
      let kubeconfig = session.folder.kubeconfig(ofSite: site.name)
      do {
        let secrets = report.secrets
        try await Task.detached {
          try Evidence.keep(siteAt: kubeconfig, in: place, without: secrets)
        }.value
      } catch {
        try Files.write(
          "\(place)/unreachable.txt", text: "The site \(site.name) does not answer: \(error)\n")
      }
    }
  }

  private static func keep(
    siteAt kubeconfig: String, in place: String, without secrets: Secrets
  ) throws {
    let client = try KubernetesClient(kubeconfig: kubeconfig, timeout: .seconds(5))
    for type in [ResourceType.pods, .services, .events] {
      let table = ServerTable(
        try client.table(type, everywhere: true), isWide: true, withNamespace: true)
      var printer = TablePrinter()
      let lines = printer.lines([table.header] + table.rows)
      try Files.write(
        "\(place)/\(type.plural).txt",
        text: secrets.masked(lines.joined(separator: "\n")) + "\n")
    }
    for pod in try client.list(.pods, everywhere: true) {
      for container in pod["spec", "containers"]?.array ?? [] {
        let answer = try? client.raw(
          "GET", client.path(.pods, pod.namespace, pod.name, "log"),
          query: [.init("container", container.name)])
        guard let answer, !answer.body.isEmpty else { continue }
        let file = "\(place)/\(pod.name)-\(container.name).log"
        if secrets.isEmpty {
          try Files.write(file, answer.body)
        } else {
          try Files.write(file, text: secrets.masked(String(decoding: answer.body, as: UTF8.self)))
        }
      }
    }
  }
}
