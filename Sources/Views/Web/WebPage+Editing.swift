extension WebPage {
  /// Writes a text into the field with a number, in the place of what is in it.
  package mutating func setValue(_ text: String, of number: Int) {
    edit(number) { field in
      field.moveToEnd()
      field.deleteToStart()
      field.insert(text)
    }
  }

  /// Edits the text in the field with a number. What is more than the field takes is refused.
  package mutating func edit(_ number: Int, _ change: (inout TextField) -> Void) {
    guard let index = index(of: number), forms.controls[index].isText,
      forms.controls[index].isUsable
    else { return }
    let before = forms.controls[index].field
    change(&forms.controls[index].field)
    let after = forms.controls[index].field
    if let limit = forms.controls[index].limit, after.text.utf16.count > limit,
      after.text.utf16.count > before.text.utf16.count
    {
      forms.controls[index].field = before
    } else if after.text != before.text {
      layOut()
    }
  }

  /// Moves the cursor in a field of several lines down, or up by a number below zero; whether there
  /// is such a row.
  @discardableResult
  package mutating func moveCursor(rows: Int, of number: Int) -> Bool {
    guard let index = index(of: number), let focus = focusable(number), focus.kind == .area,
      let columns = focus.value?.columns,
      let field = WebArea(forms.controls[index].field, columns: columns).moved(rows: rows)
    else { return false }
    forms.controls[index].field = field
    return true
  }

  /// Checks or unchecks a check or one of several choices; checks a radio, and unchecks the others.
  package mutating func toggle(_ number: Int) {
    guard targets.indices.contains(number - 1), let index = index(of: number) else { return }
    if case .option(_, let option) = targets[number - 1] {
      forms.controls[index].options[option].isOn.toggle()
    } else {
      switch forms.controls[index].kind {
      case .check: forms.controls[index].isOn.toggle()
      case .radio:
        forms.controls[index].isOn = true
        forms.clearGroup(of: index)
      default: return
      }
    }
    layOut()
  }

  /// Chooses one of the options of the field with a number, by its place.
  package mutating func choose(_ option: Int, of number: Int) {
    guard let index = index(of: number), forms.controls[index].kind == .select(isMultiple: false),
      forms.controls[index].options.indices.contains(option),
      !forms.controls[index].options[option].isDisabled
    else { return }
    for other in forms.controls[index].options.indices {
      forms.controls[index].options[other].isOn = other == option
    }
    layOut()
  }

  /// Chooses the next option that can be chosen, or with -1 the one before; it does not go round.
  package mutating func chooseNext(_ step: Int = 1, of number: Int) {
    guard let options = control(number)?.options, step != 0 else { return }
    var next = (options.firstIndex(where: \.isOn) ?? (step > 0 ? -1 : options.count)) + step
    while options.indices.contains(next), options[next].isDisabled { next += step.signum() }
    choose(next, of: number)
  }

  /// Gives all fields of a field's or button's form what they had when the page was loaded.
  package mutating func reset(formOf number: Int) {
    guard let index = index(of: number) else { return }
    let form = forms.controls[index].form
    for index in forms.controls.indices where forms.controls[index].form == form {
      forms.controls[index] = untouched.controls[index]
    }
    layOut()
  }
}
