/// The forms of a page with all their controls, in the order of the page.
struct WebForms: Hashable, Sendable {
  private(set) var forms: [WebForm] = []
  var controls: [WebControl] = []
  /// Elements whose words stand at their control, and are left out where they are.
  private(set) var absorbed: Set<Int> = []

  private var names: [String: Int] = [:]
  /// The labels by the identity of what they label, and by the element in them.
  private var labels: [String: HTMLElement] = [:]
  private var enclosing: HTMLElement?
  /// What labels say that are nothing but words; an empty text for the others.
  private var words: [Int: String] = [:]

  /// None at all.
  init() {}

  init(_ document: HTMLDocument) {
    document.root.visit { element in
      if element.name == "form" {
        if let id = element["id"], names[id] == nil { names[id] = forms.count }
        forms.append(WebForm(element))
      }
      if element.name == "label", let id = element["for"], labels[id] == nil {
        labels[id] = element
      }
      return element.name != "template"
    }
    var count = 0
    collect(document.root, form: nil, isDisabled: false, formCount: &count)
    settleRadios()
  }

  private mutating func collect(
    _ parent: HTMLElement, form: Int?, isDisabled: Bool, formCount: inout Int
  ) {
    var isFirstLegend = true
    for element in parent.elements {
      var (form, isDisabled) = (form, isDisabled)
      let around = enclosing
      switch element.name {
      case "template", "datalist": continue
      case "form":
        form = formCount
        formCount += 1
      case "fieldset": isDisabled = isDisabled || element.has("disabled")
      case "legend" where parent.name == "fieldset" && isFirstLegend:
        isFirstLegend = false
        isDisabled = false
      case "label": enclosing = element
      case "input", "button", "select", "textarea":
        add(element, form: element["form"].map { names[$0] } ?? form, isDisabled)
      default: break
      }
      if element.name != "select" {
        collect(element, form: form, isDisabled: isDisabled, formCount: &formCount)
      }
      enclosing = around
    }
  }

  private mutating func add(_ element: HTMLElement, form: Int?, _ isDisabled: Bool) {
    guard var control = WebControl(element) else { return }
    control.form = form
    control.isDisabled = control.isDisabled || isDisabled
    if control.label.isEmpty, !control.isButton, control.kind != .hidden,
      let label = element["id"].flatMap({ labels[$0] }) ?? enclosing
    {
      control.label = words(of: label)
    }
    if control.label.isEmpty, control.isText { control.label = element["placeholder"] ?? "" }
    controls.append(control)
  }

  /// What a label says, when that can stand at its control.
  private mutating func words(of label: HTMLElement) -> String {
    if let words = words[label.index] { return words }
    let found = label.isPlainLabel ? label.labelWords : ""
    words[label.index] = found
    if !found.isEmpty { absorbed.insert(label.index) }
    return found
  }

  /// Of the radios of a group only the last one that is checked stays so.
  private mutating func settleRadios() {
    var settled: Set<[String]> = []
    for index in controls.indices.reversed() where controls[index].isOn {
      let control = controls[index]
      guard control.kind == .radio, !control.name.isEmpty else { continue }
      let group = [control.name, control.form.map(String.init) ?? ""]
      if !settled.insert(group).inserted { controls[index].isOn = false }
    }
  }

  /// Unchecks the other radios of a radio's group.
  mutating func clearGroup(of index: Int) {
    let control = controls[index]
    guard !control.name.isEmpty else { return }
    for other in controls.indices where other != index {
      if controls[other].kind == .radio, controls[other].name == control.name,
        controls[other].form == control.form
      {
        controls[other].isOn = false
      }
    }
  }
}

extension HTMLElement {
  /// Whether a label is nothing but words around one control at most.
  fileprivate var isPlainLabel: Bool {
    var controls = 0
    return first { element in
      switch element.name {
      case "input", "select", "textarea":
        controls += 1
        return controls > 1
      case "a", "button", "img", "table", "ul", "ol", "p", "label": return true
      default: return false
      }
    } == nil
  }

  /// What a label says, without what can be chosen in it and a colon at its end.
  fileprivate var labelWords: String {
    var text = ""
    func add(_ element: HTMLElement) {
      for node in element.children {
        switch node {
        case .text(let words): text += words
        case .element(let inner):
          if !["select", "textarea", "script", "style"].contains(inner.name) { add(inner) }
        }
      }
    }
    add(self)
    let words = text.collapsed
    return words.hasSuffix(":") ? String(words.dropLast()) : words
  }
}
