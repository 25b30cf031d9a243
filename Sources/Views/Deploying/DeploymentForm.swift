/// A form that brings a package to edge clusters: what is filled in, what is still wrong, and the
/// command that says the same.
package struct DeploymentForm: Hashable, Sendable {
  /// Something that can be filled in, ticked, chosen or pressed.
  package enum Item: Hashable, Sendable {
    case name
    case package
    case cluster(String)
    case parameter(String)
    case network
    case exposed(String)
    case apply
    case leave
  }

  /// The orchestrator's site.
  package let site: String
  /// Nothing before the orchestrator has answered.
  package private(set) var choices: DeploymentChoices?
  /// The item that the keys are for.
  package private(set) var active = Item.name
  private var name = TextField()
  /// The places of the package and of the network among the choices.
  private var package = 0
  private var network: Int?
  private var clusters: Set<String> = []
  private var exposed: Set<String> = []
  private var values: [String: TextField] = [:]

  /// An empty form.
  package init(site: String) { self.site = site }

  /// Takes what there is to choose from.
  package mutating func take(_ choices: DeploymentChoices) { self.choices = choices }

  /// Everything from top to bottom.
  package var items: [Item] {
    guard let choices else { return [.name, .leave] }
    return [.name, .package] + choices.clusters.map { .cluster($0) }
      + (chosenPackage?.parameters ?? []).map { .parameter($0.name) } + [.network]
      + (chosenPackage?.applications ?? []).map { .exposed($0) } + [.apply, .leave]
  }

  /// Whether the active item takes text.
  package var takesText: Bool { field(of: active) != nil }

  /// The text of an item that takes some.
  package func field(of item: Item) -> TextField? {
    switch item {
    case .name: name
    case .parameter(let name): values[name] ?? TextField()
    default: nil
    }
  }

  /// Whether a box is ticked; nothing for what is no box.
  package func isTicked(_ item: Item) -> Bool? {
    switch item {
    case .cluster(let name): clusters.contains(name)
    case .exposed(let name): exposed.contains(name) && obstacle(to: item) == nil
    default: nil
    }
  }

  /// The choice that is made; nothing for what has no choices.
  package func choice(of item: Item) -> String? {
    switch item {
    case .package: chosenPackage?.name ?? "none in the catalogue"
    case .network: chosenNetwork ?? "none"
    default: nil
    }
  }

  /// Why an item can't be changed now; nothing when it can.
  package func obstacle(to item: Item) -> String? {
    switch item {
    case .network:
      if chosenPackage?.isExtension == true { return "an extension takes part in no network" }
      return choices?.networks.isEmpty == true ? "there is no network yet" : nil
    case .exposed:
      if chosenPackage?.isExtension == true { return "an extension exposes nothing" }
      return chosenNetwork == nil ? "choose a network first" : nil
    default: return nil
    }
  }

  /// Goes to another item.
  package mutating func move(by distance: Int) {
    let items = items
    let place = items.firstIndex(of: active) ?? 0
    active = items[((place + distance) % items.count + items.count) % items.count]
  }

  /// Goes to an item.
  package mutating func select(_ item: Item) {
    if items.contains(item) { active = item }
  }

  /// Changes the text of the active item.
  package mutating func edit(_ change: (inout TextField) -> Void) {
    switch active {
    case .name: change(&name)
    case .parameter(let name): change(&values[name, default: TextField()])
    default: break
    }
  }

  /// Ticks the active box or takes another choice; why not, where that can't be done.
  package mutating func change(by distance: Int) -> String? {
    if let obstacle = obstacle(to: active) { return obstacle }
    switch active {
    case .package:
      let count = choices?.packages.count ?? 0
      guard count > 0 else { return nil }
      package = ((package + distance) % count + count) % count
    case .network:
      // None comes before the first.
      let count = (choices?.networks.count ?? 0) + 1
      let place = (((network ?? -1) + 1 + distance) % count + count) % count
      network = place == 0 ? nil : place - 1
    case .cluster(let name): clusters.formSymmetricDifference([name])
    case .exposed(let name): exposed.formSymmetricDifference([name])
    case .name, .parameter, .apply, .leave: break
    }
    return nil
  }

  /// The first item that is not right, and what to do about it.
  package var problem: (item: Item, sentence: String)? {
    guard let choices else { return (.name, "The orchestrator has not answered yet.") }
    if name.isEmpty { return (.name, "Name the deployment.") }
    guard name.text.wholeMatch(of: /[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?/) != nil else {
      return (
        .name,
        "A deployment's name has small letters, digits and inner hyphens, at most 53 of them."
      )
    }
    guard let chosenPackage else { return (.package, "The catalogue has no package to deploy.") }
    guard let first = choices.clusters.first else {
      return (.package, "The orchestrator looks after no cluster.")
    }
    if clusters.isEmpty { return (.cluster(first), "Tick the clusters that get it.") }
    let missing = chosenPackage.parameters.first {
      $0.standard == nil && (values[$0.name]?.isEmpty ?? true)
    }
    return missing.map { (.parameter($0.name), "\(chosenPackage.name) needs \($0.name).") }
  }

  /// The command that does what the form says.
  package var command: String {
    var words = ["edge", "deploy", name.isEmpty ? "NAME" : name.text]
    words += ["--package", chosenPackage?.name ?? "PACKAGE"]
    let ticked = (choices?.clusters ?? []).filter(clusters.contains)
    words += ["--clusters", ticked.isEmpty ? "CLUSTERS" : ticked.joined(separator: ",")]
    if let chosenNetwork {
      words += ["--network", chosenNetwork]
      let open = (chosenPackage?.applications ?? []).filter(exposed.contains)
      if !open.isEmpty { words += ["--expose", open.joined(separator: ",")] }
    }
    for parameter in chosenPackage?.parameters ?? [] {
      guard let value = values[parameter.name], !value.isEmpty else { continue }
      words += ["--set", "\(parameter.name)=\(value.text)"]
    }
    return words.map(Self.quoted).joined(separator: " ")
  }

  /// What the item's package says that an empty field means.
  package func standard(of item: Item) -> String? {
    guard case .parameter(let name) = item else { return nil }
    return chosenPackage?.parameters.first { $0.name == name }?.standard
  }

  private var chosenPackage: DeploymentChoices.Package? {
    guard let packages = choices?.packages, packages.indices.contains(package) else { return nil }
    return packages[package]
  }

  private var chosenNetwork: String? {
    guard chosenPackage?.isExtension != true, let network, let networks = choices?.networks,
      networks.indices.contains(network)
    else { return nil }
    return networks[network]
  }

  /// A word as the shell takes it.
  private static func quoted(_ word: String) -> String {
    if word.wholeMatch(of: /[A-Za-z0-9_.,:\/=@%+-]+/) != nil { return word }
    return "'\(word.replacing("'", with: "'\\''"))'"
  }
}
