extension WebPage {
  /// What comes of pressing a button, or of ending a field with the enter key: that presses the
  /// form's first button.
  package func submission(of number: Int) -> WebSubmission {
    guard let index = index(of: number) else {
      return .refused("Nothing on this page has the number \(number).", number: nil)
    }
    let pressed = forms.controls[index]
    if pressed.kind == .reset { return .reset }
    guard let owner = pressed.form else {
      return .refused("This belongs to no form: without scripts it does nothing.", number: number)
    }
    let button =
      pressed.kind == .submit
      ? index : forms.controls.firstIndex { $0.form == owner && $0.kind == .submit }
    if let button, forms.controls[button].isDisabled {
      return .refused("The form's button cannot be pressed.", number: nil)
    }
    let form = forms.forms[owner].overridden(
      by: button.map { forms.controls[$0].overrides } ?? [:])
    if !form.isUnchecked, let fault = fault(inForm: owner) { return fault }
    guard let url = form.action.isEmpty ? url.withoutFragment : base.resolve(form.action), url.isWeb
    else {
      return .refused("This form goes to \(form.action), which is no web address.", number: number)
    }
    return request(form, url, entries(ofForm: owner, pressing: button))
  }

  private func request(
    _ form: WebForm, _ url: WebURL, _ entries: [(name: String, value: String)]
  ) -> WebSubmission {
    var request = WebRequest(url)
    request.method = form.method
    let encoded = FormEncoding.encoded(entries)
    switch form.method {
    case .get: request.url.query = encoded
    case .post:
      guard form.encoding == FormEncoding.type else {
        return .refused(
          "This form sends its data as \(form.encoding), which is not supported here.", number: nil)
      }
      request.contentType = FormEncoding.type
      request.body = Array(encoded.utf8)
    }
    return .request(request)
  }

  /// What is sent, in the order of the page.
  private func entries(
    ofForm form: Int, pressing button: Int?
  ) -> [(name: String, value: String)] {
    var entries: [(name: String, value: String)] = []
    for (index, control) in forms.controls.enumerated() {
      guard control.form == form, !control.isDisabled else { continue }
      if index == button, control.overrides["image"] != nil {
        let prefix = control.name.isEmpty ? "" : control.name + "."
        entries += [(prefix + "x", "0"), (prefix + "y", "0")]
        continue
      }
      guard !control.name.isEmpty else { continue }
      switch control.kind {
      case .text(let text): entries.append((control.name, text.sent(control.value)))
      case .area: entries.append((control.name, control.value))
      case .hidden:
        let isEncoding = control.name.lowercased() == "_charset_"
        entries.append((control.name, isEncoding ? "UTF-8" : control.value))
      case .file: entries.append((control.name, ""))
      case .check, .radio: if control.isOn { entries.append((control.name, control.value)) }
      case .select:
        for option in control.options where option.isOn && !option.isDisabled {
          entries.append((control.name, option.value))
        }
      case .submit: if index == button { entries.append((control.name, control.value)) }
      case .reset, .script: continue
      }
    }
    return entries
  }

  /// The first field that is not filled in as it has to be.
  private func fault(inForm form: Int) -> WebSubmission? {
    for (index, control) in forms.controls.enumerated() {
      guard control.form == form, control.isUsable, let fault = fault(control) else { continue }
      let number = targets.firstIndex { target in
        switch target {
        case .control(let other), .option(let other, _): other == index
        case .link: false
        }
      }
      let name = control.label.isEmpty ? control.name : control.label
      return .refused("\(name.isEmpty ? "A field" : name) \(fault).", number: number.map { $0 + 1 })
    }
    return nil
  }

  private func fault(_ control: WebControl) -> String? {
    switch control.kind {
    case .text(let text):
      if control.field.isEmpty { return control.isRequired ? "must be filled in" : nil }
      return text.fault(of: control.value)
    case .area: return control.isRequired && control.field.isEmpty ? "must be filled in" : nil
    case .check: return control.isRequired && !control.isOn ? "must be checked" : nil
    case .radio:
      guard control.isRequired else { return nil }
      let isChosen = forms.controls.contains {
        $0.kind == .radio && $0.isOn && $0.name == control.name && $0.form == control.form
      }
      return isChosen ? nil : "or another one must be chosen"
    case .select:
      let chosen = control.options.first(where: \.isOn)
      return control.isRequired && chosen?.value ?? "" == "" ? "must be chosen" : nil
    case .submit, .reset, .script, .file, .hidden: return nil
    }
  }
}

extension WebText {
  /// What is sent for a text: nothing for one that its kind does not allow, as browsers do it.
  fileprivate func sent(_ text: String) -> String {
    switch self {
    case .text, .search, .tel, .password: text
    case .email, .url:
      String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    default: fault(of: text) == nil ? text : ""
    }
  }
}
