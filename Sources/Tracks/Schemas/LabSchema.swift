/// What a lab file may hold: its reader knows these keys and no others.
import Documents

extension Schema {
  /// The whole lab file.
  package static let lab = Schema.map([
    Key("sites", "The sites that are brought up, by name.", .named(site)),
    Key("hosts", "Hosts that belong to no site and reach several, by name.", .named(host)),
    Key("profiles", "Which release's wording tools have.", profiles),
    Key("images", "The local program that stands for a container image.", .named(image)),
    Key("defaults", "What holds for every comparison of the track.", defaults),
    Key("steps", "What Trestle adds to steps of the document.", .oneOrMore(step)),
    Key("checks", "What must be true for the lab to be done, by name.", .named(check)),
    Key("apply", "Manifests that a site begins with.", .named(.oneOrMore(.text))),
  ])

  package static let profiles = Schema.map([
    Key("skupper", "The release of Skupper, as in `\"1.3\"`."),
    Key("openshift", "The release of OpenShift, as in `\"4.12\"`."),
  ])

  /// The settings that make sense for all steps at once.
  package static let defaults = Schema.map(
    settings.filter { StepSettings.sharedKeys.contains($0.name) })

  package static let site = Schema.map([
    Key("hosts", "The hosts whose terminals belong to the site.", .oneOrMore(.text)),
    Key("namespace", "The namespace that the lab works in."),
    Key("platform", "What the site is.", .choice(["openshift", "kubernetes"])),
    Key("domain", "The domain of its routes."),
    Key("user", "The person who is logged in."),
    Key(
      "files", "Files of its hosts: the path, or `host:path`, and the text.", .named(.text)),
    Key("role", "Its part in an edge network.", .choice(["orchestrator", "edge"])),
    Key("start", "When it runs: as long as the lab does, or from `crc start` to `crc stop`."),
    Key("loadbalancer", "Whether, or after how long, LoadBalancer services get an address."),
    Key("projects", "`all` for as many projects as a new cluster of the real kind has."),
  ])

  package static let host = Schema.map([
    Key("sites", "The sites that its terminals reach; an empty list for none.", .oneOrMore(.text)),
    Key("credentials", "The sites where somebody has logged in before.", .oneOrMore(.text)),
    Key("system", "Whose wording its own programs have.", .choice(["linux", "macos"])),
    Key("files", "Files of the host: the path and the text.", .named(.text)),
  ])

  package static let image = Schema.map([
    Key("run", "The program and its arguments.", .oneOrMore(.text)),
    Key("ports", "The ports that it listens on.", .oneOrMore(.integer)),
    Key("env", "Its environment.", .named(.text)),
  ])

  package static let step = Schema.map(
    [
      Key("at", "Words of the document by which the step is found."),
      Key("solve", "How a machine does what a person would do by hand.", .oneOrMore(solution)),
      Key("run", "A command that does it.", .either([.text, command])),
      Key("http", "A request that does it.", .either([.text, request])),
      Key("expect", "Text that the step's output must have."),
      Key("hints", "Hints, the smallest first.", .oneOrMore(.text)),
      Key("corrections", "Mistakes of the document.", .oneOrMore(correction)),
    ] + settings, required: ["at"])

  package static let solution = Schema.map([
    Key("copy", "A file to copy: `host:path`."), Key("to", "Where it goes: `host:path`."),
    Key("run", "A command.", .either([.text, command])),
    Key("http", "A request.", .either([.text, request])),
  ])

  package static let command = Schema.map(
    [Key("host", "The host that it runs on."), Key("command", "The command.")],
    required: ["command"])

  package static let correction = Schema.map(
    [
      Key("says", "What the document says."), Key("means", "What is true."),
      Key("because", "Why the document is wrong."),
    ], required: ["says", "means", "because"])

  package static let request = Schema.map([
    Key("method", "GET without a body, POST with one, unless it is said."),
    Key("url", "The page."), Key("tab", "The tab whose page is asked, in place of a URL."),
    Key("path", "The path behind the tab's page."), Key("json", "The body.", .any),
    Key("expect", "A status, a text, or the JSON that the answer must hold.", .any),
  ])

  package static let check = Schema.map([
    Key("link", "A link of this site stands; `to` names the other one."),
    Key("services", "Addresses that `on` knows.", .oneOrMore(.text)),
    Key("addresses", "The same as services.", .oneOrMore(.text)),
    Key("sql", "A question to the database that `in` names."),
    Key("run", "A command on `on`, which must end with 0."),
    Key("script", "The same as run."),
    Key("http", "A request.", .either([.text, request])),
    Key("to", "The other site of a link."), Key("on", "The site or host."),
    Key("in", "The database: `site/deployment`."),
    Key("expect", "Text that the answer must have.", .any),
    Key("within", "How long it may take: `30s`, `2m`."),
    Key("after", "Words of the step after which it is asked; the end without it."),
    Key("message", "What the learner is told when it fails."),
    Key("hint", "The same as message."),
    Key("points", "What it counts.", .integer),
  ])

  /// What a comment before a block, and a step of the lab file, may set.
  package static let settings = [
    Key("site", "The terminal or site that the block belongs to."),
    Key("role", "What the block is: command, output, session, content or manual."),
    Key(
      "match", "How the output is compared.",
      .choice(["exact", "similar", "contains", "regex", "json", "none"])),
    Key("lines", "Whether lines may come in any order.", .choice(["ordered", "any"])),
    Key("rows", "Whether a table may have more rows.", .choice(["exact", "subset"])),
    Key("optional", "A line that may be missing.", .oneOrMore(.text)),
    Key("volatile", "Columns that may have any value.", .oneOrMore(.text)),
    Key("strict", "Columns that may not differ at all.", .oneOrMore(.text)),
    Key("kind", "A kind of words of your own: `NAME=/expression/`.", .oneOrMore(.text)),
    Key("count", "How often a text must occur: `200:>=1`.", .oneOrMore(.text)),
    Key("not", "Text that must not occur.", .oneOrMore(.text)),
    Key("number", "How far numbers may differ: `±10%`."),
    Key("capture", "A value for later commands: `NAME=/expression/`.", .oneOrMore(.text)),
    Key(
      "await",
      "What must hold before the next step: `port:8080`, `http:URL`, `file:PATH`, `output:/…/`.",
      .oneOrMore(.text)),
    Key("timeout", "The longest time for the step: `2m`."),
    Key("retry", "`off` for a command that must be right at once."),
    Key("exit", "The exit code that is meant: a number or `nonzero`."),
    Key("fails", "The commands are meant to fail."),
    Key("only", "Who runs the step.", .choice(["learner", "auto"])),
    Key("auto", "What a machine runs in place of the step's commands, or of a person's hands."),
    Key("background", "The command goes on while later steps run."),
    Key("until", "The words, or `/expression/`, at which a command that goes on is ended."),
    Key("if", "A command on the step's host; the step is done only where it ends with 0."),
    Key("skip", "Why the step is left out."),
    Key("secret", "What is printed and captured is kept out of reports and recordings."),
    Key("hint", "A hint.", .oneOrMore(.text)),
    Key("debrief", "What is told once the step is done."),
    Key("points", "What the step counts.", .integer),
  ]

  /// The names of all settings.
  static let settingNames = settings.map(\.name)
}
