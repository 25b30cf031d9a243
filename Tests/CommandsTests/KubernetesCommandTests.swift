import Documents
import KubernetesClient
import Synchronization
import Testing

@testable import Commands

/// The command line of `oc` and `kubectl` as far as no site is needed.
@Suite struct KubernetesCommandTests {
  private struct Outcome: Equatable {
    var status: Int32
    var out: String
    var err: String
  }

  private func run(_ program: String, _ line: String) -> Outcome {
    let out = Mutex("")
    let err = Mutex("")
    let status = KubernetesCommand.run(
      program: program, arguments: line.split(separator: " ").map(String.init),
      environment: ["KUBECONFIG": "/nonexistent/config"],
      printer: Printer(
        out: { text in out.withLock { $0 += text } }, err: { text in err.withLock { $0 += text } }))
    return Outcome(status: status, out: out.withLock { $0 }, err: err.withLock { $0 })
  }

  @Test func an_unknown_flag_fails_as_in_the_real_tool() {
    #expect(
      run("oc", "get pods --foo")
        == Outcome(
          status: 1, out: "",
          err: "error: unknown flag: --foo\nSee 'oc get --help' for usage.\n"))
    #expect(
      run("kubectl", "get pods -Z").err.hasPrefix("error: unknown shorthand flag: 'Z' in -Z\n"))
    #expect(
      run("oc", "scale deployment/x --replicas").err.hasPrefix(
        "error: flag needs an argument: --replicas\n"))
  }

  @Test func an_unknown_command_is_named_and_a_near_one_offered() {
    let outcome = run("oc", "gte pods")
    #expect(outcome.status == 1)
    #expect(outcome.err.hasPrefix("error: unknown command \"gte\" for \"oc\"\n"))
    #expect(outcome.err.contains("\tget\n"))
    #expect(
      run("kubectl", "new-app x").err.hasPrefix(
        "error: unknown command \"new-app\" for \"kubectl\""))
  }

  @Test func flags_that_are_missing_are_named_before_anybody_is_asked() {
    #expect(run("oc", "scale deployment/x").err == "error: required flag(s) \"replicas\" not set\n")
    #expect(run("oc", "create secret tls t").err == "error: cert must be specified\n")
    #expect(
      run("oc", "create secret docker-registry r --docker-username=u").err.hasPrefix(
        "error: either --from-file or the combination of --docker-username"))
  }

  @Test func without_a_configuration_it_says_so() {
    let outcome = run("oc", "get pods")
    // Whether there is a type of that name, only a site can say.
    #expect(run("oc", "get foo").err == outcome.err)
    #expect(outcome.status == 1)
    #expect(outcome.err.contains("no configuration has been provided"))
  }

  @Test func help_lists_every_verb_and_every_flag() {
    let overview = run("oc", "--help").out
    for verb in Verb.all { #expect(overview.contains("  \(verb.name) ")) }
    let help = run("kubectl", "get --help").out
    for flag in Get.flags { #expect(help.contains("--\(flag.name)")) }
    #expect(run("kubectl", "").out.contains("Commands:"))
  }

  @Test func flags_stand_anywhere_and_in_every_spelling() throws {
    let flags = try ParsedFlags(
      ["pods", "-n", "a", "-oyaml", "-l=x=y", "--watch", "--label-columns=a,b", "z", "--", "-n"],
      Get.flags + Verb.global)
    #expect(flags.positionals == ["pods", "z"])
    #expect(flags["namespace"] == "a")
    #expect(flags["output"] == "yaml")
    #expect(flags["selector"] == "x=y")
    #expect(flags.isSet("watch"))
    #expect(flags.all("label-columns") == ["a", "b"])
    #expect(flags.rest == ["-n"])
  }

  @Test func columns_are_as_wide_as_their_widest_cell_and_three_blanks() {
    var printer = TablePrinter()
    #expect(
      printer.lines([["NAME", "READY", "AGE"], ["patient-portal", "1/1", "5s"]]) == [
        "NAME             READY   AGE",
        "patient-portal   1/1     5s",
      ])
    #expect(printer.lines([["x", "0/1", "7s"]]) == ["x                0/1     7s"])
  }

  @Test(arguments: [
    ("90", 90), ("90s", 90), ("2m30s", 150), ("1h", 3600), ("1.5h", 5400), ("500ms", 1),
  ])
  func reads_spans_of_time(text: String, seconds: Int) {
    #expect(Spans.seconds(text) == seconds)
  }

  @Test(arguments: ["", "x", "5y", "s"]) func refuses_what_is_no_span(text: String) {
    #expect(Spans.seconds(text) == nil)
  }

  @Test(arguments: [
    (
      "quay.io/redhatintegration/patient-portal-frontend", "quay.io", "patient-portal-frontend",
      "latest"
    ),
    ("localhost:5000/a/b:v1", "localhost:5000", "b", "v1"),
    ("nginx", "Docker Hub", "nginx", "latest"),
    ("library/redis:7@sha256:00", "Docker Hub", "redis", "7"),
  ])
  func takes_an_image_s_name_apart(text: String, registry: String, word: String, tag: String) {
    let image = ImageReference(text)
    #expect(image.registry == registry)
    #expect(image.lastWord == word)
    #expect(image.tag == tag)
  }

  @Test func dates_are_written_at_length() {
    #expect(Dates.long("2026-11-21T09:05:07Z") == "Sat, 21 Nov 2026 09:05:07 +0000")
  }
}
