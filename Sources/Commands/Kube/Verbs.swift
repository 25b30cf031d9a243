import Kubernetes
import KubernetesClient

/// A verb of `oc` and `kubectl`: its flags, its words and what it does.
struct Verb: Sendable {
  let name: String
  /// Whether only `oc` has it.
  let isOpenShift: Bool
  let summary: String
  /// What follows the verb in the help's usage line.
  let usage: String
  let flags: [Flag]
  /// Whether everything behind the first word belongs to it, flags included.
  let stopsAtWords: Bool
  let run: @Sendable (Call) throws(CommandError) -> Void

  init(
    _ name: String, _ summary: String, _ usage: String, _ flags: [Flag], openshift: Bool = false,
    stopsAtWords: Bool = false, _ run: @escaping @Sendable (Call) throws(CommandError) -> Void
  ) {
    self.name = name
    self.summary = summary
    self.usage = usage
    self.flags = flags
    isOpenShift = openshift
    self.stopsAtWords = stopsAtWords
    self.run = run
  }

  static let global: [Flag] = [
    Flag("namespace", "n", .text, "The namespace; the context's without it."),
    Flag("context", nil, .text, "The context; the current one without it."),
    Flag("kubeconfig", nil, .text, "The configuration file."),
    Flag("help", "h", .bool, "Show this help."),
    Flag("request-timeout", nil, .text, "Accepted."),
    Flag("v", "v", .text, "Accepted."),
  ]

  static let all: [Verb] = [
    Verb("annotate", "Set or remove annotations", "TYPE NAME KEY=VALUE… KEY-…", Change.labelFlags) {
      call throws(CommandError) in try Change.annotate(call)
    },
    Verb(
      "api-resources", "List the types of objects", "",
      [
        Flag("no-headers", nil, .bool, "Leave out the header line."),
        Flag("output", "o", .text, "name prints only the names."),
        Flag("api-group", nil, .text, "Only types of this group."),
        Flag("namespaced", nil, .bool, "Only types whose objects live in a namespace, or not."),
      ]
    ) {
      call throws(CommandError) in try apiResources(call)
    },
    Verb("apply", "Bring objects into the state of a file", "-f FILE", Change.applyFlags) {
      call throws(CommandError) in try Change.apply(call)
    },
    Verb("attach", "Join in with a container's program", "POD | TYPE/NAME", Exec.attachFlags) {
      call throws(CommandError) in try Exec.attach(call)
    },
    Verb("cluster-info", "Show the cluster's address", "", []) {
      call throws(CommandError) in try Projects.clusterInfo(call)
    },
    Verb("config", "Show and change configuration files", "VERB [NAME]", ConfigVerb.flags) {
      call throws(CommandError) in try ConfigVerb.run(call)
    },
    Verb("cp", "Copy files into containers and out of them", "[POD:]PATH [POD:]PATH", Copy.flags) {
      call throws(CommandError) in try Copy.run(call)
    },
    Verb("create", "Make objects from words or files", "TYPE NAME | -f FILE", Create.flags) {
      call throws(CommandError) in try Create.run(call)
    },
    Verb("delete", "Delete objects", "TYPE NAME… | -f FILE", Delete.flags) {
      call throws(CommandError) in try Delete.run(call)
    },
    Verb("describe", "Show objects at length", "TYPE [NAME]", Describe.flags) {
      call throws(CommandError) in try Describe.run(call)
    },
    Verb("edit", "Change an object in an editor", "TYPE NAME", Edit.flags) {
      call throws(CommandError) in try Edit.run(call)
    },
    Verb("exec", "Run a program in a container", "POD | TYPE/NAME -- COMMAND…", Exec.flags) {
      call throws(CommandError) in try Exec.run(call)
    },
    Verb("explain", "Say what a type's fields are for", "TYPE[.FIELD…]", Explain.flags) {
      call throws(CommandError) in try Explain.run(call)
    },
    Verb("expose", "Make a service or a route", "TYPE NAME", Expose.flags) {
      call throws(CommandError) in try Expose.run(call)
    },
    Verb("get", "List objects", "TYPE [NAME…]", Get.flags) {
      call throws(CommandError) in try Get.run(call)
    },
    Verb("label", "Set or remove labels", "TYPE NAME KEY=VALUE… KEY-…", Change.labelFlags) {
      call throws(CommandError) in try Change.label(call)
    },
    Verb("login", "Log in to a cluster", "[URL]", Login.flags, openshift: true) {
      call throws(CommandError) in try Login.run(call)
    },
    Verb("logout", "Forget the token of the current context", "", [], openshift: true) {
      call throws(CommandError) in try Login.logout(call)
    },
    Verb("logs", "Show what a container printed", "POD | TYPE/NAME", Logs.flags) {
      call throws(CommandError) in try Logs.run(call)
    },
    Verb("new-app", "Deploy an image", "IMAGE", NewApp.flags, openshift: true) {
      call throws(CommandError) in try NewApp.run(call)
    },
    Verb("new-project", "Make a project and go there", "NAME", Projects.flags, openshift: true) {
      call throws(CommandError) in try Projects.create(call)
    },
    Verb("patch", "Change fields of an object", "TYPE NAME -p PATCH", Change.patchFlags) {
      call throws(CommandError) in try Change.patch(call)
    },
    Verb(
      "port-forward", "Lead ports of this machine to a pod",
      "POD | TYPE/NAME [LOCAL:]PORT…", PortForward.flags
    ) {
      call throws(CommandError) in try PortForward.run(call)
    },
    Verb("project", "Show or change the current project", "[NAME]", Projects.flags, openshift: true)
    {
      call throws(CommandError) in try Projects.current(call)
    },
    Verb("projects", "List projects", "", Projects.flags, openshift: true) {
      call throws(CommandError) in try Projects.list(call)
    },
    Verb("replace", "Replace objects by those of a file", "-f FILE", Change.applyFlags) {
      call throws(CommandError) in try Change.replace(call)
    },
    Verb("rollout", "Follow, undo or repeat a deployment's change", "VERB TYPE/NAME", Rollout.flags)
    {
      call throws(CommandError) in try Rollout.run(call)
    },
    Verb(
      "rsh", "Open a shell in a container", "POD | TYPE/NAME [COMMAND…]", Exec.shellFlags,
      openshift: true, stopsAtWords: true
    ) {
      call throws(CommandError) in try Exec.shell(call)
    },
    Verb("scale", "Set the number of pods", "--replicas=N TYPE NAME", Change.scaleFlags) {
      call throws(CommandError) in try Change.scale(call)
    },
    Verb(
      "set", "Set variables, images, resources or (oc) probes of containers",
      "env|image|resources|probe TYPE/NAME …", SetVerb.flags + SetContainers.flags
    ) {
      call throws(CommandError) in try SetVerb.run(call)
    },
    Verb("status", "Show the project at a glance", "", StatusVerb.flags, openshift: true) {
      call throws(CommandError) in try StatusVerb.run(call)
    },
    Verb("version", "Show versions", "", Projects.versionFlags) {
      call throws(CommandError) in try Projects.version(call)
    },
    Verb("wait", "Wait for a condition", "TYPE NAME --for=…", WaitVerb.flags) {
      call throws(CommandError) in try WaitVerb.run(call)
    },
    Verb("whoami", "Show who one is", "", Projects.whoamiFlags, openshift: true) {
      call throws(CommandError) in try Projects.whoami(call)
    },
  ]

  private static func apiResources(_ call: Call) throws(CommandError) {
    var types = try call.types()
    if let group = call.flags["api-group"] { types = types.filter { $0.group == group } }
    if let wish = call.flags["namespaced"] {
      types = types.filter { $0.namespaced == (wish == "true") }
    }
    types.sort { ($0.group, $0.plural) < ($1.group, $1.plural) }
    if call.flags["output"] == "name" {
      for type in types { call.print(type.groupResource) }
      return
    }
    var printer = TablePrinter()
    let rows = types.map {
      [
        $0.plural, $0.shortNames.joined(separator: ","), $0.apiVersion,
        $0.namespaced ? "true" : "false", $0.kind,
      ]
    }
    let header = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"]
    for line in printer.lines((call.flags.isSet("no-headers") ? [] : [header]) + rows) {
      call.print(line)
    }
  }
}
