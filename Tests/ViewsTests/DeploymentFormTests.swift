import Testing
import Views

@Suite struct DeploymentFormTests {
  static let choices = DeploymentChoices(
    packages: [
      .init("greeter-server", applications: ["my-backend"]),
      .init(
        "loadbalancer", isExtension: true, applications: ["loadbalancer"],
        parameters: [.init("ipAddressRange")]),
      .init(
        "greeter-client", applications: ["my-client", "my-page"],
        parameters: [.init("backend.address", standard: "http://my-backend:8080")]),
    ], clusters: ["cluster-hub", "cluster-spoke"], networks: ["greetings", "orders"])

  /// A form of which some items were changed so often, and into which something was typed.
  static func form(
    _ choices: DeploymentChoices = choices, name: String = "",
    changes: [(DeploymentForm.Item, Int)] = [], texts: [String: String] = [:]
  ) -> DeploymentForm {
    var form = DeploymentForm(site: "orchestrator")
    form.take(choices)
    form.edit { $0.insert(name) }
    for (item, times) in changes {
      form.select(item)
      for _ in 0..<times { _ = form.change(by: 1) }
    }
    for (parameter, text) in texts {
      form.select(.parameter(parameter))
      form.edit { $0.insert(text) }
    }
    return form
  }

  func lines(_ form: DeploymentForm, rows: Int = 20, columns: Int = 64, look: Look = Look())
    -> [String]
  {
    var canvas = Canvas(rows: rows, columns: columns)
    _ = canvas.form(form, in: canvas.bounds, look: look)
    return canvas.lines.filter { !$0.isEmpty }
  }

  @Test func it_shows_what_there_is_to_choose_from_and_the_command_it_stands_for() {
    var form = Self.form(
      name: "server",
      changes: [(.cluster("cluster-hub"), 1), (.network, 1), (.exposed("my-backend"), 1)])
    form.select(.name)
    #expect(
      lines(form) == [
        " ╭─ Deploy to edge clusters ──────────────────────────────────╮",
        " │ Name      server                                           │",
        " │ Package   ← greeter-server →                               │",
        " │ Clusters  [✓] cluster-hub                                  │",
        " │           [ ] cluster-spoke                                │",
        " │ Network   ← greetings →                                    │",
        " │ Expose    [✓] my-backend                                   │",
        " │                                                            │",
        " │ edge deploy server --package greeter-server --clusters     │",
        " │ cluster-hub --network greetings --expose my-backend        │",
        " │                                                            │",
        " │ [ Apply ]  [ Leave ]                                       │",
        " ╰─────────────────────────────────── Enter apply, Esc leave ─╯",
      ])
    #expect(form.problem == nil)
  }

  @Test func before_the_orchestrator_answers_there_is_a_name_to_fill_in() {
    var form = DeploymentForm(site: "orchestrator")
    form.edit { $0.insert("server") }
    #expect(
      lines(form) == [
        " ╭─ Deploy to edge clusters ──────────────────────────────────╮",
        " │ Name  server                                               │",
        " │                                                            │",
        " │ Asking the orchestrator …                                  │",
        " │                                                            │",
        " │ [ Leave ]                                                  │",
        " ╰─────────────────────────────────── Enter apply, Esc leave ─╯",
      ])
    #expect(form.problem?.sentence == "The orchestrator has not answered yet.")
  }

  @Test func what_can_not_be_chosen_says_why() {
    // An extension takes part in no network.
    let text = lines(
      Self.form(changes: [(.package, 1), (.network, 1)]), columns: 80, look: Look(isASCII: true))
    #expect(text.contains { $0.contains("ipAddressRange  needs a value") })
    #expect(
      text.contains { $0.contains("Network         none: an extension takes part in no network") })
    #expect(
      text.contains {
        $0.contains("Expose          [ ] loadbalancer: an extension exposes nothing")
      })
    // Without a network nothing is exposed, also what was ticked before.
    var form = Self.form(changes: [(.network, 1), (.exposed("my-backend"), 1)])
    #expect(form.isTicked(.exposed("my-backend")) == true)
    form.select(.network)
    _ = form.change(by: -1)
    #expect(form.choice(of: .network) == "none")
    #expect(form.isTicked(.exposed("my-backend")) == false)
    form.select(.exposed("my-backend"))
    #expect(form.change(by: 1) == "choose a network first")
    #expect(!form.command.contains("--expose"))
    var empty = Self.form(DeploymentChoices(packages: [.init("p")], clusters: ["c"]))
    empty.select(.network)
    #expect(empty.change(by: 1) == "there is no network yet")
  }

  @Test func choices_go_round() {
    var form = Self.form()
    form.select(.network)
    let forwards = (0..<3).map { _ in
      _ = form.change(by: 1)
      return form.choice(of: .network)
    }
    #expect(forwards == ["greetings", "orders", "none"])
    form.select(.package)
    _ = form.change(by: -1)
    #expect(form.choice(of: .package) == "greeter-client")
    // Its items are those of the package.
    #expect(
      form.items == [
        .name, .package, .cluster("cluster-hub"), .cluster("cluster-spoke"),
        .parameter("backend.address"), .network, .exposed("my-client"), .exposed("my-page"),
        .apply, .leave,
      ])
    form.select(.name)
    form.move(by: -1)
    #expect(form.active == .leave)
    form.move(by: 1)
    #expect(form.active == .name)
  }

  @Test func what_is_missing_is_told_one_after_the_other() {
    func problem(_ form: DeploymentForm) -> [String] {
      form.problem.map { ["\($0.item)", $0.sentence] } ?? []
    }
    #expect(problem(Self.form()) == ["name", "Name the deployment."])
    for name in ["Server", "-a", "a b", "a;ls", String(repeating: "a", count: 54)] {
      #expect(Self.form(name: name).problem?.item == .name, "\(name)")
    }
    #expect(
      problem(Self.form(name: "a"))
        == ["cluster(\"cluster-hub\")", "Tick the clusters that get it."])
    #expect(
      problem(Self.form(name: "a", changes: [(.package, 1), (.cluster("cluster-hub"), 1)]))
        == ["parameter(\"ipAddressRange\")", "loadbalancer needs ipAddressRange."])
    #expect(
      problem(Self.form(name: "a", changes: [(.package, 2), (.cluster("cluster-hub"), 1)])) == [])
    #expect(
      problem(Self.form(DeploymentChoices(clusters: ["c"]), name: "a"))[1]
        == "The catalogue has no package to deploy.")
    #expect(
      problem(Self.form(DeploymentChoices(packages: [.init("p")]), name: "a"))[1]
        == "The orchestrator looks after no cluster.")
  }

  @Test func the_command_says_what_the_form_says() {
    let both = [
      (DeploymentForm.Item.cluster("cluster-spoke"), 1), (.cluster("cluster-hub"), 1),
    ]
    #expect(Self.form().command == "edge deploy NAME --package greeter-server --clusters CLUSTERS")
    #expect(
      Self.form(
        name: "addresses", changes: [(.package, 1)] + both, texts: ["ipAddressRange": "10.1.0.2-3"]
      )
      .command
        == "edge deploy addresses --package loadbalancer --clusters cluster-hub,cluster-spoke"
        + " --set ipAddressRange=10.1.0.2-3")
    #expect(
      Self.form(
        name: "client", changes: [(.package, 2)] + both + [(.network, 2), (.exposed("my-page"), 1)]
      ).command
        == "edge deploy client --package greeter-client --clusters cluster-hub,cluster-spoke"
        + " --network orders --expose my-page")
    // What the shell would take apart stays one word.
    #expect(
      Self.form(
        name: "c", changes: [(.package, 2)] + both, texts: ["backend.address": "it's; ls $HOME"]
      )
      .command.hasSuffix("--set 'backend.address=it'\\''s; ls $HOME'"))
  }

  @Test func where_there_is_little_room_the_active_field_is_seen() {
    var form = Self.form(name: "server", changes: [(.package, 2)])
    for item in form.items {
      form.select(item)
      var canvas = Canvas(rows: 6, columns: 60)
      let (box, places) = canvas.form(form, in: canvas.bounds)
      #expect(box.rows == 6)
      let index = form.items.firstIndex(of: item) ?? 0
      let place = places[index]
      #expect(place != nil, "\(item)")
      #expect(canvas.cursor?.row == place?.row, "\(item)")
      #expect(canvas.lines.joined().contains("[ Apply ]  [ Leave ]"))
    }
  }
}
