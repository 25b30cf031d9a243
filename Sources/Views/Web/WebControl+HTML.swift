extension WebControl {
  /// A control as its element describes it; nil when it is none.
  init?(_ element: HTMLElement) {
    self.init(kind: .hidden, element)
    switch element.name {
    case "input": readInput(element)
    case "button":
      switch element["type"]?.lowercased() {
      case "button": kind = .script
      case "reset": kind = .reset
      default: kind = .submit
      }
      label = element.words
      if label.isEmpty { label = element.imageWords }
      if label.isEmpty { label = element["aria-label"] ?? element["title"] ?? "Button" }
    case "textarea":
      kind = .area(
        rows: min(12, max(2, element["rows"].flatMap { Int($0) } ?? 3)),
        columns: min(200, max(8, element["cols"].flatMap { Int($0) } ?? 40)))
      field = TextField(element.text.withLineFeeds, isMultiline: true)
    case "select": readOptions(of: element)
    default: return nil
    }
  }

  private init(kind: Kind, _ element: HTMLElement) {
    self.kind = kind
    name = element["name"] ?? ""
    label = element["aria-label"] ?? ""
    hint = element["placeholder"] ?? element["title"] ?? ""
    isDisabled = element.has("disabled")
    isReadOnly = element.has("readonly")
    isRequired = element.has("required")
    field = TextField(element["value"] ?? "")
    isOn = false
    options = []
    self.element = element.index
    size = element["size"].flatMap { Int($0) }.map { min(200, max(1, $0)) }
    limit = element["maxlength"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    overrides = element.attributes.filter { $0.key.hasPrefix("form") && $0.key != "form" }
  }

  private mutating func readInput(_ element: HTMLElement) {
    let type = element["type"]?.lowercased() ?? "text"
    switch type {
    case "hidden": kind = .hidden
    case "checkbox", "radio":
      kind = type == "radio" ? .radio : .check
      isOn = element.has("checked")
      if !element.has("value") { field = TextField("on") }
    case "submit", "image":
      kind = .submit
      let title = type == "image" ? element["alt"] : element["value"]
      label = title ?? (label.isEmpty ? "Submit" : label)
      if type == "image" { overrides["image"] = "" }
    case "reset", "button":
      kind = type == "reset" ? .reset : .script
      label = element["value"] ?? (type == "reset" ? "Reset" : "Button")
    case "file": kind = .file
    default: kind = .text(WebText(rawValue: type) ?? .text)
    }
  }

  private mutating func readOptions(of select: HTMLElement) {
    kind = .select(isMultiple: select.has("multiple"))
    func add(_ parent: HTMLElement, _ group: String, _ isDisabled: Bool) {
      for element in parent.elements {
        let isOff = isDisabled || element.has("disabled")
        if element.name == "option" {
          let title = element["label"] ?? element.words
          options.append(
            WebOption(
              title: group.isEmpty ? title : "\(group): \(title)",
              value: element["value"] ?? element.words, isOn: element.has("selected"),
              isDisabled: isOff))
        } else {
          add(element, element.name == "optgroup" ? element["label"] ?? "" : group, isOff)
        }
      }
    }
    add(select, "", false)
    guard kind == .select(isMultiple: false) else { return }
    let chosen = options.lastIndex(where: \.isOn) ?? options.firstIndex { !$0.isDisabled }
    for index in options.indices { options[index].isOn = index == chosen }
  }
}

extension HTMLElement {
  /// What the pictures in it show.
  var imageWords: String {
    var words: [String] = []
    visit { element in
      if element.name == "img", let alt = element["alt"], !alt.isEmpty { words.append(alt) }
      return true
    }
    return words.joined(separator: " ").collapsed
  }
}

extension String {
  /// With a line feed at every line's end, whatever ended it.
  var withLineFeeds: String {
    replacing("\r\n", with: "\n").replacing("\r", with: "\n")
  }
}
