import Documents
import KubernetesClient
import Platform
import Synchronization
import Testing

@testable import Commands

/// `config`: every verb on a file of its own, in the words of the real tool.
@Suite final class ConfigTests {
  private let folder: String
  private var file: String { "\(folder)/config" }

  init() throws {
    folder = try Files.makeTemporaryDirectory()
    var config = Kubeconfig()
    for name in ["east", "west.example:6443"] {
      config.setCluster(name, ["server": Value("https://\(name)")])
      config.setUser("me/\(name)", ["token": "sha256~secret"])
      config.setContext(
        name, Kubeconfig.Context(cluster: name, user: "me/\(name)", namespace: "lab"))
    }
    config.currentContext = "east"
    try Files.write(file, text: config.text, mode: 0o600)
  }

  deinit { try? Files.remove(folder) }

  /// What the command prints, errors included, with the file's path shortened.
  private func config(_ line: String) -> String {
    let printed = Mutex("")
    let printer = Printer(
      out: { text in printed.withLock { $0 += text } },
      err: { text in printed.withLock { $0 += text } })
    let status = KubernetesCommand.run(
      program: "oc", arguments: ["config"] + line.split(separator: " ").map(String.init),
      environment: ["KUBECONFIG": file], printer: printer)
    let text = printed.withLock { $0 }.replacing(file, with: "FILE")
    return status == 0 ? text : "(\(status)) \(text)"
  }

  private func read() throws -> Kubeconfig {
    try Kubeconfig(text: try Files.readText(file), file: file)
  }

  @Test func a_context_is_renamed_and_stays_the_current_one() throws {
    #expect(config("rename-context east local") == "Context \"east\" renamed to \"local\".\n")
    #expect(config("current-context") == "local\n")
    #expect(
      config("rename-context east other")
        == "(1) error: cannot rename the context \"east\", it's not in FILE\n")
    #expect(
      config("rename-context local west.example:6443")
        == "(1) error: cannot rename the context \"local\", the context \"west.example:6443\" already "
        + "exists in FILE\n")
  }

  @Test func contexts_are_chosen_made_and_changed() throws {
    #expect(
      config("use-context west.example:6443") == "Switched to context \"west.example:6443\".\n")
    #expect(
      config("use-context nowhere")
        == "(1) error: no context exists with the name: \"nowhere\"\n")
    #expect(
      config("set-context --current --namespace=n") == "Context \"west.example:6443\" modified.\n")
    #expect(try read().context("west.example:6443")?.namespace == "n")
    #expect(
      config("set-context new --cluster=east --user=me/east --namespace=lab")
        == "Context \"new\" created.\n")
    #expect(try read().context("new")?.cluster == "east")
  }

  @Test func what_is_there_is_listed() {
    #expect(config("get-clusters") == "NAME\neast\nwest.example:6443\n")
    #expect(config("get-users") == "NAME\nme/east\nme/west.example:6443\n")
    #expect(config("get-contexts -o name") == "east\nwest.example:6443\n")
    #expect(
      config("get-contexts east")
        == "CURRENT   NAME   CLUSTER   AUTHINFO   NAMESPACE\n"
        + "*         east   east      me/east    lab\n")
    #expect(config("get-contexts nowhere") == "(1) error: context nowhere not found\n")
  }

  @Test func what_is_deleted_is_gone_and_the_file_is_named() throws {
    #expect(config("delete-cluster east") == "deleted cluster east from FILE\n")
    #expect(
      config("delete-cluster east") == "(1) error: cannot delete cluster east, not in FILE\n")
    #expect(config("delete-user me/east") == "deleted user me/east from FILE\n")
    #expect(config("delete-user me/east") == "(1) error: cannot delete user me/east, not in FILE\n")
    #expect(config("delete-context east").hasSuffix("deleted context east from FILE\n"))
    #expect(try read().contextNames == ["west.example:6443"])
  }

  @Test func clusters_and_users_are_written() throws {
    #expect(
      config("set-cluster north --server=https://north:6443/ --insecure-skip-tls-verify=true")
        == "Cluster \"north\" set.\n")
    #expect(try read().cluster("north")?["server"] == "https://north:6443")
    #expect(try read().cluster("north")?["insecure-skip-tls-verify"] == true)
    try Files.write("\(folder)/ca.crt", text: "PEM")
    #expect(
      config("set-cluster north --certificate-authority=\(folder)/ca.crt")
        == "Cluster \"north\" set.\n")
    #expect(try read().cluster("north")?["certificate-authority-data"] == "UEVN")
    #expect(try read().cluster("north")?["insecure-skip-tls-verify"] == nil)
    #expect(config("set-credentials you --token=t") == "User \"you\" set.\n")
    #expect(try read().user("you")?["token"] == "t")
    #expect(
      config("set-credentials you --token=t --username=u").hasPrefix(
        "(1) error: you cannot specify more than one authentication method"))
  }

  @Test func single_properties_are_set_and_unset_also_under_names_with_dots() throws {
    #expect(
      config("set clusters.west.example:6443.server https://moved")
        == "Property \"clusters.west.example:6443.server\" set.\n")
    #expect(try read().cluster("west.example:6443")?["server"] == "https://moved")
    #expect(config("unset users.me/east.token") == "Property \"users.me/east.token\" unset.\n")
    #expect(try read().user("me/east")?["token"] == nil)
    #expect(config("unset contexts.east") == "Property \"contexts.east\" unset.\n")
    #expect(try read().context("east") == nil)
    #expect(config("unset current-context") == "Property \"current-context\" unset.\n")
    #expect(config("current-context") == "(1) error: current-context is not set\n")
    #expect(config("set nonsense.x y").hasPrefix("(1) error: unable to parse path"))
  }

  @Test func secrets_show_only_when_they_are_asked_for() {
    #expect(!config("view").contains("sha256~secret"))
    #expect(config("view --raw").contains("sha256~secret"))
    #expect(!config("view --minify").contains("west.example"))
  }
}
